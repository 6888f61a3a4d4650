package org.glmmsql.fit;

import java.util.List;
import org.glmmsql.likelihood.ModelData;
import org.glmmsql.likelihood.TermData;

/**
 * How near a combination of the columns of X and of the levels' columns of random terms comes to a target, unpenalised: least squares by
 * conjugate gradients on the normal equations (Hestenes and Stiefel 1952), columns scaled to length 1.
 */
final class LinearFit {
    private static final int ITERATIONS = 500;
    /** Cosine between the residual and the columns at which it is the least-squares one. */
    private static final double CONVERGED = 1e-9;

    private final ModelData data;
    private final List<TermData> terms;
    private final int[] rows;
    private final double[] inverseLength;

    /** @param rows the rows of the data that count */
    LinearFit(ModelData data, List<TermData> terms, int[] rows) {
        this.data = data;
        this.terms = terms;
        this.rows = rows;
        int size = data.p();
        for (TermData term : terms) size += term.q() * term.m();
        inverseLength = new double[size];
        for (int k = 0; k < data.p(); k++) for (int row : rows) inverseLength[k] += square(data.x()[k][row]);
        int at = data.p();
        for (TermData term : terms)
            for (int k = 0; k < term.q(); k++, at += term.m())
                for (int row : rows) inverseLength[at + term.level()[row]] += square(term.z()[k][row]);
        for (int k = 0; k < size; k++) inverseLength[k] = inverseLength[k] > 0 ? 1 / Math.sqrt(inverseLength[k]) : 0;
    }

    /** An upper bound of the rank: columns that are not 0. */
    int columns() {
        int count = 0;
        for (double v : inverseLength) if (v > 0) count++;
        return count;
    }

    /** Whether the residual of the target (one value for each of the rows) gets as small as a length given. */
    boolean reaches(double[] target, double length, Runnable cancellation) {
        double[] residual = target.clone();
        double[] gradient = new double[inverseLength.length];
        multiplyTransposed(residual, gradient);
        double[] direction = gradient.clone();
        double[] image = new double[rows.length];
        double squares = dot(gradient, gradient);
        for (int iteration = 0; iteration < ITERATIONS; iteration++) {
            double left = Math.sqrt(dot(residual, residual));
            if (left <= length) return true;
            if (!(Math.sqrt(squares) > CONVERGED * left)) return false;
            cancellation.run();
            multiply(direction, image);
            double step = squares / dot(image, image);
            for (int i = 0; i < residual.length; i++) residual[i] -= step * image[i];
            multiplyTransposed(residual, gradient);
            double next = dot(gradient, gradient);
            for (int k = 0; k < direction.length; k++) direction[k] = gradient[k] + next / squares * direction[k];
            squares = next;
        }
        return false;
    }

    private void multiply(double[] v, double[] result) {
        for (int i = 0; i < rows.length; i++) {
            int row = rows[i];
            double sum = 0;
            for (int k = 0; k < data.p(); k++) sum += data.x()[k][row] * inverseLength[k] * v[k];
            int at = data.p();
            for (TermData term : terms)
                for (int k = 0; k < term.q(); k++, at += term.m()) {
                    int place = at + term.level()[row];
                    sum += term.z()[k][row] * inverseLength[place] * v[place];
                }
            result[i] = sum;
        }
    }

    private void multiplyTransposed(double[] v, double[] result) {
        java.util.Arrays.fill(result, 0);
        for (int i = 0; i < rows.length; i++) {
            int row = rows[i];
            for (int k = 0; k < data.p(); k++) result[k] += data.x()[k][row] * v[i];
            int at = data.p();
            for (TermData term : terms)
                for (int k = 0; k < term.q(); k++, at += term.m())
                    result[at + term.level()[row]] += term.z()[k][row] * v[i];
        }
        for (int k = 0; k < result.length; k++) result[k] *= inverseLength[k];
    }

    private static double square(double v) {
        return v * v;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) sum += a[i] * b[i];
        return sum;
    }
}
