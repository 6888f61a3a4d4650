package org.glmmsql.model;

import java.util.HashSet;
import java.util.List;
import java.util.function.DoublePredicate;
import org.glmmsql.formula.ModelSpec;
import org.glmmsql.formula.RandomPart;
import org.glmmsql.random.RandomLaw;
import org.glmmsql.random.RandomLaws;

/** The random effects kept are those of the formula's random terms, of levels that differ, and finite. Sizes are those of {@link ModelReader}. */
final class RandomEffectsCheck implements ModelCheck {
    private static final double ROUNDING = 1e-6;

    @Override
    public void check(FittedModel model, ModelSpec spec) {
        List<RandomPart> parts = spec.random();
        int found = model.randomEffects().size();
        ModelCheck.require(
                found == 0 || found == parts.size(),
                () -> "it has " + found + " random terms in 'ranef', and " + parts.size() + " in its formula");
        for (int t = 0; t < found; t++) {
            check(model, model.randomEffects().get(t), parts.get(t));
        }
    }

    private static void check(FittedModel model, RandomEffects effects, RandomPart part) {
        String group = effects.group();
        ModelCheck.require(
                group.equals(part.group()) && effects.covariance().equals(part.covariance()),
                () -> "its 'ranef' has the " + effects.covariance() + " effects of '" + group + "', and its formula "
                        + part.covariance() + " ones of '" + part.group() + "'");
        RandomLaw law = RandomLaws.byName(effects.law());
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
        sigma(effects, law);
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

    private static void sigma(RandomEffects effects, RandomLaw law) {
        double[] sigma = effects.sigma();
        int q = effects.terms().size();
        for (int i = 0; i < q; i++) {
            double variance = sigma[i * q + i];
            ModelCheck.require(
                    Double.isFinite(variance) && variance >= 0,
                    () -> "a variance of '" + effects.group() + "' is " + variance + " in its 'ranef'");
            for (int j = 0; j < i; j++) {
                double covariance = sigma[i * q + j];
                double most = Math.sqrt(variance) * Math.sqrt(sigma[j * q + j]) * (1 + ROUNDING);
                ModelCheck.require(
                        Math.abs(covariance) <= most
                                && Math.abs(covariance - sigma[j * q + i]) <= ROUNDING * most
                                && !(law.dependsOnTheta() && covariance != 0),
                        () -> "a covariance of '" + effects.group() + "' is " + covariance + " in its 'ranef'");
            }
        }
    }
}
