package org.glmmsql.correlation;

import java.util.List;

/** A correlation of points by the distance between them in ranges, range = unit e^x, and perhaps further parameters. */
abstract class ByDistance extends Dense {
    @Override
    public final Place place() {
        return Place.POINT;
    }

    @Override
    public List<String> parameters(Extent extent) {
        return List.of("log range");
    }

    @Override
    public void start(Extent extent, double[] theta, int from) {
        theta[from] = 0;
    }

    @Override
    public List<Told> told(Extent extent) {
        return List.of(Told.positive("range", (theta, from) -> extent.unit() * Math.exp(theta[from])));
    }

    @Override
    public final List<double[]> line() {
        return Ranges.line(parameters(new Extent(List.of(), 1, 1, 0, 1)).size());
    }

    /**
     * The correlation at a distance z, in ranges.
     *
     * @param slopes by z and by the parameters after the range
     */
    abstract double correlation(double z, double[] theta, int from, double[] slopes);

    @Override
    final void fill(Places places, Extent extent, double[] theta, int from, double[] r) {
        int m = places.size();
        double range = Ranges.known(theta[from]) ? extent.unit() * Math.exp(theta[from]) : Double.NaN;
        double[] slopes = new double[parameters(extent).size()];
        for (int i = 0; i < m; i++) {
            r[i * m + i] = 1;
            for (int j = 0; j < i; j++) {
                r[i * m + j] = correlation(places.distance(j, i) / range, theta, from, slopes);
                r[j * m + i] = r[i * m + j];
            }
        }
    }

    @Override
    final void addGradient(
            Places places, Extent extent, double[] theta, int from, double[] g, double[] gradient, int to) {
        int m = places.size();
        double range = extent.unit() * Math.exp(theta[from]);
        double[] slopes = new double[parameters(extent).size()];
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < i; j++) {
                double z = places.distance(j, i) / range;
                correlation(z, theta, from, slopes);
                gradient[to] -= 2 * g[i * m + j] * slopes[0] * z;
                for (int k = 1; k < slopes.length; k++) {
                    gradient[to + k] += 2 * g[i * m + j] * slopes[k];
                }
            }
        }
    }
}
