package org.glmmsql.model;

import org.glmmsql.formula.ModelSpec;
import org.glmmsql.random.RandomLaws;

/** Variances are of grouping factors that there are, of laws that there are, and possible numbers. */
final class VarianceComponentsCheck implements ModelCheck {
    /** Rounding by which a correlation may be beyond 1. */
    private static final double ROUNDING = 1e-6;

    @Override
    public void check(FittedModel model, ModelSpec spec) {
        for (VarCorr v : model.varCorr()) {
            boolean correlated =
                    v.group().equals(VarCorr.RESIDUAL) && spec.options().residual() != null && v.term1() != null;
            boolean residual = v.group().equals(VarCorr.RESIDUAL) && v.term1() == null;
            ModelCheck.require(
                    residual
                            ? v.term2() == null
                            : correlated || v.term1() != null && model.groups().containsKey(v.group()),
                    () -> "its 'varcorr' has a row of '" + v.group() + "', which is no grouping factor of its formula");
            if (residual) {
                ModelCheck.require(
                        !v.isDispersion() || v.law().equals(model.family()),
                        () -> "its 'varcorr' has a residual of '" + v.law() + "', and its family is " + model.family());
            } else {
                RandomLaws.byName(v.law());
            }
            boolean possible = ModelCheck.isSize(v.stdError())
                    && (v.term2() == null
                            ? v.isNamed() || ModelCheck.isSize(v.sdOrCorr()) && ModelCheck.isSize(v.variance())
                            : !(Math.abs(v.sdOrCorr()) > 1 + ROUNDING));
            ModelCheck.require(
                    possible, () -> "its 'varcorr' has an impossible number in a row of '" + v.group() + "'");
        }
    }
}
