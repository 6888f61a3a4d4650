package org.glmmsql.model;

import java.util.List;
import org.glmmsql.design.StoredDesign;
import org.glmmsql.formula.ModelSpec;

/** The recipe makes of new rows exactly the columns that there are estimates for. */
final class DesignCheck implements ModelCheck {
    /** Of a parameter that the model text says nothing of. */
    private static final String INTERCEPT = "(Intercept)";

    @Override
    public void check(FittedModel model, ModelSpec spec) {
        if (model.status() != Status.OK && model.fixed().isEmpty()) {
            ModelCheck.require(
                    model.varCorr().isEmpty() && model.randomEffects().isEmpty(),
                    () -> "it has random effects, and no fixed ones");
            return;
        }
        List<String> fixed = terms(model.fixed());
        List<List<String>> random =
                model.randomEffects().stream().map(RandomEffects::terms).toList();
        StoredDesign design = StoredDesign.of(spec, model.recipe());
        same("fixef", fixed, design.fixedNames(fixed.size()));
        for (int t = 0; t < random.size(); t++) {
            same("ranef", random.get(t), design.randomNames(t, random.get(t).size()));
        }
        for (Component component : model.components()) {
            List<String> names = terms(component.coefficients());
            String parameter = component.parameter();
            boolean constant = !spec.options().predictors().containsKey(parameter);
            same(parameter, names, constant ? List.of(INTERCEPT) : design.names(parameter, names.size()));
        }
    }

    private static List<String> terms(List<Coefficient> coefficients) {
        return coefficients.stream().map(Coefficient::term).toList();
    }

    private static void same(String member, List<String> found, List<String> expected) {
        ModelCheck.require(
                found.equals(expected),
                () -> "the terms of its '" + member + "' are not those that its formula and recipe make");
    }
}
