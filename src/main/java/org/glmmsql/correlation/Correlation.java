package org.glmmsql.correlation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Correlations of the measurements of a group as a function of their places and of parameters theta, each any real number, which are read
 * from {@code from} on. Without a parameter at 0 or at its start nothing is correlated.
 */
public interface Correlation {
    /** What a place has to be. */
    enum Place {
        /** Measurements are as correlated wherever they are. */
        ANY,
        /** One of several, of a factor or a number. */
        LEVEL,
        /** The same, and the distance between two of them counts: whole numbers, or levels one step apart. */
        STEP,
        /** A number. */
        TIME,
        /** One to three numbers. */
        POINT
    }

    Place place();

    /** Names of theta. */
    List<String> parameters(Extent extent);

    /**
     * Whether the covariance matrix is any of a linear space of them.
     *
     * @param ownScales whether each place has a variance of its own, else they share one
     */
    default boolean isLinear(boolean ownScales) {
        return false;
    }

    /** Where a search begins. */
    void start(Extent extent, double[] theta, int from);

    /**
     * Parameters along a line from no correlation to one that reaches far, in their order, where what is not correlated is no point of
     * it but its limit: there the likelihood is flat, and a maximum elsewhere not seen. Else none.
     */
    default List<double[]> line() {
        return List.of();
    }

    /** R of the places of a group, or null if rounding makes it singular. */
    @Nullable
    FactoredCorrelation factor(Places places, Extent extent, double[] theta, int from);

    /** Whether R is formed, in memory of the square of the number of places. */
    default boolean isDense() {
        return true;
    }

    /** The numbers it is told by: those that are its parameters, and what follows from them. */
    List<Told> told(Extent extent);

    /** x / sqrt(1 + x^2), any number as a correlation. */
    static double bounded(double x) {
        return x / Math.hypot(1, x);
    }

    /** Its inverse. */
    static double unbounded(double rho) {
        return rho / Math.sqrt((1 - rho) * (1 + rho));
    }

    /** Its derivative. */
    static double slope(double x) {
        double rest = 1 / (1 + x * x);
        return rest * Math.sqrt(rest);
    }
}
