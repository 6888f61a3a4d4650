package org.glmmsql.random;

/** Any covariance: theta holds the lower triangle of Lambda by columns (Bates et al. 2015, section 2.2), free in sign (D-R1). */
final class Unstructured implements Covariance {
    @Override
    public String name() {
        return "unstructured";
    }

    @Override
    public int size(int q) {
        return q * (q + 1) / 2;
    }

    @Override
    public void lambda(int q, double[] theta, int from, double[] lambda) {
        int k = from;
        for (int col = 0; col < q; col++) {
            for (int row = 0; row < q; row++) {
                lambda[row * q + col] = row < col ? 0 : theta[k++];
            }
        }
    }

    @Override
    public void gradient(int q, double[] theta, int from, double[] g, double[] gradient) {
        int k = from;
        for (int col = 0; col < q; col++) {
            for (int row = col; row < q; row++) {
                gradient[k++] += g[row * q + col];
            }
        }
    }

    @Override
    public void start(int q, double[] sd, double[] theta, int from) {
        int k = from;
        for (int col = 0; col < q; col++) {
            for (int row = col; row < q; row++) {
                theta[k++] = row == col ? sd[col] : 0;
            }
        }
    }
}
