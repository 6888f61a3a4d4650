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
 * @param predictors the linear predictors that the model text has, that of the mean first
 * @param residual which residuals are correlated, null for none
 * @param recipe how to build the same columns from new rows
 * @param grid what the rows were like
 * @param notes what a user has to know about the columns: levels and terms that vanished
 */
public record Design(
        int n,
        long dropped,
        Response response,
        double @Nullable [] weights,
        List<PredictorDesign> predictors,
        List<RandomDesign> random,
        @Nullable ResidualDesign residual,
        Recipe recipe,
        ReferenceGrid grid,
        List<String> notes) {

    /** Of residuals that are independent. */
    public Design(
            int n,
            long dropped,
            Response response,
            double @Nullable [] weights,
            List<PredictorDesign> predictors,
            List<RandomDesign> random,
            Recipe recipe,
            ReferenceGrid grid,
            List<String> notes) {
        this(n, dropped, response, weights, predictors, random, null, recipe, grid, notes);
    }

    /** The same with the response as its family takes it. @param note what a user has to know about it; null for nothing */
    public Design with(Response taken, @Nullable String note) {
        List<String> all = new ArrayList<>(notes);
        if (note != null) {
            all.add(note);
        }
        return new Design(n, dropped, taken, weights, predictors, random, residual, recipe, grid, List.copyOf(all));
    }

    public PredictorDesign mean() {
        return predictors.get(0);
    }

    /** Model matrix of the mean. */
    public FixedDesign fixed() {
        return mean().fixed();
    }

    /** Known parts of the linear predictor of the mean, or null. */
    public double @Nullable [] offset() {
        return mean().offset();
    }

    /** Model matrix of the dispersion, null where the model text says nothing of it. */
    public @Nullable FixedDesign dispersion() {
        PredictorDesign dispersion = predictor("dispersion");
        return dispersion == null ? null : dispersion.fixed();
    }

    /** The predictor of a parameter, null where the model text does not say how it varies. */
    public @Nullable PredictorDesign predictor(String parameter) {
        return predictors.stream()
                .filter(p -> p.parameter().equals(parameter))
                .findFirst()
                .orElse(null);
    }

    /** The random terms of a parameter's predictor. */
    public List<RandomDesign> random(String parameter) {
        return random.stream().filter(t -> t.parameter().equals(parameter)).toList();
    }
}
