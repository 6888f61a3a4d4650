package org.glmmsql.random;

import java.util.ArrayList;
import java.util.List;

/** Any covariance: theta holds the lower triangle of Lambda by columns (Bates et al. 2015, section 2.2), free in sign (D-R1). */
final class Unstructured implements Structure {
    @Override
    public String name() {
        return "unstructured";
    }

    @Override
    public String call() {
        return "us";
    }

    @Override
    public List<Theta> parameters(int q) {
        List<Theta> parameters = new ArrayList<>();
        for (int col = 1; col <= q; col++) {
            for (int row = col; row <= q; row++) {
                parameters.add(Theta.entry("Lambda" + row + "," + col));
            }
        }
        return parameters;
    }

    @Override
    public boolean isLinear() {
        return true;
    }

    @Override
    public boolean ownScales() {
        return true;
    }

    @Override
    public boolean contains(String other) {
        return true;
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
