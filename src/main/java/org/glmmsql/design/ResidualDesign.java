package org.glmmsql.design;

import java.util.List;
import org.glmmsql.correlation.ResidualStructure;
import org.jspecify.annotations.Nullable;

/**
 * Which residuals are correlated, and where they are.
 *
 * @param scales how many variances are parameters of the structure
 * @param label of the positions, as printed
 * @param group as printed
 * @param groups number of groups
 * @param groupOf n group numbers
 * @param places names of the places, in their order; empty where places do not matter
 * @param placeOf n numbers of places, no two the same in a group; null where places do not matter
 * @param coordinates by dimension, a number for each place; none where there are no numbers
 * @param by names of what has parameters of its own, such as {@code sexM}; one without a name for all together
 * @param byOf number of these by group
 */
public record ResidualDesign(
        ResidualStructure structure,
        Scales scales,
        String label,
        String group,
        int groups,
        int[] groupOf,
        List<String> places,
        int @Nullable [] placeOf,
        double[][] coordinates,
        List<String> by,
        int[] byOf) {
    /** Variances that are parameters of a structure. */
    public enum Scales {
        /** None: there is a dispersion. */
        DISPERSION,
        /** One. */
        ONE,
        /** One for each place. */
        EACH
    }
}
