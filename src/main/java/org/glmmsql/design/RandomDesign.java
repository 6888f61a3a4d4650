package org.glmmsql.design;

import java.util.List;
import org.glmmsql.random.Structure;

/**
 * One random term (z | group): every row belongs to one level and has q values.
 *
 * @param group name of the grouping factor as printed ({@code herd}, {@code urban:district})
 * @param levels names of the m levels
 * @param level n level indexes
 * @param terms the q names of the columns
 * @param z q arrays of at least n values, possibly shared with other matrices
 * @param label all columns together, as printed
 * @param structure the covariance of the q effects of a level
 * @param law text of the random-effect law: normal, gamma(log), ...
 * @param parameter whose linear predictor the effects are part of, {@link PredictorDesign#MEAN} for those of the formula
 */
public record RandomDesign(
        String group,
        List<String> levels,
        int[] level,
        List<String> terms,
        double[][] z,
        String label,
        Structure structure,
        String law,
        String parameter) {
    public int q() {
        return z.length;
    }

    public int m() {
        return levels.size();
    }
}
