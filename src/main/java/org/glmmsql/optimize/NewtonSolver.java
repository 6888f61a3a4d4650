package org.glmmsql.optimize;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

/**
 * Newton's method for equations f = 0 that are nearly a gradient whose maximum is sought, with the Jacobian by central differences. The
 * metric, a guess of -J^-1, measures f, bounds the steps, and gives the direction where Newton's leads downhill.
 */
public final class NewtonSolver {
    private static final double STEP = 1e-4;
    private static final int HALVINGS = 30;
    /** Relative to the largest slope: below it there is none. */
    private static final double FLAT = 1e-9;
    /** Longest step of an unknown, in roots of the metric's diagonal. */
    private static final double REACH = 2;

    /** Below this decrement the Jacobian of the last step still holds after it. */
    private static final double NEAR = 1e-4;

    private final double tolerance;
    private final int maxIterations;

    /** @param tolerance of the decrement */
    public NewtonSolver(double tolerance, int maxIterations) {
        this.tolerance = tolerance;
        this.maxIterations = maxIterations;
    }

    /** @param metric positive definite, d x d: f' metric f is what every step makes smaller */
    public Root solve(Equations equations, double[] start, double[][] metric) {
        int d = start.length;
        double[] x = start.clone();
        double[] f = new double[d];
        double[] direction = new double[d];
        double[][] jacobian = new double[d][d];
        if (!equations.evaluate(x, f)) return new Root(x, f, jacobian, Double.NaN, false, 0, 1);
        int evaluations = 1;
        int iterations = 0;
        double decrement = Double.NaN;
        boolean fresh = false;
        while (iterations < maxIterations) {
            if (!fresh) {
                if (!differences(equations, x, jacobian)) break;
                evaluations += 2 * d;
            }
            if (!newtonDirection(jacobian, f, direction)) break;
            decrement = Math.abs(Vectors.dot(f, direction));
            if (decrement < tolerance) break;
            boolean climbs = !(Vectors.dot(f, direction) > 0);
            if (climbs) direction = product(metric, f);
            shorten(direction, metric);
            double merit = merit(f, metric);
            double[] next = new double[d];
            double[] candidate = x;
            boolean better = false;
            double t = 1;
            for (int halving = 0; halving < HALVINGS && !better; halving++, t /= 2) {
                candidate = x.clone();
                for (int i = 0; i < d; i++) candidate[i] += t * direction[i];
                evaluations++;
                // a climb may make f larger, as long as it does not go over the top
                better = equations.evaluate(candidate, next)
                        && (climbs ? Vectors.dot(next, direction) > 0 : merit(next, metric) < (1 - 1e-4 * t) * merit);
            }
            if (!better) break;
            fresh = decrement < NEAR;
            x = candidate;
            f = next;
            iterations++;
        }
        boolean converged = decrement < tolerance && descends(jacobian);
        return new Root(x, f, jacobian, decrement, converged, iterations, evaluations);
    }

    private static boolean differences(Equations equations, double[] x, double[][] jacobian) {
        int d = x.length;
        double[] up = new double[d];
        double[] down = new double[d];
        double[] shifted = x.clone();
        for (int k = 0; k < d; k++) {
            double step = STEP * Math.max(1, Math.abs(x[k]));
            shifted[k] = x[k] + step;
            if (!equations.evaluate(shifted, up)) return false;
            shifted[k] = x[k] - step;
            if (!equations.evaluate(shifted, down)) return false;
            shifted[k] = x[k];
            for (int i = 0; i < d; i++) jacobian[i][k] = (up[i] - down[i]) / (2 * step);
        }
        return true;
    }

    /** -J^-1 f. @return false if J has no inverse */
    private static boolean newtonDirection(double[][] jacobian, double[] f, double[] direction) {
        int d = f.length;
        LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.lu(d);
        if (!solver.setA(new DMatrixRMaj(jacobian)) || !(solver.quality() > 0)) return false;
        DMatrixRMaj b = new DMatrixRMaj(d, 1);
        for (int i = 0; i < d; i++) b.set(i, -f[i]);
        DMatrixRMaj solution = new DMatrixRMaj(d, 1);
        solver.solve(b, solution);
        System.arraycopy(solution.data, 0, direction, 0, d);
        return true;
    }

    /** Whether f falls in each of its own unknowns, as the gradient does at a maximum. */
    private static boolean descends(double[][] jacobian) {
        double largest = 0;
        for (int i = 0; i < jacobian.length; i++) largest = Math.max(largest, Math.abs(jacobian[i][i]));
        for (int i = 0; i < jacobian.length; i++) if (jacobian[i][i] > FLAT * largest) return false;
        return true;
    }

    private static void shorten(double[] direction, double[][] metric) {
        double longest = 0;
        for (int i = 0; i < direction.length; i++)
            longest = Math.max(longest, Math.abs(direction[i]) / Math.sqrt(metric[i][i]));
        if (longest > REACH) for (int i = 0; i < direction.length; i++) direction[i] *= REACH / longest;
    }

    private static double[] product(double[][] matrix, double[] v) {
        double[] result = new double[v.length];
        for (int i = 0; i < v.length; i++) result[i] = Vectors.dot(matrix[i], v);
        return result;
    }

    private static double merit(double[] f, double[][] metric) {
        double sum = 0;
        for (int i = 0; i < f.length; i++) sum += f[i] * Vectors.dot(metric[i], f);
        return sum;
    }
}
