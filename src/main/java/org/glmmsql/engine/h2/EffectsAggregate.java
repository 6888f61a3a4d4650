package org.glmmsql.engine.h2;

import org.glmmsql.sql.FunctionCatalog;

/** {@code glmm_effects} for H2. Made of the catalogue, as CONTRIBUTING.md says. */
public final class EffectsAggregate extends H2Aggregate {
    public EffectsAggregate() {
        super(FunctionCatalog.STANDARD, "glmm_effects");
    }
}
