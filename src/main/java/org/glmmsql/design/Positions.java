package org.glmmsql.design;

import java.util.List;
import java.util.stream.IntStream;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.Excerpt;
import org.glmmsql.error.GlmmException;
import org.glmmsql.formula.RandomPart;
import org.glmmsql.random.Structure;

/**
 * Where the effects of a structured term are: the levels of the variable left of the bar. Whole numbers in ascending order are taken by
 * value, so that gaps count; the levels of any other variable by their order.
 */
final class Positions {
    private Positions() {}

    /** The structure of a term, over its positions where it has some. @throws GlmmException NOT_APPLICABLE for numbers that are not whole */
    static Structure structure(RandomPart part, Recipe recipe) {
        Structure structure = part.structure();
        return structure.byPosition() ? structure.at(positions(part, levels(part, recipe))) : structure;
    }

    /** Names of the effects: those of the columns, or the positions themselves. */
    static List<String> names(RandomPart part, List<String> columns, Recipe recipe) {
        return part.structure().byPosition() ? levels(part, recipe) : columns;
    }

    private static List<String> levels(RandomPart part, Recipe recipe) {
        String factor = part.columns().terms().get(0).factors().get(0).text();
        return recipe.levels().getOrDefault(factor, List.of());
    }

    private static double[] positions(RandomPart part, List<String> levels) {
        return steps(part.label(), part.covariance(), levels);
    }

    /** Where levels are: whole numbers in ascending order by value, others one step apart. @throws GlmmException NOT_APPLICABLE for numbers that are not whole */
    static double[] steps(String label, String structure, List<String> levels) {
        double[] values = levels.stream().mapToDouble(Positions::number).toArray();
        boolean ascending = IntStream.range(0, values.length)
                .allMatch(k -> k == 0 ? !Double.isNaN(values[k]) : values[k] > values[k - 1]);
        if (!ascending) {
            return IntStream.range(0, values.length).asDoubleStream().toArray();
        }
        requireWhole(label, structure, levels, values);
        return values;
    }

    static void requireWhole(String label, String structure, List<String> levels, double[] values) {
        for (int k = 0; k < values.length; k++) {
            if (values[k] != Math.rint(values[k])) {
                throw new GlmmException(
                        ErrorCode.NOT_APPLICABLE,
                        "the position '" + Excerpt.of(label) + "' of " + structure + " is " + levels.get(k)
                                + " in some row, expected whole numbers, or text that is taken in its order; count steps, as round("
                                + Excerpt.of(label) + " / step)");
            }
        }
    }

    /** NaN for text. */
    private static double number(String level) {
        try {
            return Double.parseDouble(level);
        } catch (NumberFormatException text) {
            return Double.NaN;
        }
    }
}
