package org.glmmsql.model;

import java.util.List;
import org.glmmsql.formula.ModelSpec;

/** Inference on fixed effects is made of possible numbers, and their covariance matrix has a row for each estimate. */
final class CoefficientsCheck implements ModelCheck {
    /** Rounding that a symmetric matrix may have, relative to its diagonal. */
    private static final double ROUNDING = 1e-6;

    @Override
    public void check(FittedModel model, ModelSpec spec) {
        numbers("fixef", model.fixed());
        numbers("dispersion", model.dispersion());
        ModelCheck.require(
                model.dispersion().isEmpty() || spec.options().dispersion() != null,
                () -> "it has coefficients of dispersion, and its model text models none");
        int p = (int)
                model.fixed().stream().filter(c -> !Double.isNaN(c.estimate())).count();
        double[][] vcov = model.vcov();
        ModelCheck.require(
                vcov.length == p, () -> "its 'vcov' has " + vcov.length + " rows for " + p + " fixed effects");
        for (double[] row : vcov) {
            ModelCheck.require(
                    row.length == p,
                    () -> "a row of its 'vcov' has " + row.length + " numbers for " + p + " fixed effects");
        }
        for (int i = 0; i < p; i++) {
            int row = i;
            ModelCheck.require(ModelCheck.isSize(vcov[i][i]), () -> "a variance in its 'vcov' is " + vcov[row][row]);
            for (int j = 0; j < i; j++) {
                double difference = Math.abs(vcov[i][j] - vcov[j][i]);
                double scale = Math.sqrt(vcov[i][i]) * Math.sqrt(vcov[j][j]);
                ModelCheck.require(!(difference > ROUNDING * scale), () -> "its 'vcov' is not symmetric");
            }
        }
    }

    private static void numbers(String member, List<Coefficient> coefficients) {
        for (Coefficient c : coefficients) {
            boolean possible = ModelCheck.isSize(c.stdError())
                    && ModelCheck.isSize(c.df())
                    && !(c.pValue() < 0)
                    && !(c.pValue() > 1);
            ModelCheck.require(
                    possible,
                    () -> "its '" + member + "' has an impossible standard error, df or p-value of '" + c.term() + "'");
        }
    }
}
