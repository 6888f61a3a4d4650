package org.glmmsql.model;

import org.glmmsql.random.RandomLaws;
import org.jspecify.annotations.Nullable;

/**
 * A variance or covariance of random effects, or the residual.
 *
 * @param group grouping factor, or {@code Residual}
 * @param term2 null for a variance
 * @param variance variance, covariance, or lambda of a law that is not normal; NaN for a number with a name, which is term1
 * @param sdOrCorr its root, or the correlation, or the number
 * @param stdError of {@code sdOrCorr}
 * @param confLow lower bound of {@code sdOrCorr}
 * @param component of the model that the effects are part of: cond, disp, zero
 */
public record VarCorr(
        String group,
        String law,
        @Nullable String term1,
        @Nullable String term2,
        double variance,
        double sdOrCorr,
        double stdError,
        double confLow,
        double confHigh,
        String component) {
    private static final String NORMAL = "normal";
    /** What stands in the place of a grouping factor for the residuals. */
    public static final String RESIDUAL = "Residual";

    /** Of the mean. */
    public VarCorr(
            String group,
            String law,
            @Nullable String term1,
            @Nullable String term2,
            double variance,
            double sdOrCorr,
            double stdError,
            double confLow,
            double confHigh) {
        this(group, law, term1, term2, variance, sdOrCorr, stdError, confLow, confHigh, Component.COND);
    }

    /** Whether this is the phi of a family that is not gaussian, and its root; the law is the family. */
    public boolean isDispersion() {
        return term1 == null && !law.equals(NORMAL);
    }

    /** The same with what is known of its error. */
    public VarCorr with(double error, double low, double high) {
        return new VarCorr(group, law, term1, term2, variance, sdOrCorr, error, low, high, component);
    }

    /** Whether this is a number with a name of its own, such as rho or range, in the column of standard deviations. */
    public boolean isNamed() {
        return term1 != null && term2 == null && Double.isNaN(variance);
    }

    /** Whether this is a standard deviation, or lambda. */
    public boolean isDeviation() {
        return term2 == null && !isNamed();
    }

    /** Whether this is lambda of a law that is not normal, and its root. */
    public boolean isLambda() {
        return term1 != null && RandomLaws.byName(law).dependsOnTheta();
    }

    /** NaN for a normal law. */
    public double lambda() {
        return isLambda() ? variance : Double.NaN;
    }

    /** Var u on the law's own scale, infinite where there is none; NaN for a normal law. */
    public double varianceOfU() {
        return !isLambda() ? Double.NaN : variance > 0 ? RandomLaws.byName(law).variance(variance) : variance;
    }

    /** Standard deviation of the effect on the linear predictor: of v for a law that is not normal; NaN for a covariance. */
    public double sd() {
        return !isDeviation() ? Double.NaN : isLambda() ? sdOfEffect(sdOrCorr) : sdOrCorr;
    }

    /** Of v, for the root of lambda. */
    double sdOfEffect(double theta) {
        double lambda = theta * theta;
        // below, v is normal to the last digit, with the standard deviation that the law's scale gives
        return lambda > TINY
                ? Math.sqrt(RandomLaws.byName(law).effectVariance(lambda))
                : RandomLaws.byName(law).scale() * theta;
    }

    private static final double TINY = 1e-30;
}
