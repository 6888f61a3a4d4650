package org.glmmsql.design;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Finds the columns of X that depend linearly on earlier ones, as a QR decomposition in column order would, without a copy of X: a
 * Cholesky decomposition of the centred and scaled X'X names suspects, and a pass over the rows measures the residual of each.
 */
final class DependentColumns {
    /** A residual below this fraction of the column's (centred) length is rounding error: the tolerance of R's lm. */
    private static final double TOLERANCE = 1e-7;

    /** Below this squared fraction the Cholesky decomposition, exact to about 1e-14, is not trusted to say so. */
    private static final double SUSPECT = 1e-6;

    /** A column that varies less than this fraction of its size is a constant. */
    private static final double CONSTANT = 1e-12;

    private static final int REFINEMENTS = 3;
    private static final int BLOCK = 1024;
    /** Columns of a block whose products are formed between two looks at the cancellation. */
    private static final int COLUMNS = 64;

    private final double[][] columns;
    private final int n;
    private final double[] centre;
    private final double[] scale;
    private final boolean intercept;
    private final Runnable cancellation;

    private DependentColumns(double[][] columns, int n, boolean intercept, Runnable cancellation) {
        this.cancellation = cancellation;
        this.columns = columns;
        this.n = n;
        this.centre = new double[columns.length];
        this.scale = new double[columns.length];
        // the first column is the intercept: it is not centred, the others lose their mean
        for (int j = 0; j < columns.length; j++) {
            cancellation.run();
            centre[j] = intercept && j > 0 ? mean(columns[j]) : 0;
            double square = squares(columns[j], centre[j]);
            scale[j] = square > CONSTANT * CONSTANT * n * centre[j] * centre[j] ? Math.sqrt(square) : 0;
        }
        this.intercept = intercept;
    }

    // even and odd rows apart: in one sum, each addition would wait for the last

    private double mean(double[] column) {
        double shift = column[0];
        double even = 0;
        double odd = 0;
        int i = 0;
        for (; i + 1 < n; i += 2) {
            even += column[i] - shift;
            odd += column[i + 1] - shift;
        }
        if (i < n) {
            even += column[i] - shift;
        }
        return shift + (even + odd) / n;
    }

    private double squares(double[] column, double centre) {
        double even = 0;
        double odd = 0;
        int i = 0;
        for (; i + 1 < n; i += 2) {
            double first = column[i] - centre;
            double second = column[i + 1] - centre;
            even += first * first;
            odd += second * second;
        }
        if (i < n) {
            even += (column[i] - centre) * (column[i] - centre);
        }
        return even + odd;
    }

    /**
     * @param columns p arrays of at least n values
     * @param intercept whether the first column is the constant 1
     * @param cancellation throws to stop the search
     * @return which columns are kept, all of them if there is no row
     */
    static FixedDesign reduce(double[][] columns, List<String> names, int n, boolean intercept, Runnable cancellation) {
        if (n == 0 || columns.length == 0) {
            return new FixedDesign(names, columns, names, List.of());
        }
        return new DependentColumns(columns, n, intercept, cancellation).reduce(names);
    }

    private FixedDesign reduce(List<String> names) {
        int p = columns.length;
        double[][] gram = gram();
        double[][] cholesky = new double[p][p];
        int[] kept = new int[p];
        int rank = 0;
        List<Dependence> dependent = new ArrayList<>();
        for (int j = 0; j < p; j++) {
            double[] row = cholesky[rank];
            double square = scale[j] == 0 ? 0 : 1;
            for (int k = 0; k < rank; k++) {
                double sum = gram[j][kept[k]];
                for (int l = 0; l < k; l++) {
                    sum -= row[l] * cholesky[k][l];
                }
                row[k] = sum / cholesky[k][k];
                square -= row[k] * row[k];
            }
            double[] coefficients = new double[rank];
            if (scale[j] > 0 && square < SUSPECT) {
                coefficients = solveTransposed(cholesky, Arrays.copyOf(row, rank), rank);
                double residual = residual(j, kept, rank, cholesky, coefficients);
                square = residual * residual;
            }
            if (square > TOLERANCE * TOLERANCE) {
                row[rank] = Math.sqrt(square);
                kept[rank++] = j;
            } else {
                dependent.add(new Dependence(j, coefficients));
            }
        }
        int[] all = Arrays.copyOf(kept, rank);
        return new FixedDesign(
                IntStream.of(all).mapToObj(names::get).toList(),
                IntStream.of(all).mapToObj(j -> columns[j]).toArray(double[][]::new),
                names,
                dependent.stream().map(d -> dropped(d, names, all)).toList());
    }

    /** A column and its coefficients by the scaled columns kept before it. */
    private record Dependence(int column, double[] coefficients) {}

    /** In the units of the columns: x_j - c_j = s_j sum of a_k (x_k - c_k) / s_k, with the intercept for the means. */
    private DroppedColumn dropped(Dependence dependence, List<String> names, int[] kept) {
        int j = dependence.column;
        double[] coefficients = new double[kept.length];
        double constant = centre[j];
        for (int k = intercept ? 1 : 0; k < dependence.coefficients.length; k++) {
            coefficients[k] = dependence.coefficients[k] * scale[j] / scale[kept[k]];
            constant -= coefficients[k] * centre[kept[k]];
        }
        if (intercept) {
            coefficients[0] = constant;
        }
        return new DroppedColumn(names.get(j), coefficients, scale[j] / Math.sqrt(n));
    }

    /** Cross-products of different scaled columns, lower triangle; those of centred ones with the intercept are 0. */
    private double[][] gram() {
        int p = columns.length;
        double[][] gram = new double[p][p];
        double[][] block = new double[p][BLOCK];
        for (int start = 0; start < n; start += BLOCK) {
            int length = load(start, block);
            for (int j = 0; j < p; j++) {
                if (j % COLUMNS == 0) {
                    cancellation.run();
                }
                for (int k = intercept ? 1 : 0; k < j; k++) {
                    gram[j][k] += dot(block[j], block[k], length);
                }
            }
        }
        return gram;
    }

    private int load(int start, double[][] block) {
        int length = Math.min(BLOCK, n - start);
        for (int j = 0; j < columns.length; j++) {
            double inverse = scale[j] == 0 ? 0 : 1 / scale[j];
            for (int i = 0; i < length; i++) {
                block[j][i] = (columns[j][start + i] - centre[j]) * inverse;
            }
        }
        return length;
    }

    /** Four partial sums keep the processor from waiting for each addition. */
    private static double dot(double[] a, double[] b, int length) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int i = 0;
        for (; i + 3 < length; i += 4) {
            s0 += a[i] * b[i];
            s1 += a[i + 1] * b[i + 1];
            s2 += a[i + 2] * b[i + 2];
            s3 += a[i + 3] * b[i + 3];
        }
        for (; i < length; i++) {
            s0 += a[i] * b[i];
        }
        return (s0 + s1) + (s2 + s3);
    }

    /**
     * Length of what scaled column j has beyond the kept ones: least squares refined by its own residuals.
     *
     * @param coefficients those of the first guess; refined in place
     */
    private double residual(int j, int[] kept, int rank, double[][] cholesky, double[] coefficients) {
        double[][] block = new double[columns.length][BLOCK];
        double smallest = Double.POSITIVE_INFINITY;
        for (int pass = 0; pass < REFINEMENTS; pass++) {
            double[] gradient = new double[rank];
            double square = 0;
            for (int start = 0; start < n; start += BLOCK) {
                int length = load(start, block);
                double[] residual = block[j];
                for (int k = 0; k < rank; k++) {
                    for (int i = 0; i < length; i++) {
                        residual[i] -= coefficients[k] * block[kept[k]][i];
                    }
                }
                square += dot(residual, residual, length);
                for (int k = 0; k < rank; k++) {
                    gradient[k] += dot(residual, block[kept[k]], length);
                }
            }
            smallest = Math.min(smallest, Math.sqrt(square));
            double[] step = solveTransposed(cholesky, solve(cholesky, gradient, rank), rank);
            for (int k = 0; k < rank; k++) {
                coefficients[k] += step[k];
            }
        }
        return smallest;
    }

    private static double[] solve(double[][] lower, double[] b, int rank) {
        double[] x = b.clone();
        for (int k = 0; k < rank; k++) {
            for (int l = 0; l < k; l++) {
                x[k] -= lower[k][l] * x[l];
            }
            x[k] /= lower[k][k];
        }
        return x;
    }

    private static double[] solveTransposed(double[][] lower, double[] b, int rank) {
        double[] x = b.clone();
        for (int k = rank - 1; k >= 0; k--) {
            for (int l = k + 1; l < rank; l++) {
                x[k] -= lower[l][k] * x[l];
            }
            x[k] /= lower[k][k];
        }
        return x;
    }
}
