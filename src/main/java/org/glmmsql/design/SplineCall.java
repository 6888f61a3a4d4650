package org.glmmsql.design;

import java.util.Arrays;
import java.util.List;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;
import org.glmmsql.formula.Expr;
import org.glmmsql.formula.Expr.Call;
import org.glmmsql.frame.ExprCompiler;
import org.glmmsql.frame.Frame;
import org.glmmsql.frame.RowFunction;
import org.glmmsql.frame.SplineBasis;

/** {@code ns(x, df)}, natural cubic splines, or {@code bs(x, df [, degree = 3])}, with knots at quantiles of x as R has them. */
record SplineCall(Expr x, boolean natural, int df, int degree) implements DataCall {
    private static final int MOST = 50;

    static SplineCall of(Call call) {
        boolean natural = call.function().equals("ns");
        double df = Double.NaN;
        double degree = Double.NaN;
        for (Expr argument : call.arguments().subList(1, call.arity())) {
            Expr value = argument;
            String name = Double.isNaN(df) ? "df" : "degree";
            if (argument instanceof Expr.Named named) {
                value = named.value();
                name = named.name();
            }
            if (name.equals("df") && Double.isNaN(df) && value instanceof Expr.Number number) {
                df = number.value();
            } else if (name.equals("degree") && Double.isNaN(degree) && value instanceof Expr.Number number) {
                degree = number.value();
            } else {
                throw misread(call, argument.text());
            }
        }
        degree = Double.isNaN(degree) ? 3 : degree;
        double fewest = natural ? 1 : degree;
        boolean whole = df == Math.rint(df) && degree == Math.rint(degree);
        if (!(whole && degree >= 1 && degree <= MOST && df >= fewest && df <= MOST)) {
            throw misread(call, "df " + df + (natural ? "" : " with degree " + degree));
        }
        return new SplineCall(call.argument(0), natural, (int) df, (int) degree);
    }

    private static GlmmException misread(Call call, String found) {
        return new GlmmException(
                ErrorCode.SYNTAX,
                "found " + found + " in " + call.text()
                        + ", expected ns(x, df) with a whole number from 1 to " + MOST
                        + ", or bs(x, df, degree = 3) with df no less than degree");
    }

    /** The ends of x, and the knots between them. */
    @Override
    public int constants() {
        return 2 + (natural ? df - 1 : df - degree);
    }

    @Override
    public List<Double> learn(ExprCompiler compiler, Frame frame) {
        RowFunction value = compiler.compile(x);
        double[] sorted = new double[frame.size()];
        for (int i = 0; i < sorted.length; i++) {
            sorted[i] = value.at(frame, i);
        }
        Arrays.sort(sorted);
        Double[] constants = new Double[constants()];
        constants[0] = quantile(sorted, 0);
        constants[1] = quantile(sorted, 1);
        for (int k = 2; k < constants.length; k++) {
            constants[k] = quantile(sorted, (k - 1.0) / (constants.length - 1));
        }
        return List.of(constants);
    }

    /** Linear between order statistics, the first at 0 and the last at 1 (R's type 7). */
    private static double quantile(double[] sorted, double p) {
        if (sorted.length == 0) {
            return 0;
        }
        double place = p * (sorted.length - 1);
        int below = (int) Math.floor(place + 4 * Math.ulp(place));
        double part = Math.max(0, place - below);
        double low = sorted[below];
        return part == 0 || below + 1 == sorted.length ? low : low + part * (sorted[below + 1] - low);
    }

    @Override
    public boolean isPossible(List<Double> constants) {
        return constants.get(1) >= constants.get(0)
                && constants.stream().skip(2).allMatch(k -> k >= constants.get(0) && k <= constants.get(1));
    }

    SplineBasis basis(List<Double> constants) {
        return new SplineBasis(constants, degree, natural);
    }
}
