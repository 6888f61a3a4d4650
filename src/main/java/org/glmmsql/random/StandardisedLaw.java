package org.glmmsql.random;

import java.util.Arrays;
import org.glmmsql.special.Stirling;
import org.jspecify.annotations.Nullable;

/**
 * A law whose standardised log density is
 * log f(w) = -log(2 pi)/2 + c(theta) - drift theta w - G(theta w) / theta^2, with G(x) = x^2/2 + O(x^3) (DESIGN, D-R5).
 * The normalising constant c, made of Stirling errors, is O(theta^2), and G comes divided by x^2: nothing large cancels, and
 * theta = 0 is the normal law.
 */
abstract class StandardisedLaw implements RandomLaw {
    /** Places of {@link #remainder}'s result: G/x^2, G'/x, G'', G''', and the derivatives of the first two. */
    static final int G_X2 = 0, G1_X = 1, G2 = 2, G3 = 3, G_X2_SLOPE = 4, G1_X_SLOPE = 5;

    private final double drift;

    /** Many levels ask for one theta. Immutable, so that a race costs a repeated computation only. */
    private @Nullable Constants last;

    private record Constants(double theta, double value, double slope) {}

    StandardisedLaw(double drift) {
        this.drift = drift;
    }

    /** G at x and its relatives; G_X2 = NaN where x is outside the domain. */
    abstract void remainder(double x, double[] g);

    /** c(theta), k = 1 / theta^2. */
    abstract double constant(double k);

    /** k dc/dk. */
    abstract double constantSlope(double k);

    @Override
    public final boolean dependsOnTheta() {
        return true;
    }

    @Override
    public final void evaluate(double w, double theta, double[] out) {
        // out first holds G
        remainder(theta * w, out);
        double g = out[G_X2];
        double g1 = out[G1_X];
        double g2 = out[G2];
        double g3 = out[G3];
        double gSlope = out[G_X2_SLOPE];
        double g1Slope = out[G1_X_SLOPE];
        if (Double.isNaN(g)) {
            Arrays.fill(out, 0, ROWS, Double.NaN);
            out[F] = Double.NEGATIVE_INFINITY;
            return;
        }
        Constants c = constants(theta);
        out[F] = c.value - Stirling.HALF_LOG_2PI - w * (w * g + drift * theta);
        out[F1] = -w * g1 - drift * theta;
        out[F2] = -g2;
        out[F3] = -theta * g3;
        out[F_T] = c.slope - w * (w * w * gSlope + drift);
        out[F1_T] = -w * w * g1Slope - drift;
        out[F2_T] = -w * g3;
    }

    /** c is the error of Stirling's formula, the saddlepoint approximation of the gamma function. */
    @Override
    public final double saddlepointErrorSlope(double theta) {
        return constants(theta).slope;
    }

    private Constants constants(double theta) {
        Constants c = last;
        if (c == null || c.theta != theta) {
            double k = 1 / (theta * theta);
            // beyond, c is 0 to the last digit
            c = k < 1e200
                    ? new Constants(theta, constant(k), -2 / theta * constantSlope(k))
                    : new Constants(theta, 0, 0);
            last = c;
        }
        return c;
    }
}
