package org.glmmsql.design;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything a fit needs of the data: numbers only, rows complete, in the order they came.
 *
 * @param n rows kept: complete, and of a weight other than 0
 * @param dropped rows left out because a used column was NULL
 * @param weights n prior weights as given, or null for all one (trials are not in it)
 * @param offset n known parts of the linear predictor, or null
 * @param dispersion model matrix of log dispersion, or null for a constant
 * @param dispersionOffset n known parts of log dispersion, or null
 * @param recipe how to build the same columns from new rows
 * @param notes what a user has to know about the columns: levels and terms that vanished
 */
public record Design(
        int n,
        long dropped,
        Response response,
        double @Nullable [] weights,
        double @Nullable [] offset,
        FixedDesign fixed,
        @Nullable FixedDesign dispersion,
        double @Nullable [] dispersionOffset,
        List<RandomDesign> random,
        Recipe recipe,
        List<String> notes) {

    /** The same with the response as its family takes it. @param note what a user has to know about it; null for nothing */
    public Design with(Response taken, @Nullable String note) {
        List<String> all = new ArrayList<>(notes);
        if (note != null) {
            all.add(note);
        }
        return new Design(
                n,
                dropped,
                taken,
                weights,
                offset,
                fixed,
                dispersion,
                dispersionOffset,
                random,
                recipe,
                List.copyOf(all));
    }
}
