package org.glmmsql.engine.h2;

import org.glmmsql.sql.Fitting;

/** {@code hglm_fit(model_text, v1, v2, ...)}. */
public final class HglmFitAggregate extends FitAggregate {
    public HglmFitAggregate() {
        super(Fitting::hierarchical);
    }
}
