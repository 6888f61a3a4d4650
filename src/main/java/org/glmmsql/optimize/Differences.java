package org.glmmsql.optimize;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.CholeskyDecomposition_F64;
import org.jspecify.annotations.Nullable;

/**
 * The Hessian at a point by differences of the exact gradient, in the coordinates z = C^-1 x of a metric C C': there it is near the
 * identity whatever the units and the collinearity of x, a step is a fixed share of every direction's standard error, and an error is as
 * small in every direction.
 */
final class Differences {
    /**
     * Step in standard errors: what the third derivative adds cancels, the fifth leaves 1e-10, rounding less. A metric that is wrong by a
     * factor of ten either way costs a digit or two.
     */
    private static final double STEP = 1e-5;

    /** Columns c of C. */
    private final DMatrixRMaj c;
    /** At x. */
    private final double[] gradient;
    /** C' H C, symmetric. */
    private final DMatrixRMaj hessian;
    /** Largest change of the Hessian that a step of one standard error makes, as far as second differences of the gradient show it. */
    private final double skewness;

    /**
     * @param gradient at x
     * @param metric a guess of the inverse Hessian, d x d, positive definite
     * @param central whether a difference spans both sides of x; one side costs half, and an error of the step times the skewness
     */
    static Differences at(Objective objective, double[] x, double[] gradient, double[][] metric, boolean central) {
        return new Differences(new Pairs(objective, x, root(metric)), gradient, central);
    }

    /**
     * Central differences around a point whose own gradient is not known: where both sides are there, it is in their middle.
     *
     * @return null where the objective is not finite
     */
    static @Nullable Differences around(Objective objective, double[] x, double[][] metric) {
        Pairs pairs = new Pairs(objective, x, root(metric));
        boolean known = x.length > 1 && pairs.evaluate(0, true) && pairs.above && pairs.below;
        double[] gradient = new double[x.length];
        if (known) for (int i = 0; i < x.length; i++) gradient[i] = 0.5 * (pairs.up[i] + pairs.down[i]);
        else if (!(objective.evaluate(x, gradient) < Double.POSITIVE_INFINITY)) return null;
        return new Differences(pairs, gradient, true);
    }

    private Differences(Pairs pairs, double[] gradient, boolean central) {
        this.gradient = gradient;
        c = pairs.c;
        int d = gradient.length;
        DMatrixRMaj differences = new DMatrixRMaj(d, d);
        double largest = 0;
        for (int k = 0; k < d; k++) {
            pairs.evaluate(k, central);
            double[] high = pairs.above ? pairs.up : gradient;
            double[] low = pairs.below ? pairs.down : gradient;
            double width = STEP * ((pairs.above ? 1 : 0) + (pairs.below ? 1 : 0));
            for (int i = 0; i < d; i++) differences.set(i, k, (high[i] - low[i]) / width);
            if (!pairs.above || !pairs.below) continue;
            for (int j = 0; j < d; j++) {
                double second = 0;
                for (int i = 0; i < d; i++) second += c.get(i, j) * (high[i] - 2 * gradient[i] + low[i]);
                largest = Math.max(largest, Math.abs(second) / (STEP * STEP));
            }
        }
        skewness = largest;
        hessian = new DMatrixRMaj(d, d);
        CommonOps_DDRM.multTransA(c, differences, hessian);
        symmetrise(hessian);
    }

    /** Gradients at either side of x. */
    private static final class Pairs {
        private final Objective objective;
        private final double[] x;
        private final DMatrixRMaj c;
        private final double[] up;
        private final double[] down;
        private int at = -1;
        /** Whether the objective is finite there. */
        private boolean above;

        private boolean below;

        Pairs(Objective objective, double[] x, DMatrixRMaj c) {
            this.objective = objective;
            this.x = x;
            this.c = c;
            up = new double[x.length];
            down = new double[x.length];
        }

        /** A step along column k of C. */
        boolean evaluate(int k, boolean central) {
            if (at == k) return true;
            at = k;
            above = evaluate(k, STEP, up);
            // beside the wall of a domain one side serves
            below = (central || !above) && evaluate(k, -STEP, down);
            return above || below;
        }

        private boolean evaluate(int k, double step, double[] to) {
            double[] shifted = new double[x.length];
            for (int i = 0; i < shifted.length; i++) shifted[i] = x[i] + step * c.get(i, k);
            return objective.evaluate(shifted, to) < Double.POSITIVE_INFINITY;
        }
    }

    /** C' H C. */
    DMatrixRMaj hessian() {
        return hessian;
    }

    /** At x. */
    double[] gradient() {
        return gradient;
    }

    double skewness() {
        return skewness;
    }

    /** C' g. */
    double[] toMetric(double[] gradient) {
        double[] result = new double[gradient.length];
        for (int k = 0; k < result.length; k++)
            for (int i = 0; i < result.length; i++) result[k] += c.get(i, k) * gradient[i];
        return result;
    }

    /** C z. */
    double[] fromMetric(double[] z) {
        double[] result = new double[z.length];
        for (int i = 0; i < result.length; i++) for (int k = 0; k < result.length; k++) result[i] += c.get(i, k) * z[k];
        return result;
    }

    /** H. */
    double[][] inCoordinates() {
        int d = hessian.numRows;
        DMatrixRMaj inverse = new DMatrixRMaj(d, d);
        DMatrixRMaj half = new DMatrixRMaj(d, d);
        DMatrixRMaj full = new DMatrixRMaj(d, d);
        if (d > 0) {
            CommonOps_DDRM.invert(c, inverse);
            CommonOps_DDRM.mult(hessian, inverse, half);
            CommonOps_DDRM.multTransA(inverse, half, full);
            symmetrise(full);
        }
        double[][] result = new double[d][d];
        for (int i = 0; i < d; i++) for (int j = 0; j < d; j++) result[i][j] = full.get(i, j);
        return result;
    }

    private static void symmetrise(DMatrixRMaj a) {
        for (int i = 0; i < a.numRows; i++)
            for (int j = 0; j < i; j++) {
                double mean = 0.5 * (a.get(i, j) + a.get(j, i));
                a.set(i, j, mean);
                a.set(j, i, mean);
            }
    }

    /** The Cholesky factor of the metric, or of its diagonal if it has none. */
    private static DMatrixRMaj root(double[][] metric) {
        int d = metric.length;
        CholeskyDecomposition_F64<DMatrixRMaj> cholesky = DecompositionFactory_DDRM.chol(Math.max(1, d), true);
        if (d > 0 && cholesky.decompose(new DMatrixRMaj(metric))) return cholesky.getT(null);
        DMatrixRMaj diagonal = CommonOps_DDRM.identity(d);
        for (int i = 0; i < d; i++) if (metric[i][i] > 0) diagonal.set(i, i, Math.sqrt(metric[i][i]));
        return diagonal;
    }
}
