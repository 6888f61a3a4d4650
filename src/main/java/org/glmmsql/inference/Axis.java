package org.glmmsql.inference;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.glmmsql.design.GridVariable;
import org.glmmsql.frame.Column;
import org.glmmsql.frame.FactorColumn;
import org.glmmsql.frame.NumericColumn;
import org.glmmsql.model.CallOptions;

/**
 * A variable of a reference grid and where it stands.
 *
 * @param kind number, boolean, date or text
 * @param sd of a number over the rows of the fit
 * @param labels of its places
 * @param numbers of its places: values, or for a factor the numbers of its levels, from 0
 */
record Axis(GridVariable variable, String kind, double sd, List<String> labels, double[] numbers) {
    int size() {
        return numbers.length;
    }

    String name() {
        return variable.name();
    }

    /** A column of the variable at these places. @param shift added to a number */
    Column column(int[] places, double shift) {
        int size = places.length;
        if (variable.isFactor() && kind.equals("text")) {
            int[] codes = new int[size];
            Arrays.setAll(codes, i -> (int) numbers[places[i]]);
            return new FactorColumn(name(), codes, variable.levels(), size, true);
        }
        double[] known = variable.isFactor()
                ? labels.stream().mapToDouble(label -> parse(kind, label)).toArray()
                : numbers;
        double[] values = new double[size];
        Arrays.setAll(values, i -> known[places[i]] + shift);
        return new NumericColumn(name(), kind(kind), values, size, null);
    }

    /** A column of NULL, of a variable that the mean does not read. */
    static Column missing(String name, int size) {
        BitSet all = new BitSet();
        all.set(0, size);
        double[] values = new double[size];
        Arrays.fill(values, Double.NaN);
        return new NumericColumn(name, NumericColumn.Kind.NUMBER, values, size, all);
    }

    /** NaN for what is no value of the kind. */
    static double parse(String kind, String text) {
        if (kind.equals("boolean")) {
            return text.equalsIgnoreCase("true") ? 1 : text.equalsIgnoreCase("false") ? 0 : CallOptions.number(text);
        }
        if (kind.equals("date")) {
            try {
                return LocalDate.parse(text.strip()).toEpochDay();
            } catch (DateTimeParseException e) {
                return CallOptions.number(text); // days since 1970-01-01
            }
        }
        return CallOptions.number(text);
    }

    static NumericColumn.Kind kind(String kind) {
        return Arrays.stream(NumericColumn.Kind.values())
                .filter(k -> k.name().equalsIgnoreCase(kind))
                .findFirst()
                .orElse(NumericColumn.Kind.NUMBER);
    }
}
