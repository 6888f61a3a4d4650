package org.glmmsql.engine.h2;

import java.sql.Connection;
import java.sql.SQLException;
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

    /** Without a length a text of any length fits into the table that is made of it. */
    private static final int UNLIMITED = -1;

    private final boolean upperCase;

    /** No columns yet. @param connection whose database says in which case unquoted names are kept */
    RowSet(Connection connection) throws SQLException {
        this.upperCase = connection.getMetaData().storesUpperCaseIdentifiers();
    }

    RowSet(Connection connection, List<? extends ResultColumn<?>> columns) throws SQLException {
        this(connection);
        addColumns(columns);
    }

    void addColumns(List<? extends ResultColumn<?>> columns) {
        for (ResultColumn<?> column : columns) {
            String name = upperCase ? column.name().toUpperCase(Locale.ROOT) : column.name();
            addColumn(name, type(column.type()), column.type() == ColumnType.DOUBLE ? DOUBLE_DIGITS : UNLIMITED, 0);
        }
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
