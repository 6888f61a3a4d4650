package org.glmmsql.correlation;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A correlation for each distance, rho_k, by partial autocorrelations x / sqrt(1 + x^2), of which every positive definite matrix has its own
 * (Barndorff-Nielsen and Schou 1973); from one to the other by the recursion of Durbin and Levinson (D-C7).
 */
final class Toeplitz extends ByLag {
    @Override
    public boolean isLinear(boolean ownScales) {
        return !ownScales;
    }

    @Override
    public List<String> parameters(Extent extent) {
        return IntStream.rangeClosed(1, lags(extent))
                .mapToObj(k -> "partial" + k)
                .toList();
    }

    private int lags(Extent extent) {
        return (int) Math.rint(extent.reach() / unit(extent));
    }

    @Override
    double unit(Extent extent) {
        return extent.step();
    }

    @Override
    public void start(Extent extent, double[] theta, int from) {
        for (int k = 0; k < lags(extent); k++) {
            theta[from + k] = 0;
        }
    }

    @Override
    public List<Told> told(Extent extent) {
        int lags = lags(extent);
        List<Told> told = new ArrayList<>();
        for (int k = 1; k <= lags; k++) {
            int lag = k;
            told.add(Told.correlation("rho" + Math.round(k * extent.step()), (theta, from) -> {
                double[] rho = new double[lag + 1];
                correlations(extent, theta, from, rho, new double[lags][lag + 1]);
                return rho[lag];
            }));
        }
        return told;
    }

    /** With a the coefficients of the best prediction from the k - 1 last, rho_k = sum_j a_j rho_(k-j) + partial_k times what they leave. */
    @Override
    void correlations(Extent extent, double[] theta, int from, double[] rho, double[][] slopes) {
        int lags = rho.length - 1;
        rho[0] = 1;
        double[] a = new double[lags + 1];
        double[][] aSlopes = new double[lags][lags + 1];
        double rest = 1;
        double[] restSlopes = new double[lags];
        for (int k = 1; k <= lags; k++) {
            double partial = Correlation.bounded(theta[from + k - 1]);
            double partialSlope = Correlation.slope(theta[from + k - 1]);
            rho[k] = partial * rest;
            for (int j = 1; j < k; j++) {
                rho[k] += a[j] * rho[k - j];
            }
            for (int p = 0; p < k; p++) {
                double own = p == k - 1 ? partialSlope : 0;
                double slope = own * rest + partial * restSlopes[p];
                for (int j = 1; j < k; j++) {
                    slope += aSlopes[p][j] * rho[k - j] + a[j] * slopes[p][k - j];
                }
                slopes[p][k] = slope;
                double[] before = aSlopes[p].clone();
                for (int j = 1; j < k; j++) {
                    aSlopes[p][j] = before[j] - partial * before[k - j] - own * a[k - j];
                }
                aSlopes[p][k] = own;
                restSlopes[p] = restSlopes[p] * (1 - partial * partial) - 2 * rest * partial * own;
            }
            double[] before = a.clone();
            for (int j = 1; j < k; j++) {
                a[j] = before[j] - partial * before[k - j];
            }
            a[k] = partial;
            rest *= 1 - partial * partial;
        }
    }
}
