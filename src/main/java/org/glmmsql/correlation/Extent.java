package org.glmmsql.correlation;

import java.util.List;

/**
 * All places of the data together, on which the number of parameters depends.
 *
 * @param names of the places, in their order; empty where they have none
 * @param largest how many measurements the largest group has
 * @param step the greatest common divisor of the distances between places that are whole numbers, else 1
 * @param reach the largest distance between two places of one group, in one dimension
 * @param unit a distance between neighbours in a group, as most have it; 1 where there are none
 */
public record Extent(List<String> names, int largest, double step, double reach, double unit) {
    /** Number of places that have an order. */
    int levels() {
        return names.size();
    }
}
