package org.glmmsql.design;

import java.util.List;
import java.util.Optional;
import org.glmmsql.formula.Expr.Call;
import org.glmmsql.frame.ExprCompiler;
import org.glmmsql.frame.Frame;

/** A call that takes numbers from the rows of the fit, which a recipe keeps so that new rows are coded alike. */
interface DataCall {
    /** @throws org.glmmsql.error.GlmmException SYNTAX for arguments that it does not take; empty for a call of another kind */
    static Optional<DataCall> of(Call call) {
        return switch (call.function()) {
            case "poly" -> Optional.of(PolyCall.of(call));
            case "scale" -> Optional.of(ScaleCall.of(call));
            case "ns", "bs" -> Optional.of(SplineCall.of(call));
            default -> Optional.empty();
        };
    }

    /** How many numbers it takes; it may take none. */
    int constants();

    /** These numbers. */
    List<Double> learn(ExprCompiler compiler, Frame frame);

    /** Whether so many finite numbers may be these. */
    boolean isPossible(List<Double> constants);
}
