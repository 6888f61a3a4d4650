package org.glmmsql.family;

/**
 * Log densities of responses from 0 to 1 whose shapes are a = mu phi and b = (1 - mu) phi, phi = e^tau, in parts each of which is a function of
 * one variable or nearly so: K(eta) phi + M(eta) + T(tau) + A(log a) + B(log b). The chain rule from these to eta and tau stands here once.
 */
abstract class ShapesDensity implements LogDensity {
    private static final int L_TAU2 = Want.place(1, 1), L_TAU3 = Want.place(1, 1, 1), L_ETA_TAU2 = Want.place(1, 1, 0);

    private final UnitLink link;

    ShapesDensity(UnitLink link) {
        this.link = link;
    }

    /** The parts of a row, each a value and its first three derivatives. */
    static final class Parts {
        /** log mu and log(1 - mu) by eta. */
        final double[] logMean = new double[Jets.SIZE], logComplement = new double[Jets.SIZE];
        /** mu by eta. */
        final double[] mean = new double[Jets.SIZE];

        final double[] scratch = new double[Jets.SIZE];

        /** 1 - mu. */
        double complement;

        double tau;
        double phi;
        /** Whether the values of all parts are asked for, and that of K. */
        boolean value;

        boolean deviance;
        /** K and M by eta, T by tau, A by log a, B by log b. */
        final double[] scaled = new double[Jets.SIZE],
                ofMean = new double[Jets.SIZE],
                ofTau = new double[Jets.SIZE],
                first = new double[Jets.SIZE],
                second = new double[Jets.SIZE];

        /** @return whether eta gives a mean inside of (0, 1) */
        private boolean load(UnitLink link, double eta) {
            if (link instanceof LogitLink) {
                loadLogit(eta);
                return true;
            }
            link.logMean(eta, logMean);
            link.logComplement(eta, logComplement);
            double mu = Math.exp(logMean[0]);
            double d1 = logMean[1];
            double d2 = logMean[2];
            complement = Math.exp(logComplement[0]);
            // from the left: what is 0 in a tail stays 0, whatever it is multiplied by
            Jets.set(mean, mu, mu * d1, mu * d2 + mu * d1 * d1, mu * logMean[3] + 3 * mu * d1 * d2 + mu * d1 * d1 * d1);
            return logMean[0] > Double.NEGATIVE_INFINITY && logComplement[0] > Double.NEGATIVE_INFINITY;
        }

        /** The same with one exponential and one logarithm. */
        private void loadLogit(double eta) {
            double e = Math.exp(-Math.abs(eta));
            double large = 1 / (1 + e);
            double small = e * large;
            double rest = Math.log1p(e);
            double mu = eta < 0 ? small : large;
            double variance = small * large;
            complement = eta < 0 ? large : small;
            double slope = variance * (complement - mu);
            Jets.set(logMean, Math.min(eta, 0) - rest, complement, -variance, -slope);
            Jets.set(logComplement, -Math.max(eta, 0) - rest, -mu, -variance, -slope);
            Jets.set(mean, mu, variance, slope, variance * (1 - 6 * variance));
        }
    }

    /** Fills T, a function of tau. @param w as {@link LogDensity} has it */
    abstract void ofTau(double w, Parts parts);

    /** Fills the other parts. */
    abstract void ofRow(double y, double w, Parts parts);

    /** What multiplies the log density of a row. */
    abstract double repeats(double w);

    @Override
    public int predictors() {
        return 2;
    }

    @Override
    public boolean concave(int random) {
        return false;
    }

    /** The slope of a row is mu' times what falls in mu; under the cauchit link it is nearly 0 in either tail. */
    @Override
    public boolean oneMode(int random) {
        return random == 1 && link.concave();
    }

    @Override
    public void evaluate(int row, int len, double[] y, double[] w, double[][] eta, Want want, double[][] out) {
        Parts parts = new Parts();
        int[] places = want.rows(2);
        parts.tau = Double.NaN;
        parts.value = want.value();
        parts.deviance = want.value() || want.others() || want.isRandom(1);
        double known = Double.NaN;
        for (int j = 0; j < len; j++) {
            double weight = w[row + j];
            if (weight == 0) {
                for (int place : places) out[place][j] = 0;
                continue;
            }
            if (parts.tau != eta[1][j] || known != weight) {
                parts.tau = eta[1][j];
                parts.phi = Math.exp(parts.tau);
                known = weight;
                ofTau(weight, parts);
            }
            if (parts.load(link, eta[0][j])) {
                ofRow(y[row + j], weight, parts);
                store(parts, repeats(weight), j, want, out);
            } else {
                for (int place : places) out[place][j] = place == L ? Double.NEGATIVE_INFINITY : Double.NaN;
            }
        }
    }

    private static void store(Parts parts, double weight, int j, Want want, double[][] out) {
        double phi = parts.phi;
        double[] k = parts.scaled;
        double[] m = parts.ofMean;
        double[] t = parts.ofTau;
        double[] a = parts.first;
        double[] b = parts.second;
        double a1 = parts.logMean[1];
        double a2 = parts.logMean[2];
        double b1 = parts.logComplement[1];
        double b2 = parts.logComplement[2];
        if (want.value()) {
            out[L][j] = weight * (phi * k[0] + m[0] + t[0] + a[0] + b[0]);
        }
        if (want.newton()) {
            out[L_ETA][j] = weight * (phi * k[1] + m[1] + a[1] * a1 + b[1] * b1);
            out[L_ETA2][j] = weight * (phi * k[2] + m[2] + a[2] * a1 * a1 + a[1] * a2 + b[2] * b1 * b1 + b[1] * b2);
        }
        if (want.third()) {
            out[L_ETA3][j] = weight
                    * (phi * k[3]
                            + m[3]
                            + (a[3] * a1 * a1 * a1 + 3 * a[2] * a1 * a2 + a[1] * parts.logMean[3])
                            + (b[3] * b1 * b1 * b1 + 3 * b[2] * b1 * b2 + b[1] * parts.logComplement[3]));
        }
        boolean random = want.isRandom(1);
        if (random ? want.newton() : want.others()) {
            out[L_TAU][j] = weight * (phi * k[0] + t[1] + a[1] + b[1]);
            out[L_ETA_TAU][j] = weight * (phi * k[1] + a[2] * a1 + b[2] * b1);
        }
        if (random ? want.third() : want.others()) {
            out[L_ETA2_TAU][j] = weight * (phi * k[2] + a[3] * a1 * a1 + a[2] * a2 + b[3] * b1 * b1 + b[2] * b2);
        }
        if (random && want.newton()) {
            out[L_TAU2][j] = weight * (phi * k[0] + t[2] + a[2] + b[2]);
        }
        if (random && want.third()) {
            out[L_ETA_TAU2][j] = weight * (phi * k[1] + a[3] * a1 + b[3] * b1);
            out[L_TAU3][j] = weight * (phi * k[0] + t[3] + a[3] + b[3]);
        }
    }
}
