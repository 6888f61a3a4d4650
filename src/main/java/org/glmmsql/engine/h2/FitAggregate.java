package org.glmmsql.engine.h2;

import org.glmmsql.sql.FunctionCatalog;

/** {@code glmm_fit} for H2. Made of the catalogue, as CONTRIBUTING.md says. */
public final class FitAggregate extends H2Aggregate {
    public FitAggregate() {
        super(FunctionCatalog.STANDARD, "glmm_fit");
    }
}
