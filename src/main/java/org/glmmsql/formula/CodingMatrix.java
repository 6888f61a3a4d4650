package org.glmmsql.formula;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A coding of a factor of k levels in numbers, {@code '1 -1 0; 0.5 0.5 -1'}: k - 1 columns, each with a number for every level in their order. */
public final class CodingMatrix {
    private static final String COLUMN = ";";

    private CodingMatrix() {}

    /** Values by column and level; empty for a text that is no matrix of k - 1 columns of k finite numbers. */
    public static Optional<double[][]> parse(String text) {
        List<double[]> columns = new ArrayList<>();
        for (String column : text.split(COLUMN, -1)) {
            String[] words = column.strip().split("[\\s,]+");
            double[] values = new double[words.length];
            for (int level = 0; level < values.length; level++) {
                Double value = number(words[level]);
                if (value == null || !Double.isFinite(value)) {
                    return Optional.empty();
                }
                values[level] = value;
            }
            columns.add(values);
        }
        return columns.stream().allMatch(values -> values.length == columns.size() + 1)
                ? Optional.of(columns.toArray(double[][]::new))
                : Optional.empty();
    }

    /** A number, or a fraction such as 1/3. */
    private static @Nullable Double number(String word) {
        if (!word.matches("[-+]?[0-9.]+([eE][-+]?[0-9]+)?(/[0-9.]+)?")) {
            return null;
        }
        String[] parts = word.split("/");
        try {
            double value = Double.parseDouble(parts[0]);
            return parts.length == 1 ? value : value / Double.parseDouble(parts[1]);
        } catch (NumberFormatException e) {
            // two points in one number
            return null;
        }
    }

    /** With its numbers as they are printed. */
    static String canonical(double[][] columns) {
        return String.join(
                COLUMN + " ",
                Arrays.stream(columns)
                        .map(values -> String.join(
                                " ",
                                Arrays.stream(values).mapToObj(Double::toString).toList()))
                        .toList());
    }
}
