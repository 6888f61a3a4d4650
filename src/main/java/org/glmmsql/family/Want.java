package org.glmmsql.family;

import java.util.stream.IntStream;

/**
 * Which derivatives of log f are asked for, and where they lie: what Laplace's approximation needs of predictors with random effects, to
 * the third order, and of predictors without, which is their first derivative and those by the others on top of it.
 *
 * <p>A derivative by s &gt;= u &gt;= v has one place, whatever the number of predictors: log f is 0, and those of the mean alone are 1, 2, 3.
 *
 * @param value log f
 * @param newton l_s and l_su for predictors s, u with effects
 * @param third l_suv for predictors with effects
 * @param others l_s, l_su and l_suv for predictors s without effects, u and v with them; may fill value and newton on the way
 * @param random the predictors with effects, bit s for predictor s; that of the mean always counts as one
 */
public record Want(boolean value, boolean newton, boolean third, boolean others, int random) {
    public Want {
        if ((random & 1) == 0) {
            throw new IllegalArgumentException("the predictor of the mean is always among those with effects");
        }
    }

    /** All of a family with so many predictors, of which these have effects. */
    public static Want all(int random) {
        return new Want(true, true, true, true, random);
    }

    /** How many places K predictors have. */
    public static int places(int predictors) {
        return (predictors + 1) * (predictors + 2) * (predictors + 3) / 6;
    }

    /** Of l_s. */
    public static int place(int s) {
        return places(s);
    }

    /** Of l_su. */
    public static int place(int s, int u) {
        int a = Math.max(s, u);
        int b = Math.min(s, u);
        return places(a) + 1 + b + b * (b + 1) / 2;
    }

    /** Of l_suv. */
    public static int place(int s, int u, int v) {
        int a = Math.max(s, Math.max(u, v));
        int c = Math.min(s, Math.min(u, v));
        return place(a, s + u + v - a - c) + 1 + c;
    }

    /** What another density of the first predictors has to give for {@link Jet}s of what is made of it. */
    Want ofJets(int predictors) {
        boolean highest = third || others;
        return new Want(true, newton || highest, highest, others, random & (1 << predictors) - 1);
    }

    public boolean isRandom(int s) {
        return (random >> s & 1) == 1;
    }

    /** The places asked for, of a density with so many predictors. */
    public int[] rows(int predictors) {
        IntStream.Builder rows = IntStream.builder();
        if (value) {
            rows.add(0);
        }
        for (int s = 0; s < predictors; s++) {
            boolean first = isRandom(s) ? newton : others;
            if (first) {
                rows.add(place(s));
            }
            for (int u = 0; u < predictors; u++) {
                if (!isRandom(u) || isRandom(s) && u > s) {
                    continue;
                }
                if (first) {
                    rows.add(place(s, u));
                }
                for (int v = 0; v <= u; v++) {
                    if (isRandom(v) && (isRandom(s) ? third : others)) {
                        rows.add(place(s, u, v));
                    }
                }
            }
        }
        return rows.build().sorted().toArray();
    }
}
