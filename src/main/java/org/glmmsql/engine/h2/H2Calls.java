package org.glmmsql.engine.h2;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.glmmsql.engine.SqlErrors;
import org.glmmsql.function.Aggregate;
import org.glmmsql.function.Binding;
import org.glmmsql.function.Catalog;
import org.glmmsql.function.GroupFunction;
import org.glmmsql.function.KeyedTable;
import org.glmmsql.function.ModelsTable;
import org.glmmsql.function.QueryTable;
import org.glmmsql.function.Scalar;
import org.glmmsql.function.Table;
import org.glmmsql.function.TableFunction;
import org.glmmsql.value.RowCollector;
import org.h2.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * Calls of the functions of a catalogue. H2 calls a table function also to learn its columns, with NULL for arguments it does not know
 * then: NULL gives the columns and no rows.
 */
public final class H2Calls {
    private final Catalog catalog;

    public H2Calls(Catalog catalog) {
        this.catalog = catalog;
    }

    /** A scalar function of texts and columns. */
    public @Nullable Object value(String name, List<@Nullable String> texts, Value... columns) throws SQLException {
        Scalar function = (Scalar) catalog.named(name);
        return coded(() -> function.value(texts, H2Values.objects(columns)));
    }

    /** A table function, by its texts. */
    public ResultSet rows(String name, Connection connection, @Nullable String... texts) throws SQLException {
        TableFunction function = (TableFunction) catalog.named(name);
        return coded(() -> {
            if (function instanceof KeyedTable keyed && texts[0] != null) {
                return rows(keyed, connection, texts[0], Arrays.asList(texts).subList(1, texts.length));
            }
            RowSet rows = new RowSet(connection, function.columns());
            if (function instanceof Table table) {
                table.rows(Arrays.asList(texts)).forEach(rows::addRow);
            } else if (function instanceof QueryTable query
                    && Stream.of(texts).allMatch(Objects::nonNull)
                    && !QueryArgument.isColumnsOnly(connection)) {
                query.rows(value(query.aggregate(), connection, texts)).forEach(rows::addRow);
            } else if (function instanceof ModelsTable models
                    && texts[0] != null
                    && !QueryArgument.isColumnsOnly(connection)) {
                @Nullable String[] all = texts.clone();
                all[0] = models(connection, texts[0]);
                models.table().rows(Arrays.asList(all)).forEach(rows::addRow);
            }
            return rows;
        });
    }

    /** The models of a query as H2 itself makes a JSON array of them, in their order. */
    private static @Nullable String models(Connection connection, String query) throws SQLException {
        String one = QueryArgument.checked(connection, query);
        try (PreparedStatement prepared = connection.prepareStatement(one)) {
            List<String> labels = QueryArgument.labels(prepared.getMetaData());
            KeyedModels.place("name", labels);
            KeyedModels.place("model", labels);
        }
        try (PreparedStatement prepared = connection.prepareStatement(
                        "SELECT JSON_ARRAYAGG(JSON_OBJECT('name': CAST(name AS VARCHAR), 'model': CAST(model AS VARCHAR))) FROM ("
                                + one + ") AS models");
                ResultSet result = prepared.executeQuery()) {
            result.next();
            return result.getString(1);
        }
    }

    /** An aggregate of the rows of a query in one pass, with its texts before the query; null for no rows. */
    private static @Nullable Object value(Aggregate aggregate, Connection connection, String[] texts)
            throws SQLException {
        int query = texts.length - 1;
        GroupFunction function = aggregate.of(Arrays.asList(texts).subList(0, query));
        try (PreparedStatement prepared = QueryArgument.prepare(connection, texts[query]);
                ResultSet result = prepared.executeQuery()) {
            Binding binding = function.byName(QueryArgument.labels(result.getMetaData()));
            RowCollector collector = new RowCollector(binding.names().size());
            @Nullable Object[] row = new Object[binding.names().size()];
            int[] columns = Arrays.stream(binding.indexes()).map(j -> j + 1).toArray();
            int[] types = new int[columns.length];
            for (int j = 0; j < types.length; j++) {
                types[j] = result.getMetaData().getColumnType(columns[j]);
            }
            boolean found = false;
            while (result.next()) {
                for (int j = 0; j < row.length; j++) {
                    row[j] = H2Values.plain(H2Values.read(result, columns[j], types[j]));
                }
                collector.add(row, 0);
                found = true;
            }
            return found
                    ? function.value(
                            collector.columns(binding.names()),
                            CancelProbe.of(connection),
                            Runtime.getRuntime().availableProcessors())
                    : null;
        }
    }

    private static RowSet rows(KeyedTable table, Connection connection, String query, List<@Nullable String> texts)
            throws SQLException {
        try (PreparedStatement prepared = QueryArgument.prepare(connection, query)) {
            KeyedModels models = KeyedModels.of(prepared.getMetaData());
            RowSet rows = models.rowSet(connection, table.columns());
            if (!QueryArgument.isColumnsOnly(connection)) {
                try (ResultSet result = prepared.executeQuery()) {
                    while (result.next()) {
                        addRows(table, models, result, texts, rows);
                    }
                }
            }
            return rows;
        }
    }

    private static void addRows(
            KeyedTable table, KeyedModels models, ResultSet result, List<@Nullable String> texts, RowSet rows)
            throws SQLException {
        String model = models.model(result);
        if (model != null) {
            @Nullable Object[] keys = models.keys(result);
            table.rows(model, texts).forEach(row -> rows.addRow(joined(keys, row)));
        }
    }

    private static Object[] joined(Object[] keys, Object[] row) {
        return Stream.of(keys, row).flatMap(Arrays::stream).toArray();
    }

    private static <T extends @Nullable Object> T coded(Callable<T> call) throws SQLException {
        try {
            return call.call();
        } catch (Exception | Error failure) {
            throw SqlErrors.of(failure);
        }
    }
}
