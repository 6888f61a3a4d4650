package org.glmmsql.fit;

import org.jspecify.annotations.Nullable;

/** A model of all rows without random effects, as far as a {@link Start} needs it. */
interface Pooled {
    /** Rows that were used, the first. */
    int rows();

    /** Rows of the data these stand for. */
    double observations();

    /** Coefficients of the mean, in psi's order. */
    double[] beta();

    /** Those that follow in psi and were estimated with them; empty where each parameter after the mean has a start of its own. */
    default double[] others() {
        return new double[0];
    }

    /** Predictor of the mean at these rows. */
    double[] eta();

    /** Of an exponential dispersion model. */
    double dispersion();

    /** From the edge of the range of the link, where weights are without bound, towards a constant predictor. */
    default void drawAwayFromEdge() {}

    /** Whether the model, followed to its end, lies at the edge of the range of the link. */
    default boolean atEdge() {
        return false;
    }

    /** A predictor in the range of every row's density. */
    double constantLevel();

    /** Coefficients of the mean inside the range of the link for all rows, null if none are known. */
    double @Nullable [] interior();

    /** Inverse of the information about {@link #beta} and {@link #others} at a dispersion of 1, null if there is none. */
    double @Nullable [][] inverseInformation();
}
