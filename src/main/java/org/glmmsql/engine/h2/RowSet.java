package org.glmmsql.engine.h2;

import java.sql.Types;
import java.util.List;
import java.util.Locale;
import org.glmmsql.model.ColumnType;
import org.glmmsql.model.ResultColumn;
import org.h2.tools.SimpleResultSet;

/** Rows as H2 takes them from a table function. */
final class RowSet extends SimpleResultSet {
    /** Without digits H2 makes a DOUBLE a FLOAT. */
    private static final int DOUBLE_DIGITS = 17;

    RowSet() {}

    RowSet(List<? extends ResultColumn<?>> columns) {
        addColumns(columns);
    }

    void addColumns(List<? extends ResultColumn<?>> columns) {
        columns.forEach(
                column -> addColumn(column.name().toUpperCase(Locale.ROOT), type(column.type()), DOUBLE_DIGITS, 0));
    }

    private static int type(ColumnType type) {
        return switch (type) {
            case TEXT -> Types.VARCHAR;
            case DOUBLE -> Types.DOUBLE;
            case INTEGER -> Types.INTEGER;
            case BIGINT -> Types.BIGINT;
            case BOOLEAN -> Types.BOOLEAN;
        };
    }
}
