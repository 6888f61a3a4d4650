package org.glmmsql.correlation;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * First-order ante-dependence: a correlation for each two places that follow one another, x_k / sqrt(1 + x_k^2), and their product between
 * others (Gabriel 1962) (D-C4).
 */
final class AnteDependence extends Chain {
    @Override
    public Place place() {
        return Place.LEVEL;
    }

    @Override
    public List<String> parameters(Extent extent) {
        return IntStream.range(1, extent.levels()).mapToObj(k -> "rho" + k).toList();
    }

    @Override
    public void start(Extent extent, double[] theta, int from) {
        for (int k = 0; k + 1 < extent.levels(); k++) {
            theta[from + k] = 0;
        }
    }

    /** The correlations of neighbours. */
    @Override
    public List<Told> told(Extent extent) {
        List<Told> told = new ArrayList<>();
        for (int k = 0; k + 1 < extent.levels(); k++) {
            int at = k;
            told.add(new Told(
                    extent.names().get(k),
                    extent.names().get(k + 1),
                    true,
                    true,
                    (theta, from) -> Correlation.bounded(theta[from + at])));
        }
        return told;
    }

    @Override
    void neighbours(Places places, Extent extent, int i, double[] theta, int from, Neighbours to) {
        int first = places.level()[i - 1];
        int last = places.level()[i];
        double logSquare = 0;
        to.correlation = 1;
        for (int k = first; k < last; k++) {
            double x = theta[from + k];
            logSquare += Math.log1p(-1 / (1 + x * x));
            to.correlation *= Correlation.bounded(x);
        }
        to.rest = -Math.expm1(logSquare);
        for (int k = first; k < last; k++) {
            double slope = Correlation.slope(theta[from + k]);
            for (int j = first; j < last; j++) {
                if (j != k) {
                    slope *= Correlation.bounded(theta[from + j]);
                }
            }
            to.slopes[k] = slope;
        }
    }
}
