package org.glmmsql.likelihood;

import org.glmmsql.family.Want;

/** The rows of a run of clusters, with their linear predictors at some effects and the derivatives of log f there. */
final class ClusterRows {
    final Clusters clusters;
    final ModelData data;
    final int q;
    final double[][] z;
    /** Whether h has one mode in every cluster. */
    final boolean concave;
    /** log f at {@link #eta}. */
    final RowDerivatives f;

    /** First cluster of the run and the one after its last, first row and number of rows. */
    int first;

    int end;
    int from;
    int rows;
    private boolean merged;

    /** Fixed parts of the predictors, and the predictors; those without effects have one array for both. */
    private final double[][] fixed;

    final double[][] eta;
    private final double[] b;

    ClusterRows(Clusters clusters, int rows) {
        this.clusters = clusters;
        data = clusters.data;
        q = clusters.q;
        z = clusters.z;
        concave = data.concave();
        f = new RowDerivatives(data, data.random(), rows);
        fixed = new double[data.predictors().size()][rows];
        eta = predictors(rows);
        b = new double[q];
    }

    /** Room for predictors at other effects. */
    double[][] predictors(int rows) {
        double[][] predictors = fixed.clone();
        for (int s : f.random) predictors[s] = new double[rows];
        return predictors;
    }

    /** The rows of clusters first..end-1, with eta at these modes. */
    void load(int firstCluster, int endCluster, double[] modes, Clusters.Parameters at) {
        first = firstCluster;
        end = endCluster;
        from = clusters.start[first];
        rows = clusters.start[end] - from;
        merged = !data.unmerged(from, rows);
        data.fixedPredictors(from, rows, at.psi, fixed);
        for (int c = 0; c < end - first; c++) predict(c, modes, (first + c) * q, at, eta);
    }

    int count() {
        return end - first;
    }

    /** First row of a cluster, in the numbering of the run. */
    int row(int c) {
        return clusters.start[first + c] - from;
    }

    int rowEnd(int c) {
        return clusters.start[first + c + 1] - from;
    }

    /** Fixed part plus Z Lambda w of a cluster, for its effects w at {@code place}. */
    void predict(int c, double[] w, int place, Clusters.Parameters at, double[][] to) {
        int row = row(c);
        int rowEnd = rowEnd(c);
        if (q == 1) {
            double[] z0 = z[0];
            double b0 = at.lambda[0] * w[place];
            int s = clusters.predictor[0];
            double[] eta0 = fixed[s];
            double[] toS = to[s];
            for (int j = row; j < rowEnd; j++) toS[j] = eta0[j] + z0[from + j] * b0;
            return;
        }
        at.multiply(w, place, b);
        for (int s : f.random) System.arraycopy(fixed[s], row, to[s], row, rowEnd - row);
        for (int k = 0; k < q; k++) {
            double[] zk = z[k];
            double bk = b[k];
            double[] toS = to[clusters.predictor[k]];
            for (int j = row; j < rowEnd; j++) toS[j] += zk[from + j] * bk;
        }
    }

    /** log f of all rows of the run at eta. */
    void evaluate(Want want) {
        f.evaluate(from, rows, eta, want, merged);
    }

    /** log f of all rows of the run at other predictors. */
    void evaluate(RowDerivatives to, double[][] at, Want want) {
        to.evaluate(from, rows, at, want, merged);
    }
}
