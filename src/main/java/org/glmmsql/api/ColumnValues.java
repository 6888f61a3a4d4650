package org.glmmsql.api;

import java.lang.reflect.Array;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;
import org.glmmsql.frame.Column;
import org.glmmsql.frame.NumericColumn;
import org.glmmsql.function.Binding;
import org.glmmsql.value.ColumnCollector;
import org.jspecify.annotations.Nullable;

/** Columns of a caller as those of a fit: the same values that come from a database. */
final class ColumnValues {
    private ColumnValues() {}

    /**
     * The columns of a binding.
     *
     * @param values by name, arrays or lists of one length
     * @param names of {@code values}, in the order that the binding was made for
     */
    static List<Column> of(Map<String, ?> values, List<String> names, Binding binding) {
        List<Column> columns = IntStream.range(0, binding.indexes().length)
                .mapToObj(j -> column(binding.names().get(j), values.get(names.get(binding.indexes()[j]))))
                .toList();
        for (Column column : columns) {
            if (column.size() != columns.get(0).size()) {
                throw new GlmmException(
                        ErrorCode.COLUMN_TYPE,
                        "columns differ in length: '" + columns.get(0).name() + "' has "
                                + columns.get(0).size() + " values, '" + column.name() + "' has " + column.size()
                                + "; give one value for each row, null where there is none");
            }
        }
        return columns;
    }

    /** How many rows the columns have, if they are of one length. */
    static int rows(Map<String, ?> values) {
        return values.entrySet().stream()
                .findFirst()
                .map(first -> column(first.getKey(), first.getValue()).size())
                .orElse(0);
    }

    private static Column column(String name, @Nullable Object values) {
        if (values instanceof double[] numbers) {
            return new NumericColumn(name, NumericColumn.Kind.NUMBER, numbers.clone(), numbers.length, null);
        }
        ColumnCollector collector = new ColumnCollector();
        if (values instanceof List<?> list) {
            list.forEach(collector::add);
        } else if (values != null && values.getClass().isArray()) {
            for (int i = 0; i < Array.getLength(values); i++) {
                collector.add(Array.get(values, i));
            }
        } else {
            throw new GlmmException(
                    ErrorCode.COLUMN_TYPE,
                    "column '" + name + "' is "
                            + (values == null
                                    ? "null"
                                    : "a " + values.getClass().getName()) + "; give an array or a List of its values");
        }
        return collector.column(name);
    }
}
