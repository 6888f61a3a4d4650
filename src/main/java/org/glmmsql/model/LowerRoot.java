package org.glmmsql.model;

/** L with Sigma = L L', lower triangular, of a covariance matrix that may be singular: a column without variance left is 0. */
final class LowerRoot {
    /** Of the variance, what is none. */
    private static final double NOTHING = 1e-14;

    private LowerRoot() {}

    /** @param sigma q x q by rows */
    static double[][] of(double[] sigma, int q) {
        double[][] lower = new double[q][q];
        for (int j = 0; j < q; j++) {
            double pivot = sigma[j * q + j];
            for (int k = 0; k < j; k++) {
                pivot -= lower[j][k] * lower[j][k];
            }
            if (!(pivot > NOTHING * sigma[j * q + j])) {
                continue;
            }
            double root = Math.sqrt(pivot);
            for (int i = j; i < q; i++) {
                double sum = sigma[i * q + j];
                for (int k = 0; k < j; k++) {
                    sum -= lower[i][k] * lower[j][k];
                }
                lower[i][j] = i == j ? root : sum / root;
            }
        }
        return lower;
    }
}
