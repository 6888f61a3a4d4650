package org.glmmsql.fit;

import org.glmmsql.design.Design;
import org.glmmsql.formula.ModelSpec;
import org.glmmsql.model.FittedModel;

/** Fits a model to a design: the one entrance to the statistics. */
public final class GlmmFitter {
    private GlmmFitter() {}

    /**
     * @return the model; a fit that cannot be had from these data is a model with a status other than OK
     * @throws org.glmmsql.error.GlmmException for a wrong call (family, link, law, response range, options that do not go together)
     */
    public static FittedModel fit(ModelSpec spec, Design design, Control control) {
        throw new UnsupportedOperationException("in the making");
    }
}
