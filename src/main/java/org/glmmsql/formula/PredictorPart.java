package org.glmmsql.formula;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an option such as {@code dispersion = ~ x + (1 | g)} says of a parameter of the distribution.
 *
 * @param random its random terms
 * @param held the number of {@code dispersion = 2}, at which the parameter is held; null where it has terms
 */
public record PredictorPart(
        FixedPart fixed, List<RandomPart> random, @Nullable Double held) {}
