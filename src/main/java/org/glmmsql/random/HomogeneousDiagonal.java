package org.glmmsql.random;

import java.util.Arrays;
import java.util.List;

/** Independent coefficients with one standard deviation, theta, free in sign (D-R10). */
final class HomogeneousDiagonal implements Structure {
    @Override
    public String name() {
        return "homdiag";
    }

    @Override
    public List<Theta> parameters(int q) {
        return List.of(Theta.entry("sd"));
    }

    @Override
    public boolean isLinear() {
        return true;
    }

    @Override
    public boolean ownScales() {
        return false;
    }

    @Override
    public void lambda(int q, double[] theta, int from, double[] lambda) {
        Arrays.fill(lambda, 0, q * q, 0);
        for (int i = 0; i < q; i++) {
            lambda[i * q + i] = theta[from];
        }
    }

    @Override
    public void gradient(int q, double[] theta, int from, double[] g, double[] gradient) {
        for (int i = 0; i < q; i++) {
            gradient[from] += g[i * q + i];
        }
    }

    @Override
    public void start(int q, double[] sd, double[] theta, int from) {
        theta[from] = CorrelationFactor.shared(sd, q);
    }

    @Override
    public List<Told> told(List<String> columns, String label) {
        return List.of(Told.shared(label));
    }
}
