package org.glmmsql.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.glmmsql.design.DroppedColumn;
import org.glmmsql.family.Families;
import org.glmmsql.family.Family;
import org.glmmsql.family.Parameter;
import org.glmmsql.formula.ModelSpec;
import org.glmmsql.formula.PredictorPart;

/** Inference on fixed effects is made of possible numbers, and their covariance matrix has a row for each estimate. */
final class CoefficientsCheck implements ModelCheck {
    /** Rounding that a symmetric matrix may have, relative to its diagonal. */
    static final double ROUNDING = 1e-6;

    private static final double TINY = 1e-150;

    @Override
    public void check(FittedModel model, ModelSpec spec) {
        Family family = Families.of(model.family(), spec.options().predictors().keySet());
        List<String> expected = expected(model, family, spec);
        List<String> found =
                model.components().stream().map(Component::parameter).toList();
        ModelCheck.require(
                model.components().isEmpty() || found.equals(expected),
                () -> "its 'components' are of " + found + ", and by its model text of " + expected);
        for (Component component : model.components()) {
            Parameter parameter = family.parameters().stream()
                    .filter(p -> p.name().equals(component.parameter()))
                    .findFirst()
                    .orElseThrow();
            String link = component.name().equals(Component.COND) ? model.link() : parameter.link();
            ModelCheck.require(
                    component.name().equals(parameter.component())
                            && component.link().equals(link),
                    () -> "its component of the " + parameter.name() + " has another name or link");
            numbers(component.parameter(), component.coefficients());
            dropped(component);
        }
        covariance(model);
    }

    /** The parameters that have coefficients of their own: a constant with a scale is told as a residual variance. */
    private static List<String> expected(FittedModel model, Family family, ModelSpec spec) {
        return family.parameters().stream()
                .filter(parameter -> parameter.threshold() != Parameter.Threshold.LOWER)
                .filter(parameter -> {
                    PredictorPart part = spec.options().predictors().get(parameter.name());
                    return parameter.component().equals(Component.COND)
                            || (part == null ? !parameter.scale() : part.held() == null);
                })
                .map(Parameter::name)
                .toList();
    }

    /** The standard errors that are told are the roots of variances. Below the range of a double they are not compared. */
    static void standardErrors(FittedModel model) {
        if (model.covariance().length == 0) {
            return;
        }
        List<ModelParameter> parameters = model.parameters();
        List<Double> errors = new ArrayList<>();
        for (Component component : model.components()) {
            component.kept().forEach(c -> errors.add(c.stdError()));
        }
        ModelParameter.places(model.terms(), model.varCorr(), model.residual())
                .forEach(place -> errors.add(model.varCorr().get(place).stdError()));
        for (int i = 0; i < errors.size(); i++) {
            double root = Math.sqrt(model.covariance()[i][i]);
            double error = errors.get(i);
            String name = parameters.get(i).name();
            ModelCheck.require(
                    !(Math.abs(root - error) > ROUNDING * root) || root < TINY,
                    () -> "the standard error of " + name + " is " + error + ", and by its 'vcov' " + root);
        }
    }

    /** Covariances are possible. Sizes are those of {@link ModelReader}. */
    private static void covariance(FittedModel model) {
        double[][] covariance = model.covariance();
        List<ModelParameter> parameters = model.parameters();
        for (int i = 0; i < covariance.length; i++) {
            double variance = covariance[i][i];
            double root = Math.sqrt(variance);
            String name = parameters.get(i).name();
            ModelCheck.require(
                    ModelCheck.isSize(variance), () -> "the variance of " + name + " in its 'vcov' is " + variance);
            for (int j = 0; j < i; j++) {
                double most = root * Math.sqrt(covariance[j][j]) * (1 + ROUNDING);
                int other = j;
                ModelCheck.require(
                        !(Math.abs(covariance[i][j]) > most),
                        () -> "the covariance of " + name + " and "
                                + parameters.get(other).name() + " in its 'vcov' is larger than their variances allow");
            }
        }
    }

    /** What a dropped column depends on is said of columns that were dropped. */
    private static void dropped(Component component) {
        Set<String> kept = component.kept().stream().map(Coefficient::term).collect(Collectors.toSet());
        Set<String> dropped =
                component.coefficients().stream().map(Coefficient::term).collect(Collectors.toSet());
        dropped.removeAll(kept);
        for (DroppedColumn column : component.dropped()) {
            ModelCheck.require(
                    dropped.remove(column.term()) && !kept.contains(column.term()),
                    () -> "its 'dropped' has '" + column.term()
                            + "', which is no dropped column of its 'coefficients', or twice");
            ModelCheck.require(
                    Arrays.stream(column.coefficients()).allMatch(Double::isFinite)
                            && Double.isFinite(column.scale())
                            && Double.isFinite(column.constant())
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
