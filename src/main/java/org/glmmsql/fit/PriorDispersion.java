package org.glmmsql.fit;

import java.util.Arrays;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.InvalidDataException;
import org.jspecify.annotations.Nullable;

/**
 * A known part o of log dispersion: the densities of exponential dispersion models know the dispersion phi and the weight w as phi / w
 * only (Jorgensen 1987), so phi e^o is phi with the weight w e^-o.
 */
final class PriorDispersion {
    private PriorDispersion() {}

    /** @throws InvalidDataException NOT_FINITE for an offset whose exponential is no number */
    static double[] weights(double[] weights, double @Nullable [] offset) {
        if (offset == null) return weights;
        Arrays.stream(offset).filter(o -> !isWeight(Math.exp(-o))).min().ifPresent(smallest -> {
            throw new InvalidDataException(
                    ErrorCode.NOT_FINITE,
                    "the offset of dispersion = is " + smallest
                            + " in a row, and e to this power is no number; it is the logarithm of a known dispersion, write"
                            + " offset(log(v)) for a variance v");
        });
        double[] result = new double[offset.length];
        Arrays.setAll(result, i -> weights[i] * Math.exp(-offset[i]));
        return result;
    }

    private static boolean isWeight(double factor) {
        return factor > 0 && factor < Double.POSITIVE_INFINITY;
    }
}
