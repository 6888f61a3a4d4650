package org.glmmsql.correlation;

import java.util.List;
import org.glmmsql.special.MaternFunction;

/** 2^(1-k) / Gamma(k) z^k K_k(z) at z ranges, the smoothness k = e^x / 2: exp(-z) where x = 0 (Matern 1960; Stein 1999) (D-C12). */
final class Matern extends ByDistance {
    @Override
    public List<String> parameters(Extent extent) {
        return List.of("log range", "log smoothness");
    }

    @Override
    public void start(Extent extent, double[] theta, int from) {
        theta[from] = 0;
        theta[from + 1] = 0;
    }

    @Override
    public List<Told> told(Extent extent) {
        return List.of(
                Told.positive("range", (theta, from) -> extent.unit() * Math.exp(theta[from])),
                Told.positive("smoothness", (theta, from) -> smoothness(theta[from + 1])));
    }

    private static double smoothness(double x) {
        return 0.5 * Math.exp(x);
    }

    @Override
    double correlation(double z, double[] theta, int from, double[] slopes) {
        double k = smoothness(theta[from + 1]);
        MaternFunction matern = new MaternFunction(k, z);
        slopes[0] = matern.byArgument;
        slopes[1] = k * matern.byOrder;
        return matern.value;
    }
}
