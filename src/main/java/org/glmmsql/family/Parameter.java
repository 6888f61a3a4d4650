package org.glmmsql.family;

/**
 * A parameter of a distribution that has a linear predictor of its own.
 *
 * @param name as the model text says it, {@code dispersion = ~ x}; mean for the one that the formula models
 * @param component as broom.mixed names the part of a model: cond, disp, zero
 * @param function its link, the only one but for the mean, whose link the model text chooses
 * @param scale whether it is the phi of an exponential dispersion model, which prior weights divide: a constant one is told as a residual
 *     variance, and a perfect fit sends it to 0
 */
public record Parameter(String name, String component, Link function, boolean scale) {
    /** Name of what more than a mean and a dispersion says how a response is distributed. */
    public static final String SHAPE = "shape";

    public static final Parameter DISPERSION = new Parameter("dispersion", "disp", new LogLink(), true);

    /** A dispersion that is a standard deviation, or like one, in the unit of the response. */
    static final Parameter SIGMA = new Parameter("dispersion", "disp", new LogLink(), false);

    /** The mean with its default link. */
    static Parameter mean(Link link) {
        return new Parameter("mean", "cond", link, false);
    }

    /** Name of the link. */
    public String link() {
        return function.name();
    }

    /** The values it may have, in words. */
    public String range() {
        return function.range();
    }

    /** The predictor of a value of the parameter. */
    public double eta(double value) {
        return function.eta(value);
    }

    /** The value of the parameter at a predictor. */
    public double value(double eta) {
        return function.mu(eta);
    }
}
