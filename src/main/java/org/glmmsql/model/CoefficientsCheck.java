package org.glmmsql.model;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.glmmsql.design.DroppedColumn;
import org.glmmsql.family.Families;
import org.glmmsql.family.Family;
import org.glmmsql.family.Parameter;
import org.glmmsql.formula.ModelSpec;

/** Inference on fixed effects is made of possible numbers, and their covariance matrix has a row for each estimate. */
final class CoefficientsCheck implements ModelCheck {
    /** Rounding that a symmetric matrix may have, relative to its diagonal. */
    private static final double ROUNDING = 1e-6;

    @Override
    public void check(FittedModel model, ModelSpec spec) {
        numbers("fixef", model.fixed());
        for (Component component : model.components()) {
            numbers(component.parameter(), component.coefficients());
        }
        dropped(model);
        Family family = Families.of(model.family(), spec.options().predictors().keySet());
        for (Component component : model.components()) {
            ModelCheck.require(
                    family.parameters().stream().anyMatch(p -> isTold(component, p, spec)),
                    () -> "it has coefficients of " + component.parameter() + ", and its model text models none");
        }
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

    /** Whether a parameter has coefficients of its own: a constant with a scale is told as a residual variance. */
    private static boolean isTold(Component component, Parameter parameter, ModelSpec spec) {
        return parameter.name().equals(component.parameter())
                && parameter.component().equals(component.name())
                && parameter.link().equals(component.link())
                && (!parameter.scale() || spec.options().predictors().containsKey(parameter.name()));
    }

    /** What a dropped column depends on is said of columns that were dropped. */
    private static void dropped(FittedModel model) {
        Set<String> dropped = model.fixed().stream()
                .filter(c -> Double.isNaN(c.estimate()))
                .map(Coefficient::term)
                .collect(Collectors.toSet());
        Set<String> kept = model.fixed().stream()
                .filter(c -> !Double.isNaN(c.estimate()))
                .map(Coefficient::term)
                .collect(Collectors.toSet());
        for (DroppedColumn column : model.dropped()) {
            ModelCheck.require(
                    dropped.remove(column.term()) && !kept.contains(column.term()),
                    () -> "its 'dropped' has '" + column.term()
                            + "', which is no dropped column of its 'fixef', or twice");
            ModelCheck.require(
                    Arrays.stream(column.coefficients()).allMatch(Double::isFinite)
                            && Double.isFinite(column.scale())
                            && column.scale() >= 0,
                    () -> "its 'dropped' has an impossible number of '" + column.term() + "'");
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
