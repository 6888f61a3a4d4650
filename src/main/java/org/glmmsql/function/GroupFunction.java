package org.glmmsql.function;

import java.util.List;
import org.glmmsql.frame.Column;
import org.jspecify.annotations.Nullable;

/** An aggregate whose texts are given: a value for the rows of a group. */
public interface GroupFunction extends ColumnBinder {
    /**
     * Says what is wrong with a call whatever its rows are, for an engine that can ask before it reads them.
     *
     * @param names of the columns of a binding
     * @throws org.glmmsql.error.GlmmException as {@link #value} would
     */
    default void check(List<String> names) {}

    /**
     * @param columns those of a binding, with its names; at least one row
     * @param cancellation throws to stop; may be called often, by several threads
     * @param threads to use at most; no number depends on it
     */
    @Nullable
    Object value(List<Column> columns, Runnable cancellation, int threads);
}
