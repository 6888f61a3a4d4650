package org.glmmsql.function;

import java.util.List;

/** Says which columns of a call are used. */
public interface ColumnBinder {
    /** Columns without names. @throws org.glmmsql.error.GlmmException COLUMN_COUNT */
    Binding byPosition(int columns);

    /** Columns with names. @throws org.glmmsql.error.GlmmException UNKNOWN_COLUMN */
    Binding byName(List<String> names);
}
