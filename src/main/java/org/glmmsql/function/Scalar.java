package org.glmmsql.function;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.glmmsql.frame.Column;
import org.glmmsql.model.ColumnType;
import org.glmmsql.value.RowCollector;
import org.jspecify.annotations.Nullable;

/**
 * A function of values to a value.
 *
 * @param type of the value
 * @param body what it does with its texts, of which none is null, and then with columns if it takes any
 */
public record Scalar(Signature signature, ColumnType type, Function<List<String>, RowFunction> body)
        implements SqlFunction {

    /** A function of texts alone. */
    public static Scalar ofTexts(Signature signature, ColumnType type, Function<List<String>, @Nullable Object> body) {
        return new Scalar(signature, type, texts -> new Constant(signature.name(), body.apply(texts)));
    }

    /** The function with its texts given; null where the value is NULL. */
    public @Nullable RowFunction of(List<@Nullable String> texts) {
        List<String> given = signature.given(texts);
        return given == null ? null : body.apply(given);
    }

    /**
     * The value of one row.
     *
     * @param columns values as a {@link RowCollector} takes them
     * @throws org.glmmsql.error.GlmmException COLUMN_COUNT, and what the function says
     */
    public @Nullable Object value(List<@Nullable String> texts, @Nullable Object... columns) {
        RowFunction function = of(texts);
        if (function == null) {
            return null;
        }
        Binding binding = function.byPosition(columns.length);
        RowCollector row = new RowCollector(columns.length);
        row.add(columns, 0);
        return function.values(row.columns(binding.names()), 1)[0];
    }

    @Override
    public String kind() {
        return "scalar";
    }

    /** The same for every row. */
    private record Constant(String function, @Nullable Object value) implements RowFunction {
        @Override
        public List<String> variables() {
            return List.of();
        }

        @Override
        public @Nullable Object[] values(List<Column> columns, int rows) {
            @Nullable Object[] values = new Object[rows];
            Arrays.fill(values, value);
            return values;
        }
    }
}
