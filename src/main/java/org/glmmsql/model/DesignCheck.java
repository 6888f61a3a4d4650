package org.glmmsql.model;

import java.util.List;
import org.glmmsql.design.StoredDesign;
import org.glmmsql.design.TermColumns;
import org.glmmsql.formula.ModelSpec;

/** The recipe makes of new rows exactly the columns that there are estimates for. */
final class DesignCheck implements ModelCheck {
    @Override
    public void check(FittedModel model, ModelSpec spec) {
        if (model.status() != Status.OK && model.components().isEmpty()) {
            ModelCheck.require(
                    model.varCorr().isEmpty()
                            && model.terms().isEmpty()
                            && model.randomEffects().isEmpty(),
                    () -> "it has random effects, and no fixed ones");
            return;
        }
        StoredDesign design = StoredDesign.of(spec, model.recipe());
        for (Component component : model.components()) {
            List<String> names =
                    component.coefficients().stream().map(Coefficient::term).toList();
            TermColumns columns = design.columns(component.parameter(), names.size());
            same("coefficients", names, columns.names());
            same("terms", component.terms(), columns.terms());
            same("assign", component.assign(), columns.assign());
        }
        ModelCheck.require(
                model.terms().size() == spec.random().size(),
                () -> "it has " + model.terms().size() + " random terms, and its formula "
                        + spec.random().size());
        for (int t = 0; t < spec.random().size(); t++) {
            List<String> columns = model.terms().get(t).columns();
            same("columns", columns, design.randomNames(t, columns.size()));
        }
    }

    private static void same(String member, List<?> found, List<?> expected) {
        ModelCheck.require(
                found.equals(expected), () -> "its '" + member + "' are not those that its formula and recipe make");
    }
}
