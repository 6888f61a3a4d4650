package org.glmmsql.function;

import java.util.List;
import org.glmmsql.frame.Column;
import org.jspecify.annotations.Nullable;

/** A scalar function whose texts are given: a value for each row of columns. */
public interface RowFunction extends ColumnBinder {
    /**
     * @param columns those of a binding, with its names
     * @return a value for each row: String, Double, Integer, Long, Boolean, or null
     */
    @Nullable
    Object[] values(List<Column> columns, int rows);
}
