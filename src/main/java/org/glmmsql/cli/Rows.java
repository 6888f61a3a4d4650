package org.glmmsql.cli;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a result.
 *
 * @param values by row: Number, Boolean, String or null
 */
record Rows(List<String> names, List<@Nullable Object[]> values) {
    static Rows of(ResultSet result) throws SQLException {
        List<String> names = names(result.getMetaData());
        List<@Nullable Object[]> values = new ArrayList<>();
        while (result.next()) {
            @Nullable Object[] row = new Object[names.size()];
            for (int j = 0; j < row.length; j++) {
                Object value = result.getObject(j + 1);
                row[j] = value == null || value instanceof Number || value instanceof Boolean
                        ? value
                        : result.getString(j + 1);
            }
            values.add(row);
        }
        return new Rows(names, values);
    }

    Rows rounded(Digits digits) {
        return new Rows(
                names,
                values.stream()
                        .map(row -> Arrays.stream(row)
                                .map(value -> value instanceof Number number ? digits.rounded(number) : value)
                                .toArray())
                        .toList());
    }

    static List<String> names(ResultSetMetaData result) throws SQLException {
        List<String> names = new ArrayList<>();
        for (int j = 1; j <= result.getColumnCount(); j++) {
            names.add(result.getColumnLabel(j));
        }
        return names;
    }
}
