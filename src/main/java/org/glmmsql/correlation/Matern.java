package org.glmmsql.correlation;

import java.util.List;
import org.glmmsql.special.MaternFunction;

/**
 * 2^(1-k) / Gamma(k) u^k K_k(u) at u ranges, the smoothness k = e^x / 2: exp(-u) where x = 0 (Matern 1960; Stein 1999) (D-C12). The
 * first parameter is the logarithm of range sqrt(2 k) (Handcock and Wallis 1994), which a smooth field determines as well as a rough one:
 * its range alone runs along a ridge.
 */
final class Matern extends ByDistance {
    @Override
    public List<String> parameters(Extent extent) {
        return List.of("log reach", "log smoothness");
    }

    @Override
    public void start(Extent extent, double[] theta, int from) {
        theta[from] = 0;
        theta[from + 1] = 0;
    }

    @Override
    public List<Told> told(Extent extent) {
        return List.of(
                Told.positive("range", (theta, from) -> extent.unit() * Math.exp(theta[from] - 0.5 * theta[from + 1])),
                Told.positive("smoothness", (theta, from) -> smoothness(theta[from + 1])));
    }

    private static double smoothness(double x) {
        return 0.5 * Math.exp(x);
    }

    @Override
    double correlation(double z, double[] theta, int from, double[] slopes) {
        double k = smoothness(theta[from + 1]);
        double ranges = Math.sqrt(2 * k);
        MaternFunction matern = new MaternFunction(k, z * ranges);
        slopes[0] = ranges * matern.byArgument;
        slopes[1] = k * matern.byOrder + 0.5 * z * slopes[0];
        return matern.value;
    }
}
