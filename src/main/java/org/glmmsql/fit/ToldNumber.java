package org.glmmsql.fit;

import org.glmmsql.model.Component;
import org.glmmsql.model.VarCorr;
import org.jspecify.annotations.Nullable;

/**
 * A number that a model tells, as a function of psi.
 *
 * @param component as {@link org.glmmsql.model.TidyRow} has it
 * @param group null for a coefficient
 * @param term its name among the rows of the component and group
 * @param slopes its derivatives by psi where they are known exactly; null where differences have to do
 * @param coefficient whether it is one of the mean
 * @param low end of its range, which may be infinite
 * @param high the other one
 * @param guessLow of its lower limit; NaN for none
 */
record ToldNumber(
        String component,
        @Nullable String group,
        String term,
        VarianceComponents.Function value,
        @Nullable Slopes slopes,
        boolean coefficient,
        double low,
        double high,
        double guessLow,
        double guessHigh) {
    private static final double DIFFERENCE = 1e-6;
    /** Size of a parameter in the coordinates of a fit below which a step is no smaller. */
    private static final double SMALL = 1e-3;

    /** For a message. */
    String name() {
        if (group != null) return group.equals(VarCorr.RESIDUAL) ? term : term + " of " + group;
        return component.equals(Component.COND) ? term : component + " " + term;
    }

    /** Derivatives by psi. */
    interface Slopes {
        double[] at(double[] psi);
    }

    /** The value, and its derivatives by the parameters from a place on. */
    double evaluate(double[] psi, int from, double[] gradient) {
        if (slopes != null) {
            System.arraycopy(slopes.at(psi), from, gradient, 0, gradient.length);
            return value.of(psi);
        }
        for (int k = 0; k < gradient.length; k++) {
            double kept = psi[from + k];
            double step = DIFFERENCE * Math.max(SMALL, Math.abs(kept));
            psi[from + k] = kept + step;
            double up = value.of(psi);
            psi[from + k] = kept - step;
            double down = value.of(psi);
            psi[from + k] = kept;
            gradient[k] = (up - down) / (2 * step);
        }
        return value.of(psi);
    }
}
