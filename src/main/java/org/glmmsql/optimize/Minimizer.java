package org.glmmsql.optimize;

import org.ddogleg.optimization.quasinewton.LineSearchMore94;
import org.ddogleg.optimization.quasinewton.QuasiNewtonBFGS;
import org.ejml.data.DMatrixRMaj;

/**
 * BFGS with a strong Wolfe line search (More and Thuente 1994, as in ddogleg) from a metric the caller knows, ended by Newton steps
 * with the Hessian by differences of the gradient, and judged by the Newton decrement, which no scaling of x changes.
 */
public final class Minimizer {
    /** Points of one line search: where values are infinite or wildly different, it may never end by itself. */
    private static final int TRIALS = 60;

    private static final int ROUNDS = 4;
    /** Decrement and gain that make another round worth while. */
    private static final double UNFINISHED = 1e-2;
    /**
     * Share of the tolerance at which a search is at its end, divided by d: so far from the minimum the Hessian is the one there, and to take
     * it again costs 2 d evaluations.
     */
    private static final double END = 2e-2;
    /** Of the distance at which the Hessian is the same, by the skewness along one direction, the distance that will do in any. */
    private static final double SHARE = 0.25;
    /** Skewness to reckon with where the search showed less: it goes along few directions. */
    private static final double LEAST_SKEWNESS = 0.01;
    /** A decrement from which one step leads to the end. */
    static final double CLOSE = 1e-7;
    /** Distance in values, relative, that the search does not see. */
    private static final double ROUNDING = 1e-14;
    /** Share of the last decrement that a search which converges leaves. */
    static final double FAST = 0.2;
    /** Relative change of a Hessian that counts as none: half of it is in the standard errors. */
    static final double SAME = 2e-6;

    private final double tolerance;
    private final int maxIterations;

    /**
     * @param tolerance of the decrement: twice the distance to the minimum in f that is aimed at
     * @param maxIterations of the quasi-Newton stage
     */
    public Minimizer(double tolerance, int maxIterations) {
        this.tolerance = tolerance;
        this.maxIterations = maxIterations;
    }

    /**
     * @param start a point where the objective is finite
     * @param inverseHessian a guess of the inverse Hessian at the minimum, d x d, positive definite
     */
    public Minimum minimize(Objective objective, double[] start, double[][] inverseHessian) {
        Counter f = new Counter(objective, start.length);
        if (start.length == 0) return new Finish(f, start, inverseHessian, tolerance, true, 0, null).run();
        int iterations = 0;
        double before = f.evaluate(start);
        Metric metric = null;
        for (int round = 0; round < ROUNDS; round++) {
            double[] x = round == 0 ? start.clone() : f.best.clone();
            f.evaluate(x);
            double[][] cautious = cautious(inverseHessian, x, f.gradient);
            metric = new Metric(cautious, x, f.value, f.gradient);
            iterations += quasiNewton(f, x, cautious, metric);
            // a search that ran into a wall has a metric of the wall: it begins again where it got to
            if (metric.decrement() < UNFINISHED || !(f.bestValue < before - UNFINISHED)) break;
            before = f.bestValue;
        }
        boolean near = metric.decrement() < CLOSE;
        return new Finish(f, f.best, inverseHessian, tolerance, near, iterations, metric).run();
    }

    /** Where the quasi-Newton stage alone leads in a few iterations: near enough to see whether it is worth the rest. */
    public double[] approach(Objective objective, double[] start, double[][] inverseHessian, int iterations) {
        return start.length == 0
                ? start
                : descend(objective, start, inverseHessian, iterations).x();
    }

    /** A minimum that is near, by the quasi-Newton stage alone if that will do; an infinite value if the objective is not finite at the start. */
    public Descent lowest(Objective objective, double[] start, double[][] inverseHessian) {
        Descent descent = start.length == 0
                ? new Descent(start, objective.evaluate(start, new double[0]), 0)
                : descend(objective, start, inverseHessian, maxIterations);
        if (descent.converged() || !(descent.value() < Double.POSITIVE_INFINITY)) return descent;
        Minimum minimum = minimize(objective, descent.x(), inverseHessian);
        return new Descent(
                minimum.x(), minimum.value(), minimum.converged() ? 0 : Math.max(CLOSE, minimum.decrement()));
    }

    /** The quasi-Newton stage alone. */
    private Descent descend(Objective objective, double[] start, double[][] inverseHessian, int iterations) {
        Counter f = new Counter(objective, start.length);
        double[] x = start.clone();
        if (!(f.evaluate(x) < Double.POSITIVE_INFINITY))
            return new Descent(x, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);
        double[][] cautious = cautious(inverseHessian, x, f.gradient);
        Metric metric = new Metric(cautious, x, f.value, f.gradient);
        new Minimizer(tolerance, Math.min(iterations, maxIterations)).quasiNewton(f, x, cautious, metric);
        return new Descent(f.best, f.bestValue, metric.decrement());
    }

    /** Runs until the metric promises next to nothing, or as long as steps gain what a Newton step would not do better. */
    private int quasiNewton(Counter f, double[] x, double[][] inverseHessian, Metric metric) {
        int d = x.length;
        QuasiNewtonBFGS bfgs = new QuasiNewtonBFGS(new LineSearchMore94().setConvergence(1e-3, 0.9, 0.1));
        bfgs.setFunction(f, Double.NEGATIVE_INFINITY);
        bfgs.setConvergence(0, 0);
        bfgs.initialize(x);
        // after initialize, which sets the identity
        bfgs.setInitialHInv(new DMatrixRMaj(inverseHessian));
        double last = f.bestValue;
        double before = Double.POSITIVE_INFINITY;
        int iterations = 0;
        int trials = 0;
        int small = 0;
        try {
            while (iterations < maxIterations && trials < TRIALS) {
                boolean done = bfgs.iterate();
                trials++;
                if (bfgs.isUpdatedParameters()) {
                    iterations++;
                    trials = 0;
                    metric.moveTo(f.best, f.bestValue, f.bestGradient);
                    double decrement = metric.decrement();
                    if (iterations > 1 && atTheEnd(metric, before, f.bestValue, d)) break;
                    // updates that gain next to nothing and do not come nearer fast: it is Newton's turn
                    if (iterations > 1
                            && last - f.bestValue < 1e-4
                            && !(decrement < FAST * before)
                            && ++small > d / 4 + 2) break;
                    last = f.bestValue;
                    before = decrement;
                }
                if (done) break;
            }
        } catch (RuntimeException e) {
            // ddogleg throws where its line search finds no better point, which may be rounding: the best one seen goes
            // on to the Newton
            // steps, which judge it. What the objective throws is none of that.
            if (f.broken) throw e;
        }
        return iterations;
    }

    /** Whether one more step of the metric, as good as the last one, ends where the Hessian is the one of the minimum. */
    private boolean atTheEnd(Metric metric, double before, double value, int d) {
        double decrement = metric.decrement();
        double next = decrement < before ? decrement * decrement / before : decrement;
        // that of a quadratic is rounding
        double same = SHARE * SAME / Math.max(metric.skewness(), LEAST_SKEWNESS);
        return Math.min(next, decrement) < END / d * tolerance
                || decrement < CLOSE && next < same * same
                || decrement < ROUNDING * Math.abs(value);
    }

    /** The metric, shrunk so that its first step moves no coordinate by more than its own size (or 1): it is but a guess. */
    private static double[][] cautious(double[][] inverseHessian, double[] x, double[] gradient) {
        double factor = 1;
        for (int i = 0; i < x.length; i++) {
            double step = Math.abs(Vectors.dot(inverseHessian[i], gradient));
            double largest = Math.max(1, Math.abs(x[i]));
            if (step * factor > largest) factor = largest / step;
        }
        double[][] metric = new double[x.length][x.length];
        for (int i = 0; i < x.length; i++)
            for (int k = 0; k < x.length; k++) metric[i][k] = factor * inverseHessian[i][k];
        return metric;
    }
}
