package org.glmmsql.correlation;

import java.util.Locale;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;

/** A correlation of places that are whole numbers by the distance between them. */
abstract class ByLag extends Dense {
    /** Correlations are kept by distance. */
    private static final int MOST = 100_000;

    @Override
    public final Place place() {
        return Place.STEP;
    }

    /**
     * Correlations at the distances 1, 2, ... times the unit of lags.
     *
     * @param rho by lag, 1 at 0
     * @param slopes by parameter and lag, zero when asked for
     */
    abstract void correlations(Extent extent, double[] theta, int from, double[] rho, double[][] slopes);

    /** What counts as distance 1. */
    double unit(Extent extent) {
        return 1;
    }

    @Override
    final void fill(Places places, Extent extent, double[] theta, int from, double[] r) {
        int m = places.size();
        double[] rho = new double[lags(places, extent)];
        correlations(extent, theta, from, rho, new double[parameters(extent).size()][rho.length]);
        for (int i = 0; i < m; i++) {
            for (int j = 0; j <= i; j++) {
                r[i * m + j] = rho[lag(places, extent, j, i)];
                r[j * m + i] = r[i * m + j];
            }
        }
    }

    @Override
    final void addGradient(
            Places places, Extent extent, double[] theta, int from, double[] g, double[] gradient, int to) {
        int m = places.size();
        double[] rho = new double[lags(places, extent)];
        double[][] slopes = new double[parameters(extent).size()][rho.length];
        correlations(extent, theta, from, rho, slopes);
        double[] byLag = new double[rho.length];
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < i; j++) {
                byLag[lag(places, extent, j, i)] += 2 * g[i * m + j];
            }
        }
        for (int k = 0; k < slopes.length; k++) {
            for (int lag = 1; lag < byLag.length; lag++) {
                gradient[to + k] += byLag[lag] * slopes[k][lag];
            }
        }
    }

    /** @throws GlmmException LIMIT for positions that are numbered in a unit far below their steps */
    private int lags(Places places, Extent extent) {
        double last = places.step(0, places.size() - 1) / unit(extent);
        if (last >= MOST) {
            throw new GlmmException(
                    ErrorCode.LIMIT,
                    String.format(
                            Locale.ROOT,
                            "the positions of a group reach over %.0f steps of 1, at most %d are taken; number them in the unit of their"
                                    + " steps, as days for times that are days apart",
                            last,
                            MOST));
        }
        return (int) Math.rint(last) + 1;
    }

    private int lag(Places places, Extent extent, int j, int i) {
        return (int) Math.rint(places.step(j, i) / unit(extent));
    }
}
