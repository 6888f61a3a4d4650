package org.glmmsql.engine.h2;

import org.glmmsql.sql.FunctionCatalog;

/** {@code glmm_loglik} for H2. Made of the catalogue, as CONTRIBUTING.md says. */
public final class LoglikAggregate extends H2Aggregate {
    public LoglikAggregate() {
        super(FunctionCatalog.STANDARD, "glmm_loglik");
    }
}
