package org.glmmsql.model;

import java.util.Arrays;

/**
 * Conditional covariances of the effects of a random term, q a level, with those of a later one, r a level.
 *
 * @param term place of the later one among the terms of the model
 * @param with by level of the first term the levels of the later one that covariances are kept with, by their places, ascending
 * @param covariances by level of the first term a q x r block for each of these, row-major, one after the other
 */
public record EffectCovariances(int term, int[][] with, double[][] covariances) {
    /** Where the block of two levels begins among those of the first, -1 if it is not kept. @param size q r */
    int place(int first, int second, int size) {
        int at = Arrays.binarySearch(with[first], second);
        return at < 0 ? -1 : at * size;
    }

    long bytes() {
        long numbers = Arrays.stream(covariances).mapToLong(row -> row.length).sum();
        return Double.BYTES * numbers
                + Integer.BYTES
                        * Arrays.stream(with).mapToLong(row -> row.length).sum();
    }
}
