package org.glmmsql.likelihood;

/**
 * Columns made orthogonal in place, X = Q R with Q'Q = n I by the Cholesky factor of X'X (Stathopoulos and Wu 2002): coefficients of Q have
 * a well conditioned covariance whatever the collinearity of X. In blocks of rows, each read from memory once a pass.
 */
final class OrthogonalColumns {
    private static final int BLOCK = 1024;
    /** Share of a column's length that is left of it beside the others, below which rounding calls for a second pass. */
    private static final double COLLINEAR = 0.03;

    private final int[] order;
    private final double[][] r;

    /**
     * @param columns p columns of full rank and length one (root mean square)
     * @param count how many rows each row stands for
     * @param fixed a column that is left as it is, as the first of all: the intercept; or -1
     */
    OrthogonalColumns(double[][] columns, double[] count, int fixed) {
        order = order(columns.length, fixed);
        r = orthogonalise(columns, count, fixed);
    }

    /** The columns in the order in which each was made orthogonal to those before it. */
    int[] order() {
        return order;
    }

    /** R, p x p, R[i][k] = 0 where i comes after k in the order. */
    double[][] r() {
        return r;
    }

    private double[][] orthogonalise(double[][] columns, double[] count, int fixed) {
        int p = columns.length;
        double[][] r = identity(p);
        for (int pass = 0; pass < 3; pass++) {
            double[][] factor = factor(columns, count, order);
            if (factor == null) {
                return r;
            }
            divide(columns, factor, order, fixed);
            r = product(factor, r);
            double least = 1;
            for (int k = 0; k < p; k++) {
                least = Math.min(least, factor[k][k]);
            }
            if (least > COLLINEAR) {
                return r;
            }
        }
        return r;
    }

    private static int[] order(int p, int fixed) {
        int[] order = new int[p];
        int next = 0;
        if (fixed >= 0) {
            order[next++] = fixed;
        }
        for (int k = 0; k < p; k++) {
            if (k != fixed) {
                order[next++] = k;
            }
        }
        return order;
    }

    private static double[][] identity(int p) {
        double[][] result = new double[p][p];
        for (int k = 0; k < p; k++) {
            result[k][k] = 1;
        }
        return result;
    }

    /** R of X'X = n R'R; null where rounding leaves no positive pivot. */
    private static double[][] factor(double[][] columns, double[] count, int[] order) {
        int p = columns.length;
        double n = 0;
        for (double c : count) {
            n += c;
        }
        double[][] gram = gram(columns, count);
        double[][] r = new double[p][p];
        for (int b = 0; b < p; b++) {
            int k = order[b];
            double pivot = gram[k][k] / n;
            for (int a = 0; a < b; a++) {
                int i = order[a];
                double sum = gram[i][k] / n;
                for (int e = 0; e < a; e++) {
                    sum -= r[order[e]][i] * r[order[e]][k];
                }
                r[i][k] = sum / r[i][i];
                pivot -= r[i][k] * r[i][k];
            }
            if (!(pivot > 1e-15) || !(pivot < Double.POSITIVE_INFINITY)) {
                return null;
            }
            r[k][k] = Math.sqrt(pivot);
        }
        return r;
    }

    private static double[][] gram(double[][] columns, double[] count) {
        int p = columns.length;
        double[][] gram = new double[p][p];
        double[] weighted = new double[BLOCK];
        for (int from = 0; from < count.length; from += BLOCK) {
            int len = Math.min(BLOCK, count.length - from);
            for (int k = 0; k < p; k++) {
                double[] x = columns[k];
                for (int j = 0; j < len; j++) {
                    weighted[j] = count[from + j] * x[from + j];
                }
                for (int i = 0; i <= k; i++) {
                    gram[i][k] += ModelData.dot(columns[i], from, len, weighted, 0);
                }
            }
        }
        for (int k = 0; k < p; k++) {
            for (int i = 0; i < k; i++) {
                gram[k][i] = gram[i][k];
            }
        }
        return gram;
    }

    /** X R^-1, column by column within a block: each less its part along those before it, over its pivot. */
    private static void divide(double[][] columns, double[][] r, int[] order, int fixed) {
        int n = columns.length == 0 ? 0 : columns[0].length;
        for (int from = 0; from < n; from += BLOCK) {
            int end = Math.min(n, from + BLOCK);
            for (int b = 0; b < order.length; b++) {
                int k = order[b];
                if (k == fixed) {
                    continue;
                }
                double[] x = columns[k];
                for (int a = 0; a < b; a++) {
                    double along = r[order[a]][k];
                    if (along == 0) {
                        continue;
                    }
                    double[] before = columns[order[a]];
                    for (int j = from; j < end; j++) {
                        x[j] -= along * before[j];
                    }
                }
                double scale = 1 / r[k][k];
                for (int j = from; j < end; j++) {
                    x[j] *= scale;
                }
            }
        }
    }

    private static double[][] product(double[][] a, double[][] b) {
        int p = a.length;
        double[][] result = new double[p][p];
        for (int i = 0; i < p; i++) {
            for (int k = 0; k < p; k++) {
                for (int e = 0; e < p; e++) {
                    result[i][k] += a[i][e] * b[e][k];
                }
            }
        }
        return result;
    }
}
