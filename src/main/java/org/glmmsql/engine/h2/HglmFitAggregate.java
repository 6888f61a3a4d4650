package org.glmmsql.engine.h2;

import org.glmmsql.sql.FunctionCatalog;

/** {@code hglm_fit} for H2. Made of the catalogue, as CONTRIBUTING.md says. */
public final class HglmFitAggregate extends H2Aggregate {
    public HglmFitAggregate() {
        super(FunctionCatalog.STANDARD, "hglm_fit");
    }
}
