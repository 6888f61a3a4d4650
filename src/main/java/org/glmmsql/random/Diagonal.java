package org.glmmsql.random;

import java.util.Arrays;
import java.util.List;

/** Independent coefficients: theta holds their standard deviations, free in sign (D-R2). */
final class Diagonal implements Structure {
    @Override
    public String name() {
        return "diagonal";
    }

    @Override
    public String call() {
        return "diag";
    }

    @Override
    public List<Theta> parameters(int q) {
        return Structure.numbered("sd", q).stream().map(Theta::entry).toList();
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
    public boolean isIndependent() {
        return true;
    }

    @Override
    public List<Told> told(List<String> columns, String label) {
        return Told.deviations(columns).toList();
    }

    @Override
    public boolean contains(String other) {
        return List.of("diagonal", "homdiag").contains(other);
    }

    @Override
    public void lambda(int q, double[] theta, int from, double[] lambda) {
        Arrays.fill(lambda, 0, q * q, 0);
        for (int i = 0; i < q; i++) {
            lambda[i * q + i] = theta[from + i];
        }
    }

    @Override
    public void gradient(int q, double[] theta, int from, double[] g, double[] gradient) {
        for (int i = 0; i < q; i++) {
            gradient[from + i] += g[i * q + i];
        }
    }

    @Override
    public void start(int q, double[] sd, double[] theta, int from) {
        System.arraycopy(sd, 0, theta, from, q);
    }
}
