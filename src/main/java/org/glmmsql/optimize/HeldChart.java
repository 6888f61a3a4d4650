package org.glmmsql.optimize;

import java.util.Arrays;

/**
 * f on the surface h = c around a point of it, by d - 1 coordinates: a step in the plane that touches the surface, then along the gradient of
 * h back to it. All steps are in the metric of a root L of the guessed inverse Hessian, in which the Hessian of f is about the identity.
 */
final class HeldChart implements Objective {
    private static final int STEPS = 40;
    /** Share of the change of h by one standard error that is none. */
    private static final double SAME = 1e-12;

    private final Objective objective;
    private final Constraint constraint;
    private final double[][] root;
    private final double c;
    private final double[] center;
    /** L v for the gradient L v = L L' dh/dx at the center, so long that h changes by 1. */
    private final double[] across;

    /** Of the reflection that takes the first axis to the direction of v. */
    private final double[] mirror;

    private final double spread;
    private final double[] byObjective;
    private final double[] byConstraint;
    private double slope;

    /** @param center where h = c, and has a slope */
    HeldChart(Objective objective, Constraint constraint, double[][] root, double c, double[] center) {
        int d = center.length;
        this.objective = objective;
        this.constraint = constraint;
        this.root = root;
        this.c = c;
        this.center = center;
        byObjective = new double[d];
        byConstraint = new double[d];
        constraint.evaluate(center, byConstraint);
        double[] v = transposed(root, byConstraint);
        spread = Math.sqrt(Vectors.dot(v, v));
        across = product(root, v);
        for (int i = 0; i < d; i++) across[i] /= spread * spread;
        mirror = v.clone();
        mirror[0] += v[0] < 0 ? -spread : spread;
        double length = Math.sqrt(Vectors.dot(mirror, mirror));
        for (int i = 0; i < d; i++) mirror[i] /= length;
    }

    /** The point with coordinates z; null where the way back to the surface misses it. */
    double[] point(double[] z) {
        double[] step = new double[center.length];
        System.arraycopy(z, 0, step, 1, z.length);
        reflect(step);
        double[] x = product(root, step);
        for (int i = 0; i < x.length; i++) x[i] += center[i];
        double tolerance = SAME * spread + 1e-14 * Math.abs(c);
        for (int k = 0; k < STEPS; k++) {
            double missing = c - constraint.evaluate(x, byConstraint);
            if (Math.abs(missing) <= tolerance) return x;
            double along = Vectors.dot(byConstraint, across);
            if (!(Math.abs(missing) < Double.POSITIVE_INFINITY) || !(Math.abs(along) > 1e-6)) return null;
            for (int i = 0; i < x.length; i++) x[i] += across[i] * missing / along;
        }
        return null;
    }

    @Override
    public double evaluate(double[] z, double[] gradient) {
        double[] x = point(z);
        if (x == null) return Double.POSITIVE_INFINITY;
        double value = objective.evaluate(x, byObjective);
        if (!(value < Double.POSITIVE_INFINITY)) return Double.POSITIVE_INFINITY;
        constraint.evaluate(x, byConstraint);
        slope = Vectors.dot(byObjective, across) / Vectors.dot(byConstraint, across);
        double[] along = new double[x.length];
        for (int i = 0; i < x.length; i++) along[i] = byObjective[i] - slope * byConstraint[i];
        double[] whole = transposed(root, along);
        reflect(whole);
        System.arraycopy(whole, 1, gradient, 0, gradient.length);
        return value;
    }

    /** df / dh at the last point evaluated. */
    double slope() {
        return slope;
    }

    /** Where h is c, reached from a point by steps along its gradient; null if it is not. @param nearest bound of h that a step comes at most half way nearer to, or infinite */
    static double[] reach(Constraint constraint, double[][] root, double c, double[] from, double nearest) {
        double[] x = from.clone();
        double[] gradient = new double[x.length];
        double h = constraint.evaluate(x, gradient);
        for (int k = 0; k < 10 * STEPS; k++) {
            if (!(Math.abs(h) < Double.POSITIVE_INFINITY)) return null;
            double[] v = transposed(root, gradient);
            double squared = Vectors.dot(v, v);
            double missing = c - h;
            if (Math.abs(missing) <= 0.1 * SAME * Math.sqrt(squared) + 1e-14 * Math.abs(c)) return x;
            if (!(squared > 0)) return null;
            double most = 0.5 * Math.abs(nearest - h);
            if (Math.abs(missing) > most) missing = Math.copySign(most, missing);
            double[] direction = product(root, v);
            double t = missing / squared;
            double[] next = x;
            double there = Double.NaN;
            // as long as h does not do what its gradient says
            for (int halving = 0; halving < STEPS; halving++, t /= 2) {
                next = x.clone();
                for (int i = 0; i < x.length; i++) next[i] += t * direction[i];
                there = constraint.evaluate(next, gradient);
                if (Math.abs(c - there) < Math.abs(c - h)) break;
            }
            if (!(Math.abs(c - there) < Math.abs(c - h))) return Math.abs(c - h) < 1e-9 * Math.sqrt(squared) ? x : null;
            x = next;
            h = there;
        }
        return null;
    }

    private void reflect(double[] v) {
        double by = 2 * Vectors.dot(mirror, v);
        for (int i = 0; i < v.length; i++) v[i] -= by * mirror[i];
    }

    private static double[] product(double[][] matrix, double[] v) {
        double[] result = new double[matrix.length];
        for (int i = 0; i < matrix.length; i++) result[i] = Vectors.dot(matrix[i], v);
        return result;
    }

    private static double[] transposed(double[][] matrix, double[] v) {
        double[] result = new double[v.length];
        Arrays.fill(result, 0);
        for (int i = 0; i < matrix.length; i++)
            for (int k = 0; k < result.length; k++) result[k] += matrix[i][k] * v[i];
        return result;
    }
}
