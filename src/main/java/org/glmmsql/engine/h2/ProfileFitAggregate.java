package org.glmmsql.engine.h2;

import org.glmmsql.sql.FunctionCatalog;

/** {@code glmm_profile_fit} for H2. Made of the catalogue, as CONTRIBUTING.md says. */
public final class ProfileFitAggregate extends H2Aggregate {
    public ProfileFitAggregate() {
        super(FunctionCatalog.STANDARD, "glmm_profile_fit");
    }
}
