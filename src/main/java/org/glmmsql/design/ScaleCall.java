package org.glmmsql.design;

import java.util.List;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;
import org.glmmsql.formula.Expr;
import org.glmmsql.formula.Expr.Call;
import org.glmmsql.frame.ExprCompiler;
import org.glmmsql.frame.Frame;
import org.glmmsql.frame.RowFunction;

/** {@code scale(x [, center = TRUE] [, scale = TRUE])}. */
record ScaleCall(Expr x, boolean center, boolean scale) implements DataCall {
    static ScaleCall of(Call call) {
        boolean[] flags = {true, true};
        boolean[] given = new boolean[2];
        for (int i = 1; i < call.arity(); i++) {
            Expr argument = call.argument(i);
            int flag = i - 1;
            if (argument instanceof Expr.Named named) {
                flag = List.of("center", "scale").indexOf(named.name());
                argument = named.value();
            }
            if (flag < 0 || given[flag] || !(argument instanceof Expr.Logical logical)) {
                throw new GlmmException(
                        ErrorCode.SYNTAX,
                        "found " + call.argument(i).text() + " in " + call.text()
                                + ", expected scale(x), scale(x, center = FALSE) or scale(x, scale = FALSE)");
            }
            flags[flag] = logical.value();
            given[flag] = true;
        }
        return new ScaleCall(call.argument(0), flags[0], flags[1]);
    }

    @Override
    public int constants() {
        return 2;
    }

    @Override
    public boolean isPossible(List<Double> constants) {
        return constants.get(1) >= 0;
    }

    /** Mean and standard deviation (root mean square if not centred) over a frame; the scale is 0 for a constant. */
    @Override
    public List<Double> learn(ExprCompiler compiler, Frame frame) {
        RowFunction value = compiler.compile(x);
        int n = frame.size();
        double mean = 0;
        for (int i = 0; i < n; i++) {
            mean += (value.at(frame, i) - mean) / (i + 1);
        }
        double centre = center ? mean : 0;
        if (!scale) {
            return List.of(centre, 1.0);
        }
        double sum = 0;
        for (int i = 0; i < n; i++) {
            double deviation = value.at(frame, i) - centre;
            sum += deviation * deviation;
        }
        return List.of(centre, n > 1 ? Math.sqrt(sum / (n - 1)) : 0.0);
    }
}
