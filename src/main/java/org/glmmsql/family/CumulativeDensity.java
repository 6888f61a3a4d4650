package org.glmmsql.family;

/**
 * log f of an ordered category between two thresholds, log(F(a) - F(b)), a = upper - eta, b = lower - eta (D-F13). The predictors are eta,
 * the threshold above the category, +infinity for the highest one, and the one below it, -infinity for the lowest.
 *
 * <p>Nothing is a difference of distribution functions: with G = log F - log(1 - F) it is
 * log F(a) + log(1 - F(b)) + log(1 - e^-v), v = G(a) - G(b) &gt; 0, and for the logit v = a - b does not depend on eta.
 */
final class CumulativeDensity implements LogDensity {
    static final int ETA = 0, UPPER = 1, LOWER = 2, PREDICTORS = 3;

    /** Beyond, log(1 - e^-v) and its derivatives are nothing beside the other terms, whatever the slopes of v are. */
    private static final double FAR = 700;

    private final UnitLink link;

    /** @param link whose inverse is F */
    CumulativeDensity(UnitLink link) {
        this.link = link;
    }

    @Override
    public int predictors() {
        return PREDICTORS;
    }

    @Override
    public void evaluate(int row, int len, double[] y, double[] w, double[][] eta, Want want, double[][] out) {
        int[] places = JetLayout.of(PREDICTORS, want).place;
        Terms at = new Terms();
        for (int j = 0; j < len; j++) {
            double weight = w[row + j];
            boolean inside = weight != 0 && at.set(eta[UPPER][j], eta[LOWER][j], eta[ETA][j]);
            for (int place : places) {
                out[place][j] = weight == 0
                        ? 0
                        : inside ? weight * at.derivative(place) : place == L ? Double.NEGATIVE_INFINITY : Double.NaN;
            }
        }
    }

    /** As in all links but cauchit F and 1 - F are log-concave, and so is their difference (Pratt 1981). */
    @Override
    public boolean concave(int random) {
        return link.concave();
    }

    @Override
    public double logConstant(double y, double w) {
        return 0;
    }

    /** log F(a), log(1 - F(b)) and h = log(1 - e^-v) of one row, each with three derivatives. */
    private final class Terms {
        private final double[] mean = new double[Jets.SIZE];
        private final double[] complement = new double[Jets.SIZE];
        /** G by a, and by b. */
        private final double[] ga = new double[Jets.SIZE];

        private final double[] gb = new double[Jets.SIZE];
        /** log F(a) and log(1 - F(b)); 0 at an infinite threshold. */
        private final double[] above = new double[Jets.SIZE];

        private final double[] below = new double[Jets.SIZE];
        private final double[] h = new double[Jets.SIZE];
        /** v by what shifts a and b alike. */
        private final double[] v = new double[Jets.SIZE];

        /** @return whether the category has a probability */
        boolean set(double upper, double lower, double eta) {
            double a = upper - eta;
            double b = lower - eta;
            boolean top = a == Double.POSITIVE_INFINITY;
            boolean bottom = b == Double.NEGATIVE_INFINITY;
            if (!(upper > lower) || a == Double.NEGATIVE_INFINITY || b == Double.POSITIVE_INFINITY) {
                return false;
            }
            clear(above);
            clear(below);
            if (!top) {
                logOdds(a, ga);
                System.arraycopy(mean, 0, above, 0, Jets.SIZE);
            }
            if (!bottom) {
                logOdds(b, gb);
                System.arraycopy(complement, 0, below, 0, Jets.SIZE);
            }
            double distance = top || bottom
                    ? Double.POSITIVE_INFINITY
                    : link instanceof LogitLink ? upper - lower : ga[0] - gb[0];
            setBetween(distance);
            double log = above[0] + below[0] + h[0];
            return log > Double.NEGATIVE_INFINITY;
        }

        /** G of x, with log F(x) and log(1 - F(x)) in passing. */
        private void logOdds(double x, double[] g) {
            link.logMean(x, mean);
            link.logComplement(x, complement);
            for (int k = 0; k < Jets.SIZE; k++) {
                g[k] = mean[k] - complement[k];
            }
            if (link instanceof LogitLink) {
                Jets.set(g, x, 1, 0, 0);
            }
        }

        private void setBetween(double distance) {
            if (!(distance < FAR)) {
                clear(h);
                clear(v);
                clear(ga);
                clear(gb);
                return;
            }
            // e^v - 1, and h' = 1 / (e^v - 1)
            double growth = Math.expm1(distance);
            double h1 = 1 / growth;
            double h2 = -h1 * (1 + h1);
            double log = distance < 1 ? Math.log(-Math.expm1(-distance)) : Math.log1p(-Math.exp(-distance));
            Jets.set(h, log, h1, h2, -h2 * (1 + 2 * h1));
            for (int k = 0; k < Jets.SIZE; k++) {
                v[k] = ga[k] - gb[k];
            }
        }

        /** Of log f by the predictors of a {@link Want place}; those by eta are those by a common shift of a and b, with the sign of eta. */
        double derivative(int place) {
            return switch (place) {
                case 0 -> above[0] + below[0] + h[0];
                // eta; eta eta; eta eta eta
                case 1 -> -(above[1] + below[1] + h[1] * v[1]);
                case 2 -> above[2] + below[2] + h[2] * v[1] * v[1] + h[1] * v[2];
                case 3 -> -(above[3] + below[3] + h[3] * v[1] * v[1] * v[1] + 3 * h[2] * v[1] * v[2] + h[1] * v[3]);
                // upper; upper eta; upper eta eta
                case 4 -> above[1] + h[1] * ga[1];
                case 5 -> -(above[2] + h[2] * v[1] * ga[1] + h[1] * ga[2]);
                case 6 ->
                    above[3] + (h[3] * v[1] * v[1] + h[2] * v[2]) * ga[1] + 2 * h[2] * v[1] * ga[2] + h[1] * ga[3];
                // upper upper; upper upper eta; upper upper upper
                case 7 -> above[2] + h[2] * ga[1] * ga[1] + h[1] * ga[2];
                case 8 ->
                    -(above[3]
                            + h[3] * v[1] * ga[1] * ga[1]
                            + h[2] * (2 * ga[1] * ga[2] + v[1] * ga[2])
                            + h[1] * ga[3]);
                case 9 -> above[3] + h[3] * ga[1] * ga[1] * ga[1] + 3 * h[2] * ga[1] * ga[2] + h[1] * ga[3];
                default -> ofLower(place);
            };
        }

        private double ofLower(int place) {
            return switch (place) {
                // lower; lower eta; lower eta eta
                case 10 -> below[1] - h[1] * gb[1];
                case 11 -> -(below[2] - h[2] * v[1] * gb[1] - h[1] * gb[2]);
                case 12 ->
                    below[3] - (h[3] * v[1] * v[1] + h[2] * v[2]) * gb[1] - 2 * h[2] * v[1] * gb[2] - h[1] * gb[3];
                // lower upper; lower upper eta; lower upper upper
                case 13 -> -h[2] * ga[1] * gb[1];
                case 14 -> h[3] * v[1] * ga[1] * gb[1] + h[2] * (ga[2] * gb[1] + ga[1] * gb[2]);
                case 15 -> -(h[3] * ga[1] * ga[1] * gb[1] + h[2] * ga[2] * gb[1]);
                // lower lower; lower lower eta; lower lower upper; lower lower lower
                case 16 -> below[2] + h[2] * gb[1] * gb[1] - h[1] * gb[2];
                case 17 ->
                    -(below[3]
                            + h[3] * v[1] * gb[1] * gb[1]
                            + h[2] * (2 * gb[1] * gb[2] - v[1] * gb[2])
                            - h[1] * gb[3]);
                case 18 -> h[3] * ga[1] * gb[1] * gb[1] - h[2] * ga[1] * gb[2];
                case 19 -> below[3] - h[3] * gb[1] * gb[1] * gb[1] + 3 * h[2] * gb[1] * gb[2] - h[1] * gb[3];
                default -> throw new IllegalArgumentException("no place " + place);
            };
        }

        private static void clear(double[] jet) {
            Jets.set(jet, 0, 0, 0, 0);
        }
    }
}
