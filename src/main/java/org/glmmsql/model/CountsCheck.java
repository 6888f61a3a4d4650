package org.glmmsql.model;

import java.util.List;
import java.util.Map;
import org.glmmsql.formula.ModelSpec;
import org.glmmsql.formula.RandomPart;

/** Numbers of rows, parameters, steps and levels are numbers of something; the grouping factors are those of the formula. */
final class CountsCheck implements ModelCheck {
    @Override
    public void check(FittedModel model, ModelSpec spec) {
        count("nobs", model.nobs());
        count("n_dropped", model.nDropped());
        count("npar", model.npar());
        count("iterations", model.convergence().iterations());
        count("evaluations", model.convergence().evaluations());
        ModelCheck.require(ModelCheck.isSize(model.sigma()), () -> "its 'sigma' is " + model.sigma());
        for (Map.Entry<String, Integer> group : model.groups().entrySet()) {
            count("groups", group.getValue());
            ModelCheck.require(
                    group.getValue() <= model.nobs(),
                    () -> "its grouping factor '" + group.getKey() + "' has " + group.getValue() + " levels in "
                            + model.nobs() + " rows");
        }
        List<String> expected =
                spec.random().stream().map(RandomPart::group).distinct().toList();
        List<String> found = List.copyOf(model.groups().keySet());
        ModelCheck.require(
                found.equals(expected),
                () -> "its 'groups' are " + found + ", and the grouping factors of its formula " + expected);
    }

    private static void count(String member, long number) {
        ModelCheck.require(number >= 0, () -> "its '" + member + "' is " + number);
    }
}
