package org.glmmsql.family;

import java.util.Arrays;
import org.glmmsql.special.Stirling;

/**
 * Negative binomial counts of mean e^m and shape phi = e^tau (D-F11), by hand because they are met so often:
 * log f = log(Gamma(phi + y) / Gamma(phi)) - y tau + y m - (y + phi) softplus(m - tau) + constant. What depends on y and phi only is kept for small counts as long as phi stays the same; the softplus is the kernel of the logit link at y = 0.
 */
final class NegativeBinomialDensity implements LogDensity {
    private static final int L_TAU2 = Want.place(1, 1), L_TAU3 = Want.place(1, 1, 1), L_ETA_TAU2 = Want.place(1, 1, 0);

    /** Counts below it are met again. */
    private static final int SMALL = 64;

    private static final Kernel SOFTPLUS = new LogitKernel();
    private static final int ALL = Kernel.VALUE | Kernel.NEWTON | Kernel.THIRD;

    private final PositiveLink link;
    private final boolean isLog;

    NegativeBinomialDensity(PositiveLink link) {
        this.link = link;
        isLog = link instanceof LogLink;
    }

    @Override
    public int predictors() {
        return 2;
    }

    @Override
    public boolean concave(int random) {
        return random == 1 && isLog;
    }

    @Override
    public double logConstant(double y, double w) {
        return w == 0 || y == 0 ? 0 : w * (-0.5 * Math.log(y) - Stirling.HALF_LOG_2PI - Stirling.error(y));
    }

    @Override
    public void evaluate(int row, int len, double[] y, double[] w, double[][] eta, Want want, double[][] out) {
        Rows rows = new Rows(logMeans(len, eta[0]), len, eta[1], want, out);
        Shapes shapes = new Shapes();
        for (int j = 0; j < len; j++) {
            if (w[row + j] == 0) rows.zero(j);
            else rows.store(j, w[row + j], y[row + j], shapes.at(y[row + j], eta[1][j]), shapes.phi);
        }
    }

    /** m and its first three derivatives by eta, each for all rows. */
    private double[][] logMeans(int len, double[] eta) {
        double[][] m = new double[Jets.SIZE][len];
        if (isLog) {
            m[0] = eta;
            Arrays.fill(m[1], 1);
            return m;
        }
        double[] jet = new double[Jets.SIZE];
        for (int j = 0; j < len; j++) {
            link.logMean(eta[j], jet);
            for (int k = 0; k < jet.length; k++) m[k][j] = jet[k];
        }
        return m;
    }

    /** A block of rows, with minus the softplus and its derivatives in hand. */
    private static final class Rows {
        private final double[][] m;
        private final double[][] f;
        private final Want want;
        private final double[][] out;
        private final int[] places;

        Rows(double[][] m, int len, double[] tau, Want want, double[][] out) {
            this.m = m;
            this.want = want;
            this.out = out;
            places = want.rows(2);
            double[] logOdds = new double[len];
            for (int j = 0; j < len; j++) logOdds[j] = m[0][j] - tau[j];
            f = new double[4][len];
            SOFTPLUS.evaluate(0, len, new double[len], logOdds, ALL, f);
        }

        void zero(int j) {
            for (int place : places) out[place][j] = 0;
        }

        /** The derivatives by m and tau, and the chain rule from m to eta. */
        void store(int j, double weight, double y, double[] shape, double phi) {
            double total = y + phi;
            double f0 = f[0][j];
            double f1 = f[1][j];
            double f2 = f[2][j];
            double f3 = f[3][j];
            double m1 = m[1][j];
            double m2 = m[2][j];
            double lm = y + total * f1;
            double lmm = total * f2;
            double lmt = phi * f1 - lmm;
            double lmmt = phi * f2 - total * f3;
            boolean outside = Double.isNaN(m[0][j]);
            if (want.value()) {
                out[L][j] = outside ? Double.NEGATIVE_INFINITY : weight * (y * m[0][j] + total * f0 + shape[0]);
            }
            if (want.newton()) {
                out[L_ETA][j] = weight * lm * m1;
                out[L_ETA2][j] = weight * (lmm * m1 * m1 + lm * m2);
            }
            if (want.third()) {
                out[L_ETA3][j] = weight * (total * f3 * m1 * m1 * m1 + 3 * lmm * m1 * m2 + lm * m[3][j]);
            }
            boolean random = want.isRandom(1);
            if (random ? want.newton() : want.others()) {
                out[L_TAU][j] = weight * (shape[1] + phi * f0 - total * f1);
                out[L_ETA_TAU][j] = weight * lmt * m1;
            }
            if (random ? want.third() : want.others()) {
                out[L_ETA2_TAU][j] = weight * (lmmt * m1 * m1 + lmt * m2);
            }
            if (random && want.newton()) {
                out[L_TAU2][j] = weight * (shape[2] + phi * (f0 - 2 * f1) + lmm);
            }
            if (random && want.third()) {
                out[L_ETA_TAU2][j] = weight * (phi * (f1 - 2 * f2) + total * f3) * m1;
                out[L_TAU3][j] = weight * (shape[3] + phi * (f0 - 3 * f1 + 3 * f2) - total * f3);
            }
        }
    }

    /** log(Gamma(phi + y) / Gamma(phi)) - y tau - log y! + constant, and its derivatives by tau. */
    private static final class Shapes {
        private final double[][] known = new double[SMALL][];
        private double tau = Double.NaN;
        double phi;

        double[] at(double y, double logPhi) {
            if (logPhi != tau) {
                tau = logPhi;
                phi = Math.exp(logPhi);
                Arrays.fill(known, null);
            }
            if (!(y < SMALL)) return shape(y);
            int count = (int) y;
            if (known[count] == null) known[count] = shape(y);
            return known[count];
        }

        private double[] shape(double y) {
            double[] shape = new double[Jets.SIZE];
            GammaRatio.beyondPower(y, tau, shape);
            return shape;
        }
    }
}
