package org.glmmsql.model;

import java.util.Arrays;
import java.util.List;
import org.glmmsql.formula.ModelSpec;

/** What degrees of freedom are made of is possible, and gives those that are told. Sizes are those of {@link DegreesOfFreedomReader}. */
final class DegreesOfFreedomCheck implements ModelCheck {
    @Override
    public void check(FittedModel model, ModelSpec spec) {
        DegreesOfFreedomParts parts = model.df();
        if (parts.satterthwaite() == null) {
            return;
        }
        ModelCheck.require(
                parts.residual() > 0 && parts.residual() <= model.nobs(),
                () -> "its 'degrees_of_freedom' has " + parts.residual() + " for rows less columns");
        numbers(parts.satterthwaite());
        if (parts.kenwardRoger() != null && parts.model() != null) {
            numbers(parts.kenwardRoger());
            covariances(parts.model(), "vcov_model");
        }
        List<Coefficient> kept = model.components().get(0).kept();
        DegreesOfFreedom degrees = model.degreesOfFreedom();
        double[] l = new double[kept.size()];
        for (int k = 0; k < l.length; k++) {
            Coefficient coefficient = kept.get(k);
            Arrays.fill(l, 0);
            l[k] = 1;
            double df = degrees.ofContrast(l);
            ModelCheck.require(
                    !(Math.abs(df - coefficient.df()) > CoefficientsCheck.ROUNDING * df),
                    () -> "the df of " + coefficient.term() + " is " + coefficient.df()
                            + ", and by its 'degrees_of_freedom' " + df);
        }
    }

    private static void numbers(VcovSlopes slopes) {
        for (double[] slope : slopes.slopes()) {
            ModelCheck.require(
                    Arrays.stream(slope).allMatch(Double::isFinite),
                    () -> "its 'slopes' have a number that is not finite");
        }
        covariances(slopes.covariance(), "covariance");
    }

    private static void covariances(double[][] triangle, String name) {
        for (int i = 0; i < triangle.length; i++) {
            for (int j = 0; j <= i; j++) {
                double most = Math.sqrt(triangle[i][i]) * Math.sqrt(triangle[j][j]);
                double value = triangle[i][j];
                ModelCheck.require(
                        Math.abs(value) <= most * (1 + CoefficientsCheck.ROUNDING),
                        () -> "its '" + name + "' has " + value + ", larger than the variances allow");
            }
        }
    }
}
