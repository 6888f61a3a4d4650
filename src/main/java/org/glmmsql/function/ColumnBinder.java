package org.glmmsql.function;

import java.util.List;

/** Says which columns of a call are used: one for each variable, of any names by position, or those of its name. */
public interface ColumnBinder {
    /** For messages. */
    String function();

    List<String> variables();

    /** Columns without names. @throws org.glmmsql.error.GlmmException COLUMN_COUNT */
    default Binding byPosition(int columns) {
        return Binding.byPosition(function(), variables(), columns);
    }

    /** Columns with names. @throws org.glmmsql.error.GlmmException UNKNOWN_COLUMN */
    default Binding byName(List<String> names) {
        return Binding.byName(variables(), names);
    }
}
