package org.glmmsql.engine.h2;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.glmmsql.engine.SqlErrors;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;
import org.glmmsql.model.ResultColumn;
import org.jspecify.annotations.Nullable;

/** Where a query has its models, in a column named {@code model}; all others are keys. */
final class KeyedModels {
    private final ResultSetMetaData meta;
    private final int model;
    private final int[] keys;

    /** @throws SQLException with a QUERY message if there is no column named model */
    KeyedModels(ResultSetMetaData meta) throws SQLException {
        this.meta = meta;
        List<String> labels = QueryArgument.labels(meta);
        this.model = 1
                + labels.stream()
                        .map(label -> label.toLowerCase(Locale.ROOT))
                        .toList()
                        .indexOf("model");
        if (model == 0) {
            throw SqlErrors.of(new GlmmException(
                    ErrorCode.QUERY,
                    "the query has no column named model, only " + String.join(", ", labels)
                            + "; name it so, as in SELECT region, fit AS model FROM fits"));
        }
        this.keys =
                IntStream.rangeClosed(1, labels.size()).filter(j -> j != model).toArray();
    }

    /** No rows yet: the keys with their types, then the columns of the reader. */
    RowSet rowSet(Connection connection, List<? extends ResultColumn<?>> columns) throws SQLException {
        RowSet rows = new RowSet(connection);
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        columns.forEach(column -> names.add(column.name()));
        for (int j : keys) {
            if (!names.add(meta.getColumnLabel(j))) {
                throw SqlErrors.of(new GlmmException(
                        ErrorCode.QUERY,
                        "the key '" + meta.getColumnLabel(j)
                                + "' of the query is also another column of the result; rename it," + " as in SELECT "
                                + meta.getColumnLabel(j) + " AS key1, model"));
            }
            rows.addColumn(meta.getColumnLabel(j), meta.getColumnType(j), meta.getPrecision(j), meta.getScale(j));
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
        @Nullable Object[] values = new Object[keys.length];
        for (int j = 0; j < values.length; j++) {
            values[j] = row.getObject(keys[j]);
        }
        return values;
    }
}
