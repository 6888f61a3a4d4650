package org.glmmsql.likelihood;

import org.glmmsql.family.LogDensity;
import org.glmmsql.family.Want;

/**
 * log f of a block of rows and its derivatives by their predictors (D6), times the number of rows of the data that each stands for. What
 * Laplace's approximation takes: those by predictors with effects to the third order, those by the others once.
 */
final class RowDerivatives {
    private final ModelData data;
    private final LogDensity density;
    private final double[][] out;
    /** For steps; for the h-likelihood with them; for everything; for nodes of a quadrature. */
    final Want newton;

    final Want height;
    final Want all;
    final Want node;
    /** Predictors with effects. */
    final int[] random;

    private final int[][] rowsOf = new int[4][];

    /**
     * @param effects predictors that something is integrated out of, bit s for predictor s
     * @param rows most rows of a block
     */
    RowDerivatives(ModelData data, int effects, int rows) {
        this.data = data;
        density = data.density();
        int mask = effects | 1;
        newton = new Want(false, true, false, false, mask);
        height = new Want(true, true, false, false, mask);
        all = Want.all(mask);
        node = new Want(true, true, false, true, mask);
        int k = density.predictors();
        out = new double[Want.places(k)][0];
        for (int place : all.rows(k)) out[place] = new double[rows];
        Want[] wants = {newton, height, all, node};
        for (int i = 0; i < wants.length; i++) rowsOf[i] = wants[i].rows(k);
        random = java.util.stream.IntStream.range(0, k)
                .filter(s -> (effects >> s & 1) == 1)
                .toArray();
    }

    /** At the predictors of rows from..from + rows - 1, {@code eta[s][0..]}. */
    void evaluate(int from, int rows, double[][] eta, Want want, boolean merged) {
        density.evaluate(from, rows, data.y(), data.w(), eta, want, out);
        if (!merged) return;
        double[] count = data.count();
        for (int place : rowsOf(want)) {
            double[] v = out[place];
            for (int j = 0; j < rows; j++) v[j] *= count[from + j];
        }
    }

    private int[] rowsOf(Want want) {
        return rowsOf[want == newton ? 0 : want == height ? 1 : want == all ? 2 : 3];
    }

    double[] value() {
        return out[LogDensity.L];
    }

    /** l_s. */
    double[] first(int s) {
        return out[Want.place(s)];
    }

    /** l_su. */
    double[] second(int s, int u) {
        return out[Want.place(s, u)];
    }

    /** l_suv. */
    double[] third(int s, int u, int v) {
        return out[Want.place(s, u, v)];
    }

    /** The curvature of each row by the predictors with effects made negative, for steps far from the mode where H is indefinite. */
    void clip(int rows) {
        int m = random.length;
        if (m == 1) {
            double[] l2 = second(random[0], random[0]);
            for (int j = 0; j < rows; j++) l2[j] = -Math.abs(l2[j]);
            return;
        }
        double[] a = new double[m * m];
        SymmetricAbsolute absolute = new SymmetricAbsolute(m);
        for (int j = 0; j < rows; j++) {
            for (int i = 0; i < m; i++) for (int k = 0; k < m; k++) a[i * m + k] = second(random[i], random[k])[j];
            absolute.replace(a);
            for (int i = 0; i < m; i++) for (int k = 0; k <= i; k++) second(random[i], random[k])[j] = -a[i * m + k];
        }
    }
}
