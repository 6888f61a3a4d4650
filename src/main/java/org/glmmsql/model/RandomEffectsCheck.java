package org.glmmsql.model;

import java.util.HashSet;
import java.util.List;
import java.util.function.DoublePredicate;
import org.glmmsql.formula.ModelSpec;
import org.glmmsql.formula.RandomPart;
import org.glmmsql.random.RandomLaw;
import org.glmmsql.random.RandomLaws;

/** Random terms and the effects kept are those of the formula, of levels that differ, and finite. Sizes are those of {@link ModelReader}. */
final class RandomEffectsCheck implements ModelCheck {
    private static final double ROUNDING = 1e-6;

    @Override
    public void check(FittedModel model, ModelSpec spec) {
        List<RandomTerm> terms = model.terms();
        List<RandomPart> parts = spec.random();
        for (int t = 0; t < terms.size() && t < parts.size(); t++) {
            check(model, terms.get(t), parts.get(t));
        }
        for (RandomEffects effects : model.randomEffects()) {
            check(model, effects);
        }
    }

    private static void check(FittedModel model, RandomTerm term, RandomPart part) {
        String group = term.group();
        ModelCheck.require(
                group.equals(part.group()) && term.structure().equals(part.covariance()),
                () -> "it has " + term.structure() + " effects of '" + group + "', and its formula " + part.covariance()
                        + " ones of '" + part.group() + "'");
        for (int place : term.told()) {
            VarCorr row = model.varCorr().get(place);
            ModelCheck.require(
                    row.group().equals(group)
                            && row.component().equals(term.component())
                            && row.law().equals(term.law()),
                    () -> "a row of 'varcorr' is not of its term of '" + group + "'");
        }
        sigma(term, RandomLaws.byName(term.law()));
    }

    private static void check(FittedModel model, RandomEffects effects) {
        String group = effects.group();
        int levels = effects.levels().size();
        ModelCheck.require(
                new HashSet<>(effects.levels()).size() == levels,
                () -> "a level of '" + group + "' is twice in its 'ranef'");
        ModelCheck.require(
                levels <= model.groups().getOrDefault(group, 0),
                () -> "its 'ranef' has more levels of '" + group + "' than its 'groups'");
        ModelCheck.require(
                allMatch(effects.modes(), Double::isFinite),
                () -> "an effect of '" + group + "' is NULL in its 'ranef'");
        ModelCheck.require(
                allMatch(effects.stdErrors(), ModelCheck::isSize),
                () -> "a standard error of '" + group + "' is negative in its 'ranef'");
    }

    private static boolean allMatch(double[][] matrix, DoublePredicate holds) {
        for (double[] row : matrix) {
            for (double number : row) {
                if (!holds.test(number)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static void sigma(RandomTerm effects, RandomLaw law) {
        double[] sigma = effects.sigma();
        int q = effects.q();
        for (int i = 0; i < q; i++) {
            double variance = sigma[i * q + i];
            ModelCheck.require(
                    Double.isFinite(variance) && variance >= 0,
                    () -> "a variance of '" + effects.group() + "' is " + variance + " in its 'terms'");
            for (int j = 0; j < i; j++) {
                double covariance = sigma[i * q + j];
                double most = deviation(variance) * deviation(sigma[j * q + j]) * (1 + ROUNDING);
                ModelCheck.require(
                        Math.abs(covariance) <= most
                                && Math.abs(covariance - sigma[j * q + i]) <= ROUNDING * most
                                && !(law.dependsOnTheta() && covariance != 0),
                        () -> "a covariance of '" + effects.group() + "' is " + covariance + " in its 'terms'");
            }
        }
    }

    /** The square of a standard deviation that ran to 0 has fewer digits than a covariance with it, or none. */
    private static double deviation(double variance) {
        return Math.sqrt(Math.max(variance, Double.MIN_NORMAL));
    }
}
