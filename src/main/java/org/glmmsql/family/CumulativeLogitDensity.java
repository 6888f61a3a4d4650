package org.glmmsql.family;

import java.util.Arrays;

/**
 * {@link CumulativeDensity} of the logit by hand: log F(a) + log(1 - F(b)) + log(1 - e^-(a - b)), whose last term is the same for all rows of
 * a category.
 */
final class CumulativeLogitDensity implements LogDensity {
    /** h = log(1 - e^-v) with three derivatives, by category; 0 beside an infinite threshold. */
    private static final class Gaps {
        private double[] distance = new double[0];
        private double[] value = new double[0];
        private double[] first = new double[0];
        private double[] second = new double[0];
        private double[] third = new double[0];

        /** @return the place of the category's numbers */
        int of(double category, double v) {
            int at = (int) category;
            if (at >= distance.length) {
                int from = distance.length;
                distance = Arrays.copyOf(distance, 2 * at + 8);
                Arrays.fill(distance, from, distance.length, Double.NaN);
                value = Arrays.copyOf(value, distance.length);
                first = Arrays.copyOf(first, distance.length);
                second = Arrays.copyOf(second, distance.length);
                third = Arrays.copyOf(third, distance.length);
            }
            if (distance[at] != v) {
                distance[at] = v;
                double slope = 1 / Math.expm1(v);
                value[at] = v < 1 ? Math.log(-Math.expm1(-v)) : Math.log1p(-Math.exp(-v));
                first[at] = slope;
                second[at] = -slope * (1 + slope);
                third[at] = -second[at] * (1 + 2 * slope);
            }
            return at;
        }
    }

    @Override
    public int predictors() {
        return CumulativeDensity.PREDICTORS;
    }

    @Override
    public void evaluate(int row, int len, double[] y, double[] w, double[][] eta, Want want, double[][] out) {
        int[] places = JetLayout.of(CumulativeDensity.PREDICTORS, want).place;
        double[] center = eta[CumulativeDensity.ETA];
        double[] upper = eta[CumulativeDensity.UPPER];
        double[] lower = eta[CumulativeDensity.LOWER];
        Gaps gaps = new Gaps();
        double[] all = new double[Want.places(CumulativeDensity.PREDICTORS)];
        boolean firsts = want.others() || want.random() != 1;
        for (int j = 0; j < len; j++) {
            double weight = w[row + j];
            double v = upper[j] - lower[j];
            double a = upper[j] - center[j];
            double b = lower[j] - center[j];
            if (weight == 0 || !(v > 0) || a == Double.NEGATIVE_INFINITY || b == Double.POSITIVE_INFINITY) {
                outside(weight, j, places, out);
                continue;
            }
            // both exponentials are below 1: the tails keep their digits
            double ea = Math.exp(-Math.abs(a));
            double eb = Math.exp(-Math.abs(b));
            double da = 1 / (1 + ea);
            double db = 1 / (1 + eb);
            double varianceA = ea * da * da;
            double varianceB = eb * db * db;
            // the shares above the upper and below the lower threshold
            double above = (a > 0 ? ea : 1) * da;
            double below = (b < 0 ? eb : 1) * db;
            double thirdA = varianceA * Math.copySign((1 - ea) * da, a);
            double thirdB = varianceB * Math.copySign((1 - eb) * db, -b);
            int gap = gaps.of(y[row + j], v);
            if (want.value()) {
                all[0] = Math.min(a, 0) - Math.log1p(ea) + Math.min(-b, 0) - Math.log1p(eb) + gaps.value[gap];
            }
            all[1] = below - above;
            all[2] = -varianceA - varianceB;
            all[3] = thirdB - thirdA;
            if (firsts) {
                all[4] = above + gaps.first[gap];
                all[5] = varianceA;
                all[6] = thirdA;
                all[10] = -below - gaps.first[gap];
                all[11] = varianceB;
                all[12] = -thirdB;
            }
            if (want.random() != 1) {
                all[7] = gaps.second[gap] - varianceA;
                all[8] = -thirdA;
                all[9] = thirdA + gaps.third[gap];
                all[13] = -gaps.second[gap];
                all[15] = -gaps.third[gap];
                all[16] = gaps.second[gap] - varianceB;
                all[17] = thirdB;
                all[18] = gaps.third[gap];
                all[19] = -thirdB - gaps.third[gap];
            }
            for (int place : places) {
                out[place][j] = weight * all[place];
            }
        }
    }

    private static void outside(double weight, int j, int[] places, double[][] out) {
        for (int place : places) {
            out[place][j] = weight == 0 ? 0 : place == L ? Double.NEGATIVE_INFINITY : Double.NaN;
        }
    }

    @Override
    public boolean concave(int random) {
        return true;
    }

    @Override
    public double logConstant(double y, double w) {
        return 0;
    }
}
