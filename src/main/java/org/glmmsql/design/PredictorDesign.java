package org.glmmsql.design;

import java.util.List;
import org.glmmsql.formula.RandomPart;
import org.jspecify.annotations.Nullable;

/**
 * The fixed part of one linear predictor: of the mean, or of another parameter that the model text models.
 *
 * @param parameter its name, {@link #MEAN} for the one that the formula models
 * @param offset n known parts, or null
 * @param fixed the model matrix, without columns for a parameter that is held
 * @param held value at which the parameter is held, on its own scale, or null
 */
public record PredictorDesign(
        String parameter,
        double @Nullable [] offset,
        FixedDesign fixed,
        @Nullable Double held) {
    public static final String MEAN = RandomPart.MEAN;

    /** The parameter whose coefficients are the thresholds between ordered categories. */
    public static final String THRESHOLD = "threshold";

    /** One that is estimated. */
    public PredictorDesign(String parameter, double @Nullable [] offset, FixedDesign fixed) {
        this(parameter, offset, fixed, null);
    }

    /** A parameter that is not estimated. */
    static PredictorDesign held(String parameter, double value) {
        return new PredictorDesign(
                parameter, null, new FixedDesign(List.of(), new double[0][], List.of(), List.of()), value);
    }
}
