package org.glmmsql.family;

import java.util.Arrays;
import org.glmmsql.special.Stirling;
import org.jspecify.annotations.Nullable;

/**
 * Negative binomial counts of mean e^m and shape phi = e^tau (D-F11), by hand because they are met so often:
 * log f = log(Gamma(phi + y) / Gamma(phi)) - y tau + y m - (y + phi) softplus(m - tau) + constant. What depends on y and phi only is kept for small counts as long as phi stays the same; the softplus is the kernel of the logit link at y = 0.
 */
final class NegativeBinomialDensity implements LogDensity {
    private static final int L_TAU2 = Want.place(1, 1), L_TAU3 = Want.place(1, 1, 1), L_ETA_TAU2 = Want.place(1, 1, 0);

    /** Counts below it are met again. */
    private static final int SMALL = 64;
    /** Below it a sum over the count is cheaper than Stirling's series. */
    private static final int SUMMED = 16;

    private static final Kernel SOFTPLUS = new LogitKernel();
    private static final int ALL = Kernel.VALUE | Kernel.NEWTON | Kernel.THIRD;

    private final PositiveLink link;
    private final boolean isLog;

    NegativeBinomialDensity(PositiveLink link) {
        this.link = link;
        isLog = link.name().equals("log");
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
        double[] logMean = isLog ? eta[0] : logMeans(len, eta[0]);
        double[] tau = eta[1];
        double[] odds = new double[len];
        for (int j = 0; j < len; j++) odds[j] = logMean[j] - tau[j];
        // minus the softplus and its derivatives
        double[][] f = new double[4][len];
        SOFTPLUS.evaluate(0, len, new double[len], odds, ALL, f);
        Shapes shapes = new Shapes();
        double[] chain = new double[Jets.SIZE];
        for (int j = 0; j < len; j++) {
            double count = y[row + j];
            double[] shape = shapes.at(count, tau[j]);
            if (!isLog) link.logMean(eta[0][j], chain);
            store(j, w[row + j], count, shapes.phi, logMean[j], shape, f, isLog ? null : chain, want, out);
        }
    }

    private double[] logMeans(int len, double[] eta) {
        double[] chain = new double[Jets.SIZE];
        double[] logMean = new double[len];
        for (int j = 0; j < len; j++) {
            link.logMean(eta[j], chain);
            logMean[j] = chain[0];
        }
        return logMean;
    }

    /** @param chain log mean and its derivatives by eta; null where they are eta itself */
    private static void store(
            int j,
            double weight,
            double y,
            double phi,
            double m,
            double[] shape,
            double[][] f,
            double @Nullable [] chain,
            Want want,
            double[][] out) {
        double total = y + phi;
        double f0 = f[0][j];
        double f1 = f[1][j];
        double f2 = f[2][j];
        double f3 = f[3][j];
        boolean outside = Double.isNaN(m);
        if (weight == 0) {
            for (int place : want.rows(2)) out[place][j] = 0;
            return;
        }
        double c1 = chain == null ? 1 : chain[1];
        double c2 = chain == null ? 0 : chain[2];
        double c3 = chain == null ? 0 : chain[3];
        double lm = y + total * f1;
        double lmm = total * f2;
        double lmt = phi * f1 - lmm;
        double lmmt = phi * f2 - total * f3;
        if (want.value()) out[L][j] = outside ? Double.NEGATIVE_INFINITY : weight * (y * m + total * f0 + shape[0]);
        if (want.newton()) {
            out[L_ETA][j] = weight * lm * c1;
            out[L_ETA2][j] = weight * (lmm * c1 * c1 + lm * c2);
        }
        if (want.third()) out[L_ETA3][j] = weight * (total * f3 * c1 * c1 * c1 + 3 * lmm * c1 * c2 + lm * c3);
        boolean random = want.isRandom(1);
        if (random ? want.newton() : want.others()) {
            out[L_TAU][j] = outside ? Double.NaN : weight * (shape[1] + phi * f0 - total * f1);
            out[L_ETA_TAU][j] = weight * lmt * c1;
        }
        if (random ? want.third() : want.others()) out[L_ETA2_TAU][j] = weight * (lmmt * c1 * c1 + lmt * c2);
        if (!random) return;
        if (want.newton()) out[L_TAU2][j] = weight * (shape[2] + phi * (f0 - 2 * f1) + lmm);
        if (want.third()) {
            out[L_ETA_TAU2][j] = weight * (phi * (f1 - 2 * f2) + total * f3) * c1;
            out[L_TAU3][j] = weight * (shape[3] + phi * (f0 - 3 * f1 + 3 * f2) - total * f3);
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
            if (!(y < SMALL)) return large(y);
            int count = (int) y;
            double[] shape = known[count];
            if (shape == null) {
                shape = count < SUMMED ? sum(count) : large(y);
                known[count] = shape;
            }
            return shape;
        }

        /** log(Gamma(phi + y) / Gamma(phi) / phi^y) is a sum of log(1 + i / phi). */
        private double[] sum(int y) {
            double[] s = new double[4];
            if (y == 0) return s;
            for (int i = 1; i < y; i++) {
                double u = i / (phi + i);
                double v = phi / (phi + i);
                s[0] += Math.log1p(i / phi);
                s[1] -= u;
                s[2] += u * v;
                s[3] -= u * v * (v - u);
            }
            s[0] += y - y * Math.log(y);
            return s;
        }

        /** By Stirling's formula for either Gamma. */
        private double[] large(double y) {
            double c = Math.log1p(y / phi);
            double v = y / (phi + y);
            double p = phi / (phi + y);
            double r1 = phi * Stirling.rise(1, phi, y);
            double r2 = phi * phi * Stirling.rise(2, phi, y);
            double r3 = phi * phi * phi * Stirling.rise(3, phi, y);
            return new double[] {
                (phi + y - 0.5) * c + Stirling.rise(0, phi, y) - y * Math.log(y),
                phi * (c - v) - v * y + 0.5 * v + r1,
                phi * (c - v) - 0.5 * v * p + r1 + r2,
                phi * (c - v - v * v) + 0.5 * v * p * (p - v) + r1 + 3 * r2 + r3
            };
        }
    }
}
