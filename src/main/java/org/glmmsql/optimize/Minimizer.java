package org.glmmsql.optimize;

import java.util.Arrays;
import org.ddogleg.optimization.functions.GradientLineFunction;
import org.ddogleg.optimization.quasinewton.LineSearchMore94;
import org.ddogleg.optimization.quasinewton.QuasiNewtonBFGS;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.MatrixFeatures_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;
import org.jspecify.annotations.Nullable;

/**
 * BFGS with a strong Wolfe line search (More and Thuente 1994, as in ddogleg) from a metric the caller knows, ended by Newton steps
 * with the Hessian by differences of the gradient, and judged by the Newton decrement, which no scaling of x changes.
 */
public final class Minimizer {
    /** Most searches need one or two; along the curved valleys near singular covariances it takes many. */
    private static final int NEWTON_STEPS = 100;

    /** Points of one line search: where values are infinite or wildly different, it may never end by itself. */
    private static final int TRIALS = 60;

    private static final int ROUNDS = 4;
    /** Decrement and gain that make another round worth while. */
    private static final double UNFINISHED = 1e-2;

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
        if (start.length == 0) return polish(f, start.clone(), inverseHessian, true, 0, null);
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
        return polish(f, f.best, inverseHessian, metric.decrement() < CLOSE, iterations, metric);
    }

    /** Where the quasi-Newton stage alone leads in a few iterations: near enough to see whether it is worth the rest. */
    public double[] approach(Objective objective, double[] start, double[][] inverseHessian, int iterations) {
        Counter f = new Counter(objective, start.length);
        double[] x = start.clone();
        if (x.length == 0 || !(f.evaluate(x) < Double.POSITIVE_INFINITY)) return x;
        double[][] cautious = cautious(inverseHessian, x, f.gradient);
        new Minimizer(tolerance, Math.min(iterations, maxIterations))
                .quasiNewton(f, x, cautious, new Metric(cautious, x, f.value, f.gradient));
        return f.best;
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
            double step = Math.abs(dot(inverseHessian[i], gradient));
            double largest = Math.max(1, Math.abs(x[i]));
            if (step * factor > largest) factor = largest / step;
        }
        double[][] metric = new double[x.length][x.length];
        for (int i = 0; i < x.length; i++)
            for (int k = 0; k < x.length; k++) metric[i][k] = factor * inverseHessian[i][k];
        return metric;
    }

    /** @param near whether the minimum is as near as makes no difference */
    private Minimum polish(
            Counter f, double[] from, double[][] metric, boolean near, int iterations, @Nullable Metric learned) {
        int d = from.length;
        double[] x = from.clone();
        double value = f.evaluations == 0 ? f.evaluate(x) : f.bestValue;
        double[] gradient = f.bestGradient.clone();
        // far from the minimum a rough Hessian leads on as well as an exact one
        boolean exact = near;
        // by which the value at x is below the last one evaluated
        double promised = 0;
        double jumped = Double.POSITIVE_INFINITY;
        Differences differences = null;
        if (near && learned != null) {
            // a last step too short to be worth an evaluation of its own: the differences tell the gradient there
            double[] next = learned.next();
            differences = Differences.around(f.near(next), next, metric);
            if (differences != null) {
                promised = fall(x, gradient, next, differences.gradient());
                x = next;
                gradient = differences.gradient();
            }
        }
        if (differences == null) differences = Differences.at(f.near(x), x, gradient, metric, exact);
        Curvature curvature = new Curvature(differences);
        double decrement = curvature.decrement(gradient);
        for (int step = 0; step < NEWTON_STEPS; step++) {
            boolean there = curvature.convex() && decrement < tolerance;
            if (there && exact) {
                // the Hessian has to be the one of the minimum, too
                boolean same = Math.sqrt(decrement) * curvature.skewness() < SAME;
                if (same || !(decrement < jumped)) break;
            }
            if (there) {
                double[] next = minus(x, curvature.direction(gradient));
                differences = Differences.around(f.near(next), next, metric);
                // beside the wall of a domain it stays where it is
                if (differences == null && exact) break;
                if (differences == null) differences = Differences.at(f.near(x), x, gradient, metric, true);
                else {
                    promised += fall(x, gradient, next, differences.gradient());
                    x = next;
                }
                exact = true;
                jumped = decrement;
                gradient = differences.gradient();
                curvature = new Curvature(differences);
                decrement = curvature.decrement(gradient);
                continue;
            }
            double[] direction = curvature.direction(gradient);
            double slope = dot(gradient, direction);
            double[] candidate = x;
            double next = Double.POSITIVE_INFINITY;
            boolean better = false;
            double t = 1;
            for (int halving = 0; halving < HALVINGS; halving++, t /= 2) {
                candidate = x.clone();
                for (int i = 0; i < d; i++) candidate[i] -= t * direction[i];
                next = f.evaluate(candidate);
                better = next <= value - 1e-4 * t * slope && next < value
                        // so near, a value is rounding and a gradient is not
                        || t == 1
                                && curvature.convex()
                                && decrement < NEAR
                                && next <= value + NOISE * Math.abs(value)
                                && curvature.decrement(f.gradient) < 0.25 * decrement;
                if (better) break;
            }
            if (!better) break;
            iterations++;
            boolean holds = curvature.convex() && t == 1 && decrement < NEAR;
            exact &= holds && Math.sqrt(decrement) * curvature.skewness() < SAME;
            x = candidate;
            value = next;
            promised = 0;
            gradient = f.gradient.clone();
            double before = decrement;
            decrement = curvature.decrement(gradient);
            // in a valley that flattens, the curvature of the last point leads on ever more slowly
            if (!holds || !(decrement < FAST * before)) {
                exact = false;
                curvature = new Curvature(Differences.at(f.near(x), x, gradient, metric, false));
                decrement = curvature.decrement(gradient);
            }
        }
        if (exact && curvature.convex() && curvature.largest > COARSE) {
            // the metric took steps too long to be exact: the Hessian itself is a better one
            double[][] better = curvature.metric();
            if (better != null) curvature = new Curvature(Differences.at(f.near(x), x, gradient, better, true));
            decrement = curvature.decrement(gradient);
        }
        boolean converged =
                value < Double.POSITIVE_INFINITY && curvature.convex() && decrement < Math.max(tolerance, ACCEPTED);
        if (curvature.convex() && decrement < tolerance) {
            // one more step gains less than is asked for, but it may as well be taken; one longer than those of the
            // differences if
            // it does not leave the domain
            double[] next = minus(x, curvature.direction(gradient));
            if (decrement < SEEN || f.near(x).evaluate(next, new double[d]) < Double.POSITIVE_INFINITY) {
                x = next;
                value -= decrement / 2;
            }
        }
        value -= promised;
        return new Minimum(
                x, value, gradient, curvature.inCoordinates(), decrement, converged, iterations, f.evaluations);
    }

    /** Where rounding ends the search before the tolerance, this decrement is still a minimum: half of it is left to gain. */
    private static final double ACCEPTED = 1e-6;

    /** Below this decrement the Hessian of the last step still leads to the minimum. */
    private static final double NEAR = 1e-4;

    /**
     * Share of the tolerance at which a search is at its end, divided by d: so far from the minimum the Hessian is the one there, and to take
     * it again costs 2 d evaluations.
     */
    private static final double END = 2e-2;
    /** Of the distance at which the Hessian is the same, by the skewness along one direction, the distance that will do in any. */
    private static final double SHARE = 0.25;
    /** The decrement of a step that is no longer than those of the differences. */
    private static final double SEEN = 2e-11;
    /** Skewness to reckon with where the search showed less: it goes along few directions. */
    private static final double LEAST_SKEWNESS = 0.01;
    /** A decrement from which one step leads to the end. */
    private static final double CLOSE = 1e-7;
    /** Distance in values, relative, that the search does not see. */
    private static final double ROUNDING = 1e-14;
    /** What values may be wrong by, relative: sums over many rows. */
    private static final double NOISE = 1e-13;

    private static final int HALVINGS = 30;
    /** Share of the last decrement that a search which converges leaves. */
    private static final double FAST = 0.2;
    /** Relative change of a Hessian that counts as none: half of it is in the standard errors. */
    private static final double SAME = 2e-6;
    /** Curvature by the metric above which steps of differences are longer than they should be. */
    private static final double COARSE = 100;

    /**
     * A Hessian by its eigenvectors in the coordinates of a metric; directions without curvature (a variance of 0 takes its correlations
     * with it) are left alone.
     */
    private static final class Curvature {
        /** Relative to the largest eigenvalue: below it there is no curvature but the rounding of the differences. */
        private static final double FLAT = 4e-9;

        private final Differences differences;
        private final double[] values;
        private final double[][] vectors;
        private final double largest;

        Curvature(Differences differences) {
            this.differences = differences;
            DMatrixRMaj matrix = differences.hessian();
            int d = matrix.numRows;
            values = new double[d];
            vectors = new double[d][];
            double max = 0;
            if (d > 0) {
                EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(d, true, true);
                if (MatrixFeatures_DDRM.hasUncountable(matrix) || !eigen.decompose(matrix.copy()))
                    Arrays.fill(values, Double.NaN);
                else
                    for (int i = 0; i < d; i++) {
                        values[i] = eigen.getEigenvalue(i).getReal();
                        vectors[i] = eigen.getEigenVector(i).data.clone();
                        max = Math.max(max, Math.abs(values[i]));
                    }
            }
            largest = max;
        }

        double[][] inCoordinates() {
            return differences.inCoordinates();
        }

        /** Relative change of the curvature of any direction that a step of one standard error makes, at most. */
        double skewness() {
            double least = largest;
            for (double v : values) if (v > 1e-4 * largest) least = Math.min(least, v);
            return differences.skewness() / Math.max(least, Double.MIN_NORMAL);
        }

        boolean convex() {
            for (double v : values) if (!(v >= -FLAT * largest)) return false;
            return true;
        }

        /** The inverse Hessian, null if a direction has no curvature. */
        double @Nullable [][] metric() {
            int d = values.length;
            double[][] result = new double[d][d];
            for (int i = 0; i < d; i++) {
                if (!(values[i] > FLAT * largest)) return null;
                double[] v = differences.fromMetric(vectors[i]);
                for (int k = 0; k < d; k++) for (int l = 0; l < d; l++) result[k][l] += v[k] * v[l] / values[i];
            }
            return result;
        }

        /** g' H^-1 g over the directions with curvature. */
        double decrement(double[] gradient) {
            double[] g = differences.toMetric(gradient);
            double sum = 0;
            // a slope without any curvature has no end
            if (largest == 0 && dot(g, g) > 0) return Double.POSITIVE_INFINITY;
            for (int i = 0; i < values.length; i++) {
                if (Double.isNaN(values[i])) return Double.NaN;
                if (Math.abs(values[i]) <= FLAT * largest) continue;
                double component = dot(vectors[i], g);
                sum += component * component / Math.abs(values[i]);
            }
            return sum;
        }

        /** |H|^-1 g: Newton's direction, made one of descent; along negative curvature some way at least, to leave a saddle. */
        double[] direction(double[] gradient) {
            double[] g = differences.toMetric(gradient);
            double[] direction = new double[g.length];
            for (int i = 0; i < values.length; i++) {
                if (!(Math.abs(values[i]) > FLAT * largest)) continue;
                double along = dot(vectors[i], g) / Math.abs(values[i]);
                if (values[i] < 0 && Math.abs(along) < 0.3) along = along < 0 ? -0.3 : 0.3;
                for (int k = 0; k < g.length; k++) direction[k] += along * vectors[i][k];
            }
            return differences.fromMetric(direction);
        }
    }

    /** What the objective falls from a to b by the trapezoid rule: so near that the third derivative adds nothing. */
    private static double fall(double[] a, double[] gradientA, double[] b, double[] gradientB) {
        double fall = 0;
        for (int i = 0; i < a.length; i++) fall += 0.5 * (gradientA[i] + gradientB[i]) * (a[i] - b[i]);
        return fall;
    }

    private static double[] minus(double[] a, double[] b) {
        double[] result = a.clone();
        for (int i = 0; i < a.length; i++) result[i] -= b[i];
        return result;
    }

    private static double dot(double[] a, double[] b) {
        double s = 0;
        for (int i = 0; i < a.length; i++) s += a[i] * b[i];
        return s;
    }

    /** The objective for ddogleg: value and gradient in one evaluation, counted, the best point kept. */
    private static final class Counter implements GradientLineFunction {
        private final Objective objective;
        private final int d;
        final double[] gradient;
        private final double[] input;
        private double value = Double.NaN;
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
            lineSlope = Math.abs(dot(bestGradient, direction));
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
            return evaluate(current) < Double.POSITIVE_INFINITY ? dot(gradient, lineDirection) : lineSlope;
        }
    }
}
