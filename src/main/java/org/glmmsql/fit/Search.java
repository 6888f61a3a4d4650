package org.glmmsql.fit;

import java.util.List;
import java.util.function.Supplier;
import org.glmmsql.optimize.Minimizer;
import org.glmmsql.optimize.Minimum;
import org.glmmsql.optimize.Objective;

/**
 * The search for a maximum that is not content with any end: one that did not converge, or lies below a value that the model is known
 * to reach, is followed by searches from other starts, and the highest point counts.
 */
final class Search {
    /** Log-likelihood by which a maximum may be below the floor: rounding of the two. */
    private static final double SLACK = 1e-6;

    /** Of a search that only looks where it leads. */
    private static final int ITERATIONS = 20;
    /** Log-likelihood that it may leave to gain. */
    private static final double WITHIN = 0.1;

    private final Minimizer minimizer;
    private final Objective objective;
    private final double[][] metric;
    /** What the maximum cannot be below, as far as anybody asked. */
    private double least = Double.NEGATIVE_INFINITY;

    /** A decrement that no step down follows: a spike of an approximation, not the way to a maximum. */
    private static final double SPIKE = 0.05;
    /** Searches that end on spikes before others are not tried. */
    private static final int ENOUGH = 2;

    private int spikes;
    private int iterations;
    private int evaluations;

    /** @param objective minus the log-likelihood */
    Search(Minimizer minimizer, Objective objective, double[][] metric) {
        this.minimizer = minimizer;
        this.objective = objective;
        this.metric = metric;
    }

    /**
     * @param floor a value that the maximum cannot be below; asked for when a first search gives reason to
     * @param others where to search if the first end will not do, one after the other until one will
     */
    Minimum run(double[] start, double close, Supplier<Double> floor, List<Supplier<double[]>> others) {
        Minimum best = from(start);
        if (best.converged() && -best.value() > close) return best;
        least = floor.get();
        for (Supplier<double[]> other : others) {
            if (best.converged() && -best.value() >= least - SLACK || spikes >= ENOUGH) break;
            Minimum next = from(other.get());
            if (better(next, best)) best = next;
        }
        return counted(best);
    }

    /**
     * The highest of an end and those of searches from other starts, as far as these get near it.
     *
     * @param rough has the same maxima, about, and costs less: where they are is seen on it
     */
    Minimum highest(Minimum best, Objective rough, List<double[]> others) {
        if (others.isEmpty() || !best.converged() && spikes >= ENOUGH) return best;
        double[] gradient = new double[metric.length];
        boolean same = rough == objective;
        double known = same ? best.value() : rough.evaluate(approach(rough, best.x()), gradient);
        for (double[] other : others) {
            if (!best.converged() && spikes >= ENOUGH) break;
            double[] near = approach(rough, other);
            double value = rough.evaluate(near, gradient);
            if (!(value < (best.converged() ? known - SLACK : known + WITHIN))) continue;
            Minimum next = from(near);
            // what rises without end is no maximum, and makes none of another one
            if (best.converged() && !(next.converged() && next.value() < best.value() - SLACK)) continue;
            if (!better(next, best)) continue;
            best = next;
            known = Math.min(known, same ? best.value() : value);
        }
        return counted(best);
    }

    private double[] approach(Objective rough, double[] start) {
        return minimizer.approach(rough, start, metric, ITERATIONS);
    }

    /** With all that it took to find it; below what is known no end is a maximum. */
    private Minimum counted(Minimum best) {
        return new Minimum(
                best.x(),
                best.value(),
                best.gradient(),
                best.hessian(),
                best.decrement(),
                best.converged() && -best.value() >= least - SLACK,
                iterations,
                evaluations);
    }

    /** Higher, or as high and at an end. */
    private static boolean better(Minimum next, Minimum best) {
        if (!(next.value() < Double.POSITIVE_INFINITY)) return false;
        if (!(best.value() < Double.POSITIVE_INFINITY)) return true;
        if (next.converged() && isSpike(best)) return true;
        if (next.converged() == best.converged()) return next.value() < best.value();
        return next.converged() ? next.value() <= best.value() + SLACK : next.value() < best.value() - SLACK;
    }

    private static boolean isSpike(Minimum minimum) {
        return minimum.value() < Double.POSITIVE_INFINITY && !minimum.converged() && !(minimum.decrement() < SPIKE);
    }

    private Minimum from(double[] start) {
        Minimum minimum = minimizer.minimize(objective, start, metric);
        iterations += minimum.iterations();
        evaluations += minimum.evaluations();
        if (isSpike(minimum)) spikes++;
        return minimum;
    }
}
