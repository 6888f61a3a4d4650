package org.glmmsql.engine.h2;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.glmmsql.engine.SqlErrors;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;
import org.glmmsql.model.ResultColumn;
import org.jspecify.annotations.Nullable;

/**
 * Where a query has its models, in a column named {@code model}; all others are keys.
 *
 * @param model its column, from 1
 */
record KeyedModels(int model, List<Key> keys) {
    /** @throws SQLException with a QUERY message if there is no column named model */
    static KeyedModels of(ResultSetMetaData meta) throws SQLException {
        List<String> labels = QueryArgument.labels(meta);
        int model = place("model", labels);
        List<Key> keys = new ArrayList<>();
        for (int j = 1; j <= labels.size(); j++) {
            if (j != model) {
                keys.add(Key.of(meta, j));
            }
        }
        return new KeyedModels(model, keys);
    }

    /** The number of a column, from 1. @throws SQLException with a QUERY message if there is none of that name */
    static int place(String name, List<String> labels) throws SQLException {
        int place = 1
                + labels.stream()
                        .map(label -> label.toLowerCase(Locale.ROOT))
                        .toList()
                        .indexOf(name);
        if (place == 0) {
            throw SqlErrors.of(new GlmmException(
                    ErrorCode.QUERY,
                    "the query has no column named " + name + ", only " + String.join(", ", labels)
                            + "; name it so, as in SELECT region AS name, fit AS model FROM fits"));
        }
        return place;
    }

    /** No rows yet: the keys with their types, then the columns of the reader. */
    RowSet rowSet(Connection connection, List<? extends ResultColumn<?>> columns) throws SQLException {
        RowSet rows = new RowSet(connection);
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        columns.forEach(column -> names.add(column.name()));
        for (Key key : keys) {
            if (!names.add(key.label())) {
                throw SqlErrors.of(new GlmmException(
                        ErrorCode.QUERY,
                        "the key '" + key.label() + "' of the query is also another column of the result; rename it,"
                                + " as in SELECT " + key.label() + " AS key1, model"));
            }
            key.addTo(rows);
        }
        rows.addColumns(columns);
        return rows;
    }

    @Nullable
    String model(ResultSet row) throws SQLException {
        return row.getString(model);
    }

    @Nullable
    Object[] keys(ResultSet row) throws SQLException {
        @Nullable Object[] values = new Object[keys.size()];
        for (int j = 0; j < values.length; j++) {
            values[j] = keys.get(j).value(row);
        }
        return values;
    }
}
