package org.glmmsql.correlation;

import java.util.Arrays;
import java.util.List;

/**
 * One correlation between any two measurements of a group, rho = (m / (1 + e^-x) - 1) / (m - 1) in (-1 / (m - 1), 1), m the size of the
 * largest group (D-C5).
 */
final class Equal extends Dense {
    @Override
    public boolean isLinear(boolean ownScales) {
        return !ownScales;
    }

    @Override
    public Place place() {
        return Place.ANY;
    }

    @Override
    public List<String> parameters(Extent extent) {
        return List.of("rho");
    }

    @Override
    public void start(Extent extent, double[] theta, int from) {
        theta[from] = -Math.log(size(extent) - 1);
    }

    @Override
    public List<Told> told(Extent extent) {
        return List.of(Told.correlation("rho", (theta, from) -> rho(extent, theta[from])));
    }

    private static double size(Extent extent) {
        return Math.max(2, extent.largest());
    }

    private static double rho(Extent extent, double x) {
        double m = size(extent);
        return (m / (1 + Math.exp(-x)) - 1) / (m - 1);
    }

    @Override
    void fill(Places places, Extent extent, double[] theta, int from, double[] r) {
        int m = places.size();
        Arrays.fill(r, rho(extent, theta[from]));
        for (int i = 0; i < m; i++) {
            r[i * m + i] = 1;
        }
    }

    @Override
    void addGradient(Places places, Extent extent, double[] theta, int from, double[] g, double[] gradient, int to) {
        int m = places.size();
        double sum = 0;
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < i; j++) {
                sum += 2 * g[i * m + j];
            }
        }
        double x = theta[from];
        double width = size(extent) / (size(extent) - 1);
        gradient[to] += sum * width / ((1 + Math.exp(-x)) * (1 + Math.exp(x)));
    }
}
