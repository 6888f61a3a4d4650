package org.glmmsql.correlation;

import java.util.ArrayList;
import java.util.List;

/**
 * Any correlations of q places: R = L L' with rows l_i = (x_i1, ..., x_i(i-1), 1) divided by their length (Pinheiro and Bates 1996), which
 * reaches every correlation matrix that is not singular, each at one x (D-C6).
 */
final class General extends Dense {
    @Override
    public boolean isLinear(boolean ownScales) {
        return ownScales;
    }

    @Override
    public Place place() {
        return Place.LEVEL;
    }

    @Override
    public List<String> parameters(Extent extent) {
        List<String> names = new ArrayList<>();
        for (int i = 1; i < extent.levels(); i++) {
            for (int j = 0; j < i; j++) {
                names.add("x" + (i + 1) + "," + (j + 1));
            }
        }
        return names;
    }

    @Override
    public void start(Extent extent, double[] theta, int from) {
        for (int k = 0; k < extent.levels() * (extent.levels() - 1) / 2; k++) {
            theta[from + k] = 0;
        }
    }

    @Override
    public List<Told> told(Extent extent) {
        List<Told> told = new ArrayList<>();
        for (int j = 0; j < extent.levels(); j++) {
            for (int i = j + 1; i < extent.levels(); i++) {
                int first = j;
                int second = i;
                told.add(new Told(
                        extent.names().get(j),
                        extent.names().get(i),
                        true,
                        true,
                        (theta, from) -> product(row(first, theta, from), row(second, theta, from))));
            }
        }
        return told;
    }

    /** Row i of L up to its diagonal. */
    private static double[] row(int i, double[] theta, int from) {
        double[] row = new double[i + 1];
        System.arraycopy(theta, from + i * (i - 1) / 2, row, 0, i);
        row[i] = 1;
        double length = Math.sqrt(product(row, row));
        for (int k = 0; k <= i; k++) {
            row[k] /= length;
        }
        return row;
    }

    private static double product(double[] a, double[] b) {
        double sum = 0;
        for (int k = 0; k < Math.min(a.length, b.length); k++) {
            sum += a[k] * b[k];
        }
        return sum;
    }

    private static double[][] rows(Places places, double[] theta, int from) {
        double[][] rows = new double[places.size()][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = row(places.level()[i], theta, from);
        }
        return rows;
    }

    @Override
    void fill(Places places, Extent extent, double[] theta, int from, double[] r) {
        int m = places.size();
        double[][] rows = rows(places, theta, from);
        for (int i = 0; i < m; i++) {
            r[i * m + i] = 1;
            for (int j = 0; j < i; j++) {
                r[i * m + j] = product(rows[i], rows[j]);
                r[j * m + i] = r[i * m + j];
            }
        }
    }

    @Override
    void addGradient(Places places, Extent extent, double[] theta, int from, double[] g, double[] gradient, int to) {
        int m = places.size();
        double[][] rows = rows(places, theta, from);
        for (int i = 0; i < m; i++) {
            double[] own = rows[i];
            double[] byRow = new double[own.length];
            for (int j = 0; j < m; j++) {
                if (j == i) {
                    continue;
                }
                for (int k = 0; k < Math.min(own.length, rows[j].length); k++) {
                    byRow[k] += 2 * g[i * m + j] * rows[j][k];
                }
            }
            // a row keeps its length; its last entry is 1 over that of x and 1
            double along = product(byRow, own);
            int last = own.length - 1;
            int at = to + last * (last - 1) / 2;
            for (int k = 0; k < last; k++) {
                gradient[at + k] += own[last] * (byRow[k] - along * own[k]);
            }
        }
    }
}
