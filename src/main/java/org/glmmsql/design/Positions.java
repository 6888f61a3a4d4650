package org.glmmsql.design;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.Excerpt;
import org.glmmsql.error.GlmmException;
import org.glmmsql.formula.Expr.Call;
import org.glmmsql.formula.RandomPart;
import org.glmmsql.random.Structure;
import org.glmmsql.random.Structure.Where;

/**
 * Where the effects of a structured term are: the levels of what stands left of the bar. Whole numbers in ascending order are taken by
 * value and dates by their day, so that gaps count; the levels of any other variable by their order. Structures over time and space take
 * numbers only.
 */
final class Positions {
    private Positions() {}

    /** The structure of a term, over its positions where it has some. @throws GlmmException NOT_APPLICABLE for positions that it does not take */
    static Structure structure(RandomPart part, Recipe recipe) {
        Structure structure = part.structure();
        if (!structure.byPosition()) {
            return structure;
        }
        List<String> levels = levels(part, recipe);
        return structure.at(
                structure.where() == Where.STEP ? new double[][] {steps(part, levels)} : coordinates(part, levels));
    }

    /** Names of the effects: those of the columns, or the positions themselves. */
    static List<String> names(RandomPart part, List<String> columns, Recipe recipe) {
        return part.structure().byPosition() ? levels(part, recipe) : columns;
    }

    private static Call factor(RandomPart part) {
        return (Call) part.columns().terms().get(0).factors().get(0);
    }

    private static List<String> levels(RandomPart part, Recipe recipe) {
        return recipe.levels().getOrDefault(factor(part).text(), List.of());
    }

    private static double[] steps(RandomPart part, List<String> levels) {
        return steps(part.label(), part.covariance(), levels);
    }

    /** Where levels are: whole numbers in ascending order by value, others one step apart. @throws GlmmException NOT_APPLICABLE for numbers that are not whole */
    static double[] steps(String label, String structure, List<String> levels) {
        double[] values = levels.stream().mapToDouble(Positions::number).toArray();
        if (!isAscending(values)) {
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
                                + Excerpt.of(label) + " / step), or use ou, which takes any numbers");
            }
        }
    }

    private static boolean isAscending(double[] values) {
        return IntStream.range(0, values.length)
                .allMatch(k -> k == 0 ? !Double.isNaN(values[k]) : values[k] > values[k - 1]);
    }

    /** By dimension, the numbers that the names of the levels hold. */
    private static double[][] coordinates(RandomPart part, List<String> levels) {
        int dimensions = factor(part).arity();
        double[][] coordinates = new double[dimensions][levels.size()];
        for (int k = 0; k < levels.size(); k++) {
            String[] numbers = dimensions == 1
                    ? new String[] {levels.get(k)}
                    : levels.get(k).split(",", -1);
            for (int d = 0; d < dimensions; d++) {
                coordinates[d][k] = numbers.length == dimensions ? number(numbers[d]) : Double.NaN;
                if (Double.isNaN(coordinates[d][k])) {
                    throw new GlmmException(
                            ErrorCode.NOT_APPLICABLE,
                            "the position '" + Excerpt.of(part.label()) + "' of " + part.covariance() + " is "
                                    + Excerpt.of(levels.get(k))
                                    + " in some row, expected numbers or dates, as distances between them count; for levels one step apart use ar1");
                }
            }
        }
        if (dimensions == 1 && !isAscending(coordinates[0])) {
            throw new GlmmException(
                    ErrorCode.NOT_APPLICABLE,
                    "the positions '" + Excerpt.of(part.label()) + "' of " + part.covariance()
                            + " are listed by levels = in another order than that of their values; leave them out there");
        }
        return coordinates;
    }

    /** Of a date the number of its day; NaN for other text. */
    private static double number(String level) {
        try {
            return Double.parseDouble(level);
        } catch (NumberFormatException text) {
            return date(level);
        }
    }

    private static double date(String level) {
        try {
            return LocalDate.parse(level).toEpochDay();
        } catch (DateTimeException text) {
            return Double.NaN;
        }
    }
}
