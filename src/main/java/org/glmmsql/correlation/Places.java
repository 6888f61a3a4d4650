package org.glmmsql.correlation;

/**
 * Where the m measurements of one group were taken, no two at the same place.
 *
 * @param size m
 * @param coordinates by dimension, m numbers; none where places do not matter
 * @param level number of each place among all places of the data, in their order; empty where places have no order
 */
public record Places(int size, double[][] coordinates, int[] level) {
    /** From place i to place j along the only dimension. */
    double step(int i, int j) {
        return coordinates[0][j] - coordinates[0][i];
    }

    /** Euclidean. */
    double distance(int i, int j) {
        double squares = 0;
        for (double[] x : coordinates) {
            squares += (x[j] - x[i]) * (x[j] - x[i]);
        }
        return Math.sqrt(squares);
    }
}
