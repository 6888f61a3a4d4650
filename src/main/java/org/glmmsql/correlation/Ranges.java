package org.glmmsql.correlation;

import java.util.List;
import java.util.stream.IntStream;

/** Ranges of correlations that fall with the distance, by x = log(range / unit). */
final class Ranges {
    /** From a share of the distance between neighbours, as some are nearer than most, to beyond the whole of most data. */
    private static final double LEAST = -6;

    private static final double MOST = 4;
    private static final double STEP = 0.5;
    /** A factor of e^30 beyond any distance: correlations at all of them are the same, and a search that goes on has no end. */
    private static final double END = 30;

    private Ranges() {}

    /** Whether it is one that places can tell. */
    static boolean known(double x) {
        return Math.abs(x) < END;
    }

    /** A line of ranges, with further parameters of 0. */
    static List<double[]> line(int parameters) {
        return IntStream.rangeClosed(0, (int) ((MOST - LEAST) / STEP))
                .mapToObj(k -> {
                    double[] at = new double[parameters];
                    at[0] = LEAST + k * STEP;
                    return at;
                })
                .toList();
    }
}
