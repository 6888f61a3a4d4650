package org.glmmsql.engine.h2;

import org.glmmsql.sql.FunctionCatalog;

/** {@code glmm_drop1_fit} for H2. Made of the catalogue, as CONTRIBUTING.md says. */
public final class Drop1FitAggregate extends H2Aggregate {
    public Drop1FitAggregate() {
        super(FunctionCatalog.STANDARD, "glmm_drop1_fit");
    }
}
