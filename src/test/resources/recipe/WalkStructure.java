package org.glmmsql.random;

import java.util.Arrays;
import java.util.List;

/** A toy: b_i = sd (u_i + carried u_i-1), so that Lambda has sd on its diagonal and sd carried beside it. */
final class WalkStructure implements Structure {
    @Override
    public String name() {
        return "walk";
    }

    @Override
    public List<Theta> parameters(int q) {
        return List.of(Theta.entry("sd"), Theta.free("carried"));
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
            if (i > 0) {
                lambda[i * q + i - 1] = theta[from] * theta[from + 1];
            }
        }
    }

    @Override
    public void gradient(int q, double[] theta, int from, double[] g, double[] gradient) {
        for (int i = 0; i < q; i++) {
            double beside = i > 0 ? g[i * q + i - 1] : 0;
            gradient[from] += g[i * q + i] + theta[from + 1] * beside;
            gradient[from + 1] += theta[from] * beside;
        }
    }

    @Override
    public void start(int q, double[] sd, double[] theta, int from) {
        theta[from] = CorrelationFactor.shared(sd, q);
        theta[from + 1] = 0;
    }
}
