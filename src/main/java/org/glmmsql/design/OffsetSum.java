package org.glmmsql.design;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.glmmsql.formula.Expr;
import org.glmmsql.formula.ModelSpec;
import org.glmmsql.formula.PredictorPart;

/** All offsets of a model, those of the formula and the option's, as one expression. */
final class OffsetSum {
    private OffsetSum() {}

    static Optional<Expr> of(ModelSpec spec) {
        List<Expr> offsets = new ArrayList<>(spec.formula().fixed().offsets());
        if (spec.options().offset() != null) {
            offsets.add(new Expr.Variable(spec.options().offset()));
        }
        return of(offsets);
    }

    /** Of one predictor of a model, those of the option with that of the mean. */
    static Optional<Expr> of(ModelSpec spec, String parameter) {
        PredictorPart part = spec.predictors().get(parameter);
        return parameter.equals(PredictorDesign.MEAN) || part == null
                ? of(spec)
                : of(part.fixed().offsets());
    }

    /** The sum of some expressions; empty if there are none. */
    static Optional<Expr> of(List<Expr> offsets) {
        return offsets.stream().reduce((a, b) -> new Expr.Call("+", List.of(a, b)));
    }
}
