package org.glmmsql.design;

import java.util.BitSet;
import java.util.Map;
import org.glmmsql.formula.Expr;
import org.glmmsql.formula.Expr.Call;
import org.glmmsql.formula.ModelSpec;
import org.glmmsql.frame.ExprCompiler;
import org.glmmsql.frame.Frame;
import org.glmmsql.frame.RowFunction;

/** The rows that say nothing, which a fit leaves out as if they were not there: those of weight 0, and counts of 0 trials. */
final class WeightlessRows {
    private WeightlessRows() {}

    /** @throws org.glmmsql.error.GlmmException COLUMN_TYPE if the weights are no numbers */
    static BitSet of(ModelSpec spec, Frame frame) {
        BitSet weightless = new BitSet();
        if (spec.options().weights() != null) {
            int slot = frame.slot(spec.options().weights());
            add(frame, (rows, i) -> rows.number(slot, i), weightless);
        }
        if (spec.formula().response() instanceof Call call && isCounts(call, spec)) {
            ExprCompiler compiler = new ExprCompiler(frame.variables(), Map.of());
            RowFunction first = compiler.compile(call.argument(0));
            RowFunction second = compiler.compile(call.argument(1));
            // 0 successes of 0 trials; other successes of none are an error
            add(frame, (rows, i) -> Math.abs(first.at(rows, i)) + Math.abs(second.at(rows, i)), weightless);
        }
        return weightless;
    }

    private static void add(Frame frame, RowFunction weight, BitSet weightless) {
        for (int i = 0; i < frame.size(); i++) {
            if (weight.at(frame, i) == 0) {
                weightless.set(i);
            }
        }
    }

    /** {@code cbind(successes, failures)}, or {@code successes / trials} of a binomial model. */
    private static boolean isCounts(Call response, ModelSpec spec) {
        return response.function().equals("cbind")
                || response.function().equals("/")
                        && !(response.argument(1) instanceof Expr.Number)
                        && spec.options().ofTrials();
    }
}
