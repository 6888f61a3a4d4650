package org.glmmsql.optimize;

import org.jspecify.annotations.Nullable;

/**
 * The end of a search: Newton's steps with the Hessian by differences of the gradient, until the decrement says that there is nothing left
 * to gain and the Hessian is the one of the minimum.
 */
final class Finish {
    /** Most searches need one or two; along the curved valleys near singular covariances it takes many. */
    private static final int NEWTON_STEPS = 100;

    /** Steps that gain next to nothing and come no nearer before it is given up: the objective is no smooth one there. */
    private static final int FRUITLESS = 10;

    private static final double GAIN = 1e-4;
    /** A decrement that a slow search still brings down. */
    private static final double FAR = 1e-2;

    private static final int HALVINGS = 30;
    /** Where rounding ends the search before the tolerance, this decrement is still a minimum: half of it is left to gain. */
    private static final double ACCEPTED = 1e-6;
    /** Below this decrement the Hessian of the last step still leads to the minimum. */
    private static final double NEAR = 1e-4;
    /** The decrement of a step that is no longer than those of the differences. */
    private static final double SEEN = 2e-11;
    /** What values may be wrong by, relative: sums over many rows. */
    private static final double NOISE = 1e-13;
    /** Curvature by the metric above which steps of differences are longer than they should be. */
    private static final double COARSE = 100;

    private final Counter f;
    private final double[][] metric;
    private final double tolerance;

    private double[] x;
    private double value;
    private double[] gradient;
    /** Whether the Hessian is as exact as that of the minimum has to be; far from it a rough one leads on as well. */
    private boolean exact;
    /** By which the value at x is below the last one evaluated. */
    private double promised;

    private double jumped = Double.POSITIVE_INFINITY;
    private Curvature curvature;
    private double decrement;
    private int iterations;

    /**
     * @param from a point that was evaluated, the best one
     * @param metric a guess of the inverse Hessian
     * @param near whether the minimum is as near as makes no difference
     * @param iterations so far
     * @param learned the metric of the search, or null
     */
    Finish(
            Counter f,
            double[] from,
            double[][] metric,
            double tolerance,
            boolean near,
            int iterations,
            @Nullable Metric learned) {
        this.f = f;
        this.metric = metric;
        this.tolerance = tolerance;
        this.iterations = iterations;
        x = from.clone();
        value = f.evaluations == 0 ? f.evaluate(x) : f.bestValue;
        gradient = f.bestGradient.clone();
        exact = near;
        // a last step too short to be worth an evaluation of its own: the differences tell the gradient there
        Differences differences = near && learned != null ? jump(learned.next()) : null;
        curvature = new Curvature(
                differences != null ? differences : Differences.at(f.near(x), x, gradient, metric, exact));
        decrement = curvature.decrement(gradient);
    }

    Minimum run() {
        int fruitless = 0;
        for (int step = 0; step < NEWTON_STEPS && fruitless < FRUITLESS; step++) {
            double valueBefore = value;
            double decrementBefore = decrement;
            boolean there = curvature.convex() && decrement < tolerance;
            if (there && exact) {
                // the Hessian has to be the one of the minimum, too
                boolean same = Math.sqrt(decrement) * curvature.skewness() < Minimizer.SAME;
                if (same || !(decrement < jumped)) break;
            }
            if (!(there ? takeHessianAtTheEnd() : step())) break;
            boolean fruit = valueBefore - value > GAIN || decrement < Math.max(FAR, Minimizer.FAST * decrementBefore);
            fruitless = fruit ? 0 : fruitless + 1;
        }
        if (exact && curvature.convex() && curvature.largest > COARSE) {
            // the metric took steps too long to be exact: the Hessian itself is a better one
            double[][] better = curvature.metric();
            if (better != null) curvature = new Curvature(Differences.at(f.near(x), x, gradient, better, true));
            decrement = curvature.decrement(gradient);
        }
        boolean converged =
                value < Double.POSITIVE_INFINITY && curvature.convex() && decrement < Math.max(tolerance, ACCEPTED);
        if (curvature.convex() && decrement < tolerance) takeLastStep();
        value -= promised;
        return new Minimum(
                x, value, gradient, curvature.inCoordinates(), decrement, converged, iterations, f.evaluations);
    }

    /** Goes to a point so near that its value need not be evaluated. @return null, and stays, if that is outside the domain */
    private @Nullable Differences jump(double[] next) {
        Differences differences = Differences.around(f.near(next), next, metric);
        if (differences == null) return null;
        promised += fall(x, gradient, next, differences.gradient());
        x = next;
        gradient = differences.gradient();
        return differences;
    }

    /** The exact Hessian where one more step leads, or here beside the wall of a domain. @return false if that is in hand */
    private boolean takeHessianAtTheEnd() {
        Differences differences = jump(Vectors.minus(x, curvature.direction(gradient)));
        if (differences == null) {
            if (exact) return false;
            differences = Differences.at(f.near(x), x, gradient, metric, true);
            gradient = differences.gradient();
        }
        exact = true;
        jumped = decrement;
        curvature = new Curvature(differences);
        decrement = curvature.decrement(gradient);
        return true;
    }

    /** One Newton step, shortened until it leads down. @return false if it does not */
    private boolean step() {
        double[] direction = curvature.direction(gradient);
        double slope = Vectors.dot(gradient, direction);
        double t = 1;
        for (int halving = 0; halving < HALVINGS; halving++, t /= 2) {
            double[] candidate = x.clone();
            for (int i = 0; i < candidate.length; i++) candidate[i] -= t * direction[i];
            double next = f.evaluate(candidate);
            boolean better = next <= value - 1e-4 * t * slope && next < value
                    // so near, a value is rounding and a gradient is not
                    || t == 1
                            && curvature.convex()
                            && decrement < NEAR
                            && next <= value + NOISE * Math.abs(value)
                            && curvature.decrement(f.gradient) < 0.25 * decrement;
            if (!better) continue;
            moveTo(candidate, next, t == 1);
            return true;
        }
        return false;
    }

    /** @param whole whether the step was not shortened */
    private void moveTo(double[] candidate, double next, boolean whole) {
        iterations++;
        boolean holds = curvature.convex() && whole && decrement < NEAR;
        exact &= holds && Math.sqrt(decrement) * curvature.skewness() < Minimizer.SAME;
        x = candidate;
        value = next;
        promised = 0;
        gradient = f.gradient.clone();
        double before = decrement;
        decrement = curvature.decrement(gradient);
        // in a valley that flattens, the curvature of the last point leads on ever more slowly
        if (!holds || !(decrement < Minimizer.FAST * before)) {
            exact = false;
            curvature = new Curvature(Differences.at(f.near(x), x, gradient, metric, false));
            decrement = curvature.decrement(gradient);
        }
    }

    /**
     * One more step gains less than is asked for, but it may as well be taken; one longer than those of the differences if it does not leave
     * the domain.
     */
    private void takeLastStep() {
        double[] next = Vectors.minus(x, curvature.direction(gradient));
        if (decrement < SEEN || f.near(x).evaluate(next, new double[x.length]) < Double.POSITIVE_INFINITY) {
            x = next;
            value -= decrement / 2;
        }
    }

    /** What the objective falls from a to b by the trapezoid rule: so near that the third derivative adds nothing. */
    private static double fall(double[] a, double[] gradientA, double[] b, double[] gradientB) {
        double fall = 0;
        for (int i = 0; i < a.length; i++) fall += 0.5 * (gradientA[i] + gradientB[i]) * (a[i] - b[i]);
        return fall;
    }
}
