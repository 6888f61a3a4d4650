package org.glmmsql.fit;

import java.util.Random;

/** Seeded data sets of known models. */
final class Simulated {
    private Simulated() {}

    /** y ~ Bernoulli(logit -0.5 + 0.8 x + b_g), with a crossed factor h, a 0/1 covariate t, counts, gamma and normal responses. */
    static Table rows(int n, int clusters, double sd) {
        Random random = new Random(7);
        double[] x =
                random.doubles(n).map(v -> Math.round(40 * (v - 0.5)) / 10.0).toArray();
        int[] g = random.ints(n, 0, clusters).toArray();
        int[] h = random.ints(n, 0, 6).toArray();
        int[] t = random.ints(n, 0, 2).toArray();
        double[] b =
                random.doubles(clusters).map(v -> random.nextGaussian() * sd).toArray();
        double[] slope = random.doubles(clusters)
                .map(v -> random.nextGaussian() * sd / 2)
                .toArray();
        double[] c = random.doubles(6).map(v -> random.nextGaussian() * 0.4).toArray();
        double[] eta = new double[n];
        for (int i = 0; i < n; i++) eta[i] = -0.5 + (0.8 + slope[g[i]]) * x[i] + 0.3 * t[i] + b[g[i]] + c[h[i]];
        double[] binary = new double[n];
        double[] count = new double[n];
        double[] positive = new double[n];
        double[] normal = new double[n];
        for (int i = 0; i < n; i++) {
            binary[i] = random.nextDouble() < 1 / (1 + Math.exp(-eta[i])) ? 1 : 0;
            double mean = Math.exp(eta[i] / 2);
            double product = random.nextDouble();
            while (product > Math.exp(-mean)) {
                count[i]++;
                product *= random.nextDouble();
            }
            positive[i] = mean * (-Math.log(random.nextDouble()) - Math.log(random.nextDouble())) / 2 + 1e-3;
            normal[i] = eta[i] + random.nextGaussian();
        }
        return new Table(n)
                .number("y", i -> binary[i])
                .number("k", i -> count[i])
                .number("p", i -> positive[i])
                .number("z", i -> normal[i])
                .number("x", i -> x[i])
                .number("t", i -> (double) t[i])
                .text("g", i -> "g" + g[i])
                .text("h", i -> "h" + h[i]);
    }
}
