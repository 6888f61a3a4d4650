package org.glmmsql.family;

import org.jspecify.annotations.Nullable;

/**
 * A parameter of a distribution that has a linear predictor of its own.
 *
 * @param name as the model text says it, {@code dispersion = ~ x}; mean for the one that the formula models
 * @param component as broom.mixed names the part of a model: cond, disp, zero, threshold
 * @param function its link, the only one but for the mean, whose link the model text chooses
 * @param scale whether it is the phi of an exponential dispersion model, which prior weights divide: a constant one is told as a residual
 *     variance, and a perfect fit sends it to 0
 * @param threshold which of the thresholds between ordered categories it is; null for a parameter that has columns of its own
 */
public record Parameter(
        String name,
        String component,
        Link function,
        boolean scale,
        @Nullable Threshold threshold) {
    /** The one that a row's category ends with, or the one that it begins with: all rows have their coefficients in common. */
    public enum Threshold {
        UPPER,
        LOWER
    }

    public static final Parameter DISPERSION = new Parameter("dispersion", "disp", new LogLink(), true);

    /** The component of the share of zeros of another kind. */
    public static final String ZERO = "zero";

    /** Name of what more than a mean and a dispersion says how a response is distributed. */
    public static final String SHAPE = "shape";

    /** A dispersion that is a standard deviation, or like one, in the unit of the response. */
    static final Parameter SIGMA = new Parameter("dispersion", "disp", new LogLink(), false);

    /** One whose predictor has columns of its own. */
    public Parameter(String name, String component, Link function, boolean scale) {
        this(name, component, function, scale, null);
    }

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
