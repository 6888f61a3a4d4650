package org.glmmsql.correlation;

import java.util.Arrays;

/** What distances between positions are like. */
public final class Distances {
    /** Points enough for a median; of more, as many are taken, evenly among them in their order. */
    private static final int ENOUGH = 500;

    private Distances() {}

    /** Half of the median distance between two positions, 1 if there is one only: where a search for a range begins. */
    public static double unit(double[][] at) {
        int q = at[0].length;
        int size = Math.min(q, ENOUGH);
        Places places = new Places(q, at, new int[0]);
        double[] distances = new double[size * (size - 1) / 2];
        for (int i = 0, k = 0; i < size; i++) {
            for (int j = 0; j < i; j++, k++) {
                distances[k] = places.distance((int) ((long) j * q / size), (int) ((long) i * q / size));
            }
        }
        Arrays.sort(distances);
        double median = distances.length == 0 ? 0 : distances[distances.length / 2];
        return median > 0 ? 0.5 * median : 1;
    }
}
