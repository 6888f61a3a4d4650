package org.glmmsql.family;

/**
 * A parameter of a distribution that has a linear predictor of its own.
 *
 * @param name as the model text says it, {@code dispersion = ~ x}; mean for the one that the formula models
 * @param component as broom.mixed names the part of a model: cond, disp, zero
 * @param link of the parameter, the only one but for the mean, whose link the model text chooses
 * @param scale whether it is the phi of an exponential dispersion model, which prior weights divide: a constant one is told as a residual
 *     variance, and a perfect fit sends it to 0
 */
public record Parameter(String name, String component, String link, boolean scale) {
    public static final Parameter DISPERSION = new Parameter("dispersion", "disp", "log", true);

    /** The mean with its default link. */
    static Parameter mean(String link) {
        return new Parameter("mean", "cond", link, false);
    }

    /** The predictor of a value of the parameter: the link of a parameter after the mean is log or logit. */
    public double eta(double value) {
        return link.equals("logit") ? Math.log(value / (1 - value)) : Math.log(value);
    }

    /** The value of the parameter at a predictor. */
    public double value(double eta) {
        return link.equals("logit") ? 1 / (1 + Math.exp(-eta)) : Math.exp(eta);
    }
}
