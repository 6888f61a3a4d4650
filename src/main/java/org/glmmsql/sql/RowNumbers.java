package org.glmmsql.sql;

import java.util.List;
import org.glmmsql.frame.Column;
import org.glmmsql.function.RowFunction;
import org.jspecify.annotations.Nullable;

/**
 * A number for each row, NULL where it is NaN.
 *
 * @param variables the names of the columns
 */
record RowNumbers(String function, List<String> variables, Numbers numbers) implements RowFunction {
    /** Numbers of rows. */
    interface Numbers {
        /** @param columns with the names of the variables */
        double[] of(List<Column> columns, int rows);
    }

    @Override
    public @Nullable Object[] values(List<Column> columns, int rows) {
        double[] found = numbers.of(columns, rows);
        @Nullable Object[] values = new Object[rows];
        for (int i = 0; i < rows; i++) {
            values[i] = Double.isNaN(found[i]) ? null : (Object) found[i];
        }
        return values;
    }
}
