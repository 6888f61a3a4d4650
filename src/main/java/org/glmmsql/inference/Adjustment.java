package org.glmmsql.inference;

import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.glmmsql.special.StudentizedRange;

/** How p-values and limits of several contrasts of k means allow for their number m. */
enum Adjustment {
    NONE {
        @Override
        double[] pValues(Family family) {
            return each(family, i -> family.p(i));
        }

        @Override
        double quantile(Family family, int i) {
            return Law.quantile(family.alpha, family.df[i]);
        }
    },
    BONFERRONI {
        @Override
        double[] pValues(Family family) {
            return each(family, i -> Math.min(1, family.m * family.p(i)));
        }
    },
    /** Step-down. It has no matching limits; those of Bonferroni hold. */
    HOLM {
        @Override
        double[] pValues(Family family) {
            double[] p = each(family, i -> family.p(i));
            double largest = 0;
            int rank = 0;
            for (int i : family.ordered(p)) {
                largest = Math.max(largest, Math.min(1, (family.m - rank++) * p[i]));
                p[i] = largest;
            }
            return p;
        }
    },
    SIDAK {
        @Override
        double[] pValues(Family family) {
            return each(family, i -> -Math.expm1(family.m * Math.log1p(-family.p(i))));
        }

        @Override
        double quantile(Family family, int i) {
            return Law.quantile(-Math.expm1(Math.log1p(-family.alpha) / family.m), family.df[i]);
        }
    },
    /** Of all pairs of k means. */
    TUKEY {
        @Override
        double[] pValues(Family family) {
            return each(
                    family,
                    i -> StudentizedRange.survival(Math.sqrt(2) * Math.abs(family.t[i]), family.k, family.df[i]));
        }

        @Override
        double quantile(Family family, int i) {
            return StudentizedRange.inverseSurvival(family.alpha, family.k, family.df[i]) / Math.sqrt(2);
        }
    },
    /** The false discovery rate (Benjamini and Hochberg 1995). It has no matching limits; those of Bonferroni hold. */
    FDR {
        @Override
        double[] pValues(Family family) {
            double[] p = each(family, i -> family.p(i));
            int[] ordered = family.ordered(p);
            double smallest = 1;
            for (int rank = ordered.length; rank >= 1; rank--) {
                int i = ordered[rank - 1];
                smallest = Math.min(smallest, p[i] * family.m / rank);
                p[i] = smallest;
            }
            return p;
        }
    },
    /** Of all contrasts that there are among k means. */
    SCHEFFE {
        @Override
        double[] pValues(Family family) {
            int q = family.k - 1;
            return each(family, i -> Law.pValueOfF(family.t[i] * family.t[i] / q, q, family.df[i]));
        }

        @Override
        double quantile(Family family, int i) {
            int q = family.k - 1;
            return Math.sqrt(q * Law.quantileOfF(family.alpha, q, family.df[i]));
        }
    };

    /**
     * Contrasts that are looked at together.
     *
     * @param t statistics, NaN for a contrast without an estimate; it counts all the same, as in emmeans, so that the data do not choose m
     * @param m how many they are
     * @param k means
     */
    record Family(double[] t, double[] df, int m, int k, double alpha) {
        static Family of(double[] t, double[] df, int k, double alpha) {
            return new Family(t, df, t.length, k, alpha);
        }

        double p(int i) {
            return Law.pValue(t[i], df[i]);
        }

        /** Those that have one, the smallest p-value first. */
        int[] ordered(double[] p) {
            return IntStream.range(0, p.length)
                    .filter(i -> !Double.isNaN(p[i]))
                    .boxed()
                    .sorted((a, b) -> Double.compare(p[a], p[b]))
                    .mapToInt(i -> i)
                    .toArray();
        }
    }

    abstract double[] pValues(Family family);

    /** Half the width of the limits of a contrast, in standard errors; Bonferroni's unless there are others. */
    double quantile(Family family, int i) {
        return Law.quantile(family.alpha / family.m, family.df[i]);
    }

    private static double[] each(Family family, IntToDoubleFunction p) {
        return IntStream.range(0, family.t.length)
                .mapToDouble(i -> Double.isNaN(family.t[i]) ? Double.NaN : p.applyAsDouble(i))
                .toArray();
    }
}
