package org.glmmsql.model;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * Degrees of freedom and scale of F of Kenward and Roger (1997), for the covariance matrix that they adjust (D63).
 *
 * @param model the matrix before it is adjusted, whose slopes the parameters have
 * @param vcov adjusted
 */
record KenwardRoger(VcovSlopes parameters, double[][] model, double[][] vcov) implements DegreesOfFreedom {
    static final String NAME = "kenward_roger";

    /** Quotients of two numbers below it are 1, and numbers below the second are 0, as rounding leaves of a limit. */
    private static final double NOTHING = 1e-14;

    private static final double ROUNDING = 1e-10;
    /** Of 2 degrees of freedom, where F has no mean to be matched. */
    private static final double NO_MEAN = 1e-2;

    @Override
    public String method() {
        return NAME;
    }

    @Override
    public double ofContrast(double[] l) {
        return parameters.ofContrast(l, model);
    }

    @Override
    public double ofHypothesis(double[][] l) {
        return l.length == 1 ? ofContrast(l[0]) : new Moments(l).df;
    }

    @Override
    public double scaleOfF(double[][] l) {
        return l.length == 1 ? 1 : new Moments(l).scale;
    }

    /** The F distribution whose mean and variance are those of the scaled Wald statistic, to the second order. */
    private final class Moments {
        final double df;
        final double scale;

        Moments(double[][] l) {
            int q = l.length;
            int p = model.length;
            DMatrixRMaj inverse = Quadratic.ofRows(l, model);
            if (!CommonOps_DDRM.invert(inverse)) {
                df = Double.NaN;
                scale = Double.NaN;
                return;
            }
            double[][] theta = new double[p][p];
            for (int i = 0; i < p; i++) {
                for (int j = 0; j < p; j++) {
                    for (int a = 0; a < q; a++) {
                        for (int b = 0; b < q; b++) {
                            theta[i][j] += l[a][i] * inverse.get(a, b) * l[b][j];
                        }
                    }
                }
            }
            double[] traces = parameters.traces(theta);
            double a1 = parameters.form(traces, traces);
            double a2 = productOfSlopes(theta);
            double b = (a1 + 6 * a2) / (2 * q);
            double g = ((q + 1) * a1 - (q + 4) * a2) / ((q + 2) * a2);
            double below = 3 * q + 2 * (1 - g);
            double v0 = 1 + g / below * b;
            double v1 = 1 - (q - g) / below * b;
            double v2 = 1 - (q + 2 - g) / below * b;
            if (Math.abs(v0) < ROUNDING) {
                v0 = 0;
            }
            double mean = 1 - a2 / q;
            double ratio = quotient(mean, v1);
            double rho = ratio * ratio * quotient(v0, v2) / q;
            df = 4 + (q + 2) / (q * rho - 1);
            scale = Math.abs(df - 2) < NO_MEAN ? 1 : df * mean / (df - 2);
        }

        /** Sum over i and j of W_ij tr(T D_i T D_j). */
        private double productOfSlopes(double[][] theta) {
            int p = theta.length;
            int k = parameters.slopes().length;
            DMatrixRMaj t = new DMatrixRMaj(theta);
            DMatrixRMaj[] products = new DMatrixRMaj[k];
            for (int i = 0; i < k; i++) {
                products[i] = new DMatrixRMaj(p, p);
                CommonOps_DDRM.mult(t, new DMatrixRMaj(parameters.square(i, p)), products[i]);
            }
            double sum = 0;
            for (int i = 0; i < k; i++) {
                for (int j = 0; j <= i; j++) {
                    double trace = 0;
                    for (int r = 0; r < p; r++) {
                        for (int c = 0; c < p; c++) {
                            trace += products[i].get(r, c) * products[j].get(c, r);
                        }
                    }
                    sum += (i == j ? 1 : 2) * parameters.covariance()[i][j] * trace;
                }
            }
            return sum;
        }
    }

    private static double quotient(double above, double below) {
        return Math.abs(above) < NOTHING && Math.abs(below) < NOTHING ? 1 : above / below;
    }
}
