package org.glmmsql.design;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything a fit needs of the data: numbers only, rows complete, in the order they came.
 *
 * @param n rows kept
 * @param dropped rows left out because a used column was NULL
 * @param weights n prior weights as given, or null for all one (trials are not in it)
 * @param offset n known parts of the linear predictor, or null
 * @param dispersion model matrix of log dispersion, or null for a constant
 * @param recipe how to build the same columns from new rows
 */
public record Design(
        int n,
        long dropped,
        Response response,
        double @Nullable [] weights,
        double @Nullable [] offset,
        FixedDesign fixed,
        @Nullable FixedDesign dispersion,
        List<RandomDesign> random,
        Recipe recipe) {}
