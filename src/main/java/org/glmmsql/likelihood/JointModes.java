package org.glmmsql.likelihood;

import org.glmmsql.random.RandomLaw;
import org.jspecify.annotations.Nullable;

/** The search for the mode of all random effects at the parameters of a {@link JointPoint}, which is left there. */
final class JointModes {
    private static final int MAX_NEWTON = 200;
    private static final double MODE_TOLERANCE = 1e-11;
    /** The same for a step with the factor of another point, whose error falls linearly and not to its square. */
    private static final double REUSE_TOLERANCE = 1e-15;
    /** A factor is used again while the decrement falls to this share of the last one. */
    private static final double GOOD_FALL = 0.03;

    private static final int MAX_HALVINGS = 40;
    /** A shorter share of Newton's step is cramped; so many are the end. */
    private static final double CRAMPED = 1e-3;

    private static final int MAX_CRAMPED = 3;
    /** Where else the search for the highest of several modes begins, in standard deviations. */
    private static final double REACH = 2;

    /** Curvature of h below which a mode may be about to vanish: without rows it is 1. */
    private static final double NEARLY_FLAT = 0.3;

    private static final int INVERSE_ITERATIONS = 4;
    private static final int MAX_FOLDS = 4;

    private final JointPoint point;
    private final BlockStructure structure;
    private final boolean concave;
    private final double[] startingBeta;
    private final Runnable cancellation;

    /** @param beta where the search begins for a beta that is integrated out */
    JointModes(JointPoint point, double[] beta, Runnable cancellation) {
        this.point = point;
        structure = point.structure;
        concave = point.data.concave();
        startingBeta = beta.clone();
        this.cancellation = cancellation;
        point.u = startingEffects();
    }

    private double[] startingEffects() {
        double[] effects = new double[structure.scalars];
        System.arraycopy(startingBeta, 0, effects, structure.scalars - structure.p, structure.p);
        return effects;
    }

    /** The modes, from the last ones or else from where a first search begins. @return false if they are not found */
    boolean find() {
        if (!concave) return findHighest();
        if (search()) return true;
        point.u = startingEffects();
        return search();
    }

    /**
     * From zero, and from where each level alone would go: a lower mode may vanish as the parameters change, and where it does H is
     * singular and Laplace's approximation infinite. Nothing depends on where the last search ended.
     */
    private boolean findHighest() {
        point.u = startingEffects();
        boolean found = search();
        double[] near = point.u;
        double height = found ? point.height() : Double.NEGATIVE_INFINITY;
        point.u = levelwiseEffects();
        if (search() && higher(point.height(), height)) {
            found = true;
            near = point.u;
            height = point.height();
        }
        for (int k = 0; found && k < MAX_FOLDS; k++) {
            double[] flat = flatDirection(near);
            boolean left = false;
            for (int side = -1; side <= 1 && flat != null; side += 2) {
                double[] from = near.clone();
                for (int i = 0; i < from.length; i++) from[i] += side * REACH * flat[i];
                point.u = from;
                if (!search() || !higher(point.height(), height)) continue;
                left = true;
                near = point.u;
                height = point.height();
            }
            if (!left) break;
        }
        point.u = near;
        if (found) point.heightAt(near);
        return found;
    }

    private static boolean higher(double height, double than) {
        return height > than + 1e-9 * Math.max(1, Math.abs(height));
    }

    /** The direction in which h is nearly flat at effects v, by inverse iteration; null if there is none: a mode about to vanish has one. */
    private double @Nullable [] flatDirection(double[] v) {
        point.heightAt(v);
        if (!point.factor(false)) return null;
        double[] direction = new double[v.length];
        for (int i = 0; i < direction.length; i++) direction[i] = 1 + i % 3;
        double curvature = Double.POSITIVE_INFINITY;
        for (int k = 0; k < INVERSE_ITERATIONS; k++) {
            double squares = 0;
            point.factorization.solve(direction);
            for (double x : direction) squares += x * x;
            curvature = 1 / Math.sqrt(squares);
            for (int i = 0; i < direction.length; i++) direction[i] *= curvature;
        }
        return curvature < NEARLY_FLAT ? direction : null;
    }

    /** Term by term and effect by effect the best of three values for each level, all other effects held. */
    private double[] levelwiseEffects() {
        double[] best = startingEffects();
        for (int e = 0; e < structure.terms.size(); e++) {
            TermData term = structure.term(e);
            for (int k = 0; k < term.q(); k++) {
                double[] from = best.clone();
                double[] highest = levelHeights(from, e, k);
                for (int side = -1; side <= 1; side += 2) {
                    double[] candidate = from.clone();
                    for (int l = 0; l < term.m(); l++)
                        candidate[structure.scalarStart[e] + l * term.q() + k] += side * REACH;
                    double[] heights = levelHeights(candidate, e, k);
                    for (int l = 0; l < term.m(); l++) {
                        if (!(heights[l] > highest[l])) continue;
                        highest[l] = heights[l];
                        int at = structure.scalarStart[e] + l * term.q() + k;
                        best[at] = candidate[at];
                    }
                }
            }
        }
        return best;
    }

    /** What the rows of each level of a term and its own effect k add to h at effects v. */
    private double[] levelHeights(double[] v, int e, int k) {
        point.heightAt(v);
        TermData term = structure.term(e);
        double[] heights = new double[term.m()];
        for (int l = 0; l < term.m(); l++)
            heights[l] = point.law[structure.scalarStart[e] + l * term.q() + k][RandomLaw.F];
        for (int i = 0; i < point.data.n(); i++)
            heights[term.level()[i]] += point.f.value()[i];
        return heights;
    }

    /**
     * Newton's method with step-halving on h, from the last modes. A factor of H serves as long as each of its steps takes the decrement
     * down a good deal, the one of the last evaluation to begin with: a step without a factorization costs next to nothing.
     */
    private boolean search() {
        double value = point.heightAt(point.u);
        if (!(value > Double.NEGATIVE_INFINITY)) return false;
        boolean reuse = point.factored && concave;
        double last = Double.POSITIVE_INFINITY;
        int cramped = 0;
        for (int iteration = 0; iteration < MAX_NEWTON; iteration++) {
            cancellation.run();
            double[] g = point.score();
            double[] step = g.clone();
            double decrement = 0;
            if (reuse) {
                decrement = decrement(g, step);
                reuse = decrement < GOOD_FALL * last;
            }
            boolean old = reuse;
            if (!old) {
                if (!point.factor(false) && !point.factor(true)) return false;
                step = g.clone();
                decrement = decrement(g, step);
            }
            double[] candidate = new double[g.length];
            double next = Double.NEGATIVE_INFINITY;
            double beyond = next;
            boolean moved = false;
            double t = 1;
            for (int halving = 0; halving < (old ? 1 : MAX_HALVINGS) && !moved; halving++, t /= 2) {
                for (int i = 0; i < g.length; i++) candidate[i] = point.u[i] + t * step[i];
                beyond = next;
                next = point.heightAt(candidate);
                moved = next >= value + 1e-4 * t * decrement
                        || decrement < 1e-6 && next >= value - 1e-9 * Math.abs(value);
            }
            if (!moved) {
                if (!old) return false;
                point.heightAt(point.u);
                reuse = false;
                continue;
            }
            // steps that stay short for it end at the edge of the range of the predictors, where there is no mode
            if (t < CRAMPED && beyond == Double.NEGATIVE_INFINITY && ++cramped > MAX_CRAMPED) return false;
            point.u = candidate;
            value = next;
            if (decrement < (old ? REUSE_TOLERANCE : MODE_TOLERANCE)) return true;
            reuse = true;
            last = decrement;
        }
        return false;
    }

    /** Replaces the step g by H^-1 g. @return g' H^-1 g */
    private double decrement(double[] g, double[] step) {
        point.factorization.solve(step);
        double sum = 0;
        for (int i = 0; i < g.length; i++) sum += g[i] * step[i];
        return sum;
    }
}
