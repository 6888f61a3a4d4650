package org.glmmsql.optimize;

import java.util.Arrays;
import org.ddogleg.optimization.functions.GradientLineFunction;
import org.jspecify.annotations.Nullable;

/** The objective for ddogleg: value and gradient in one evaluation, counted, the best point kept. */
final class Counter implements GradientLineFunction {
    private final Objective objective;
    private final int d;
    final double[] gradient;
    private final double[] input;
    double value = Double.NaN;
    int evaluations;
    /** Whether the objective threw an exception. */
    boolean broken;

    double[] best;
    double[] bestGradient;
    double bestValue = Double.POSITIVE_INFINITY;
    private double @Nullable [] lineStart;
    private double @Nullable [] lineDirection;
    private double lineValue;
    private double lineSlope;
    private final double[] current;

    Counter(Objective objective, int d) {
        this.objective = objective;
        this.d = d;
        this.gradient = new double[d];
        this.input = new double[d];
        this.current = new double[d];
        this.best = new double[d];
        this.bestGradient = new double[d];
    }

    /** Counted, but no point of the search. */
    Objective near(double[] x) {
        Objective near = objective.near(x);
        return (at, to) -> {
            evaluations++;
            return near.evaluate(at, to);
        };
    }

    double evaluate(double[] x) {
        if (evaluations > 0 && Arrays.equals(x, input)) return value;
        evaluations++;
        System.arraycopy(x, 0, input, 0, d);
        broken = true;
        value = objective.evaluate(x, gradient);
        broken = false;
        if (value < bestValue) {
            bestValue = value;
            best = x.clone();
            bestGradient = gradient.clone();
        }
        return value;
    }

    @Override
    public int getN() {
        return d;
    }

    @Override
    public void setInput(double[] x) {
        System.arraycopy(x, 0, current, 0, d);
    }

    @Override
    public void setLine(double[] start, double[] direction) {
        lineStart = start;
        lineDirection = direction;
        lineValue = bestValue;
        lineSlope = Math.abs(Vectors.dot(bestGradient, direction));
    }

    @Override
    public void setInput(double step) {
        for (int i = 0; i < d; i++) current[i] = lineStart[i] + step * lineDirection[i];
    }

    @Override
    public double[] getCurrentState() {
        return current;
    }

    @Override
    public double computeFunction() {
        double f = evaluate(current);
        return f < Double.POSITIVE_INFINITY ? f : lineValue + 1e-9 * Math.max(1, Math.abs(lineValue));
    }

    @Override
    public void computeGradient(double[] to) {
        evaluate(current);
        System.arraycopy(gradient, 0, to, 0, d);
    }

    /** Outside the domain as steep uphill as it went down at the start of the line: the search then halves its step. */
    @Override
    public double computeDerivative() {
        return evaluate(current) < Double.POSITIVE_INFINITY ? Vectors.dot(gradient, lineDirection) : lineSlope;
    }
}
