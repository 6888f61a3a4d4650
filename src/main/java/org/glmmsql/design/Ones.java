package org.glmmsql.design;

import java.lang.ref.WeakReference;
import java.util.Arrays;

/** Columns of ones: intercepts, unit weights and counts of one share a single array, which nobody writes to. */
public final class Ones {
    private static volatile WeakReference<double[]> latest = new WeakReference<>(new double[0]);

    private Ones() {}

    /** n ones; the array of the last call if it has this length. */
    public static double[] of(int n) {
        double[] ones = latest.get();
        if (ones == null || ones.length != n) {
            ones = new double[n];
            Arrays.fill(ones, 1);
            latest = new WeakReference<>(ones);
        }
        return ones;
    }
}
