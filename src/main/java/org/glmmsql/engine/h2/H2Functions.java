package org.glmmsql.engine.h2;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.glmmsql.engine.SqlErrors;
import org.glmmsql.model.FittedModel;
import org.glmmsql.model.ModelComparison;
import org.glmmsql.model.ModelJson;
import org.glmmsql.model.ResultTable;
import org.glmmsql.sql.Binding;
import org.glmmsql.sql.Fitting;
import org.glmmsql.sql.ModelSummary;
import org.glmmsql.sql.Prediction;
import org.glmmsql.sql.Reading;
import org.glmmsql.sql.RowCollector;
import org.h2.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * The aliases. H2 calls a table function also to learn its columns, with NULL for arguments it does not know then: NULL gives the
 * columns and no rows.
 */
public final class H2Functions {
    private H2Functions() {}

    public static ResultSet tidy(Connection connection, @Nullable String model) throws SQLException {
        return read(ResultTable.TIDY, connection, model);
    }

    public static ResultSet fixef(Connection connection, @Nullable String model) throws SQLException {
        return read(ResultTable.FIXEF, connection, model);
    }

    public static ResultSet ranef(Connection connection, @Nullable String model) throws SQLException {
        return read(ResultTable.RANEF, connection, model);
    }

    public static ResultSet varcorr(Connection connection, @Nullable String model) throws SQLException {
        return read(ResultTable.VARCORR, connection, model);
    }

    public static ResultSet glance(Connection connection, @Nullable String model) throws SQLException {
        return read(ResultTable.GLANCE, connection, model);
    }

    public static ResultSet tidyBy(Connection connection, @Nullable String query) throws SQLException {
        return readBy(ResultTable.TIDY, connection, query);
    }

    public static ResultSet fixefBy(Connection connection, @Nullable String query) throws SQLException {
        return readBy(ResultTable.FIXEF, connection, query);
    }

    public static ResultSet ranefBy(Connection connection, @Nullable String query) throws SQLException {
        return readBy(ResultTable.RANEF, connection, query);
    }

    public static ResultSet varcorrBy(Connection connection, @Nullable String query) throws SQLException {
        return readBy(ResultTable.VARCORR, connection, query);
    }

    public static ResultSet glanceBy(Connection connection, @Nullable String query) throws SQLException {
        return readBy(ResultTable.GLANCE, connection, query);
    }

    public static ResultSet anova(Connection connection, @Nullable String model1, @Nullable String model2)
            throws SQLException {
        return coded(() -> {
            RowSet rows = new RowSet(connection, ResultTable.ANOVA.columns());
            if (model1 != null && model2 != null) {
                ModelComparison comparison = ModelComparison.of(ModelJson.parse(model1), ModelJson.parse(model2));
                ResultTable.ANOVA.values(comparison).forEach(rows::addRow);
            }
            return rows;
        });
    }

    public static @Nullable String summary(@Nullable String model) throws SQLException {
        return coded(() -> model == null ? null : ModelSummary.of(ModelJson.parse(model)));
    }

    public static @Nullable String status(@Nullable String model) throws SQLException {
        return coded(() -> model == null ? null : Reading.status(model));
    }

    public static @Nullable Double predict(@Nullable String model, @Nullable String options, Value... row)
            throws SQLException {
        return predict(model, options, row, false);
    }

    public static @Nullable Double predictSe(@Nullable String model, @Nullable String options, Value... row)
            throws SQLException {
        return predict(model, options, row, true);
    }

    private static @Nullable Double predict(
            @Nullable String model, @Nullable String options, Value[] row, boolean standardError) throws SQLException {
        if (model == null) {
            return null;
        }
        return coded(() ->
                Prediction.of(model, options == null ? "" : options).ofRow(H2Values.objects(row), 0, standardError));
    }

    /** {@code glmm(model_text, query)}. */
    public static ResultSet glmm(Connection connection, @Nullable String modelText, @Nullable String query)
            throws SQLException {
        return coded(() -> {
            RowSet rows = new RowSet(connection, ResultTable.TIDY.columns());
            if (modelText != null && query != null && !QueryArgument.isColumnsOnly(connection)) {
                String model = fit(connection, modelText, query);
                if (model != null) {
                    Reading.one(ResultTable.TIDY, model).forEach(rows::addRow);
                }
            }
            return rows;
        });
    }

    /** One pass over the rows of a query; null for no rows. */
    private static @Nullable String fit(Connection connection, String modelText, String query) throws SQLException {
        Fitting fitting = Fitting.of(modelText);
        try (PreparedStatement prepared = QueryArgument.prepare(connection, query);
                ResultSet result = prepared.executeQuery()) {
            List<String> labels = QueryArgument.labels(result.getMetaData());
            Binding binding = fitting.byName(labels);
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
                    row[j] = H2Values.portable(H2Values.read(result, columns[j], types[j]));
                }
                collector.add(row, 0);
                found = true;
            }
            return found
                    ? fitting.fit(
                            collector.columns(binding.names()),
                            CancelProbe.of(connection),
                            Runtime.getRuntime().availableProcessors())
                    : null;
        }
    }

    private static ResultSet read(ResultTable<FittedModel, ?> table, Connection connection, @Nullable String model)
            throws SQLException {
        return coded(() -> {
            RowSet rows = new RowSet(connection, table.columns());
            if (model != null) {
                Reading.one(table, model).forEach(rows::addRow);
            }
            return rows;
        });
    }

    private static ResultSet readBy(ResultTable<FittedModel, ?> table, Connection connection, @Nullable String query)
            throws SQLException {
        return coded(() -> {
            if (query == null) {
                return new RowSet(connection, table.columns());
            }
            try (PreparedStatement prepared = QueryArgument.prepare(connection, query)) {
                KeyedModels models = KeyedModels.of(prepared.getMetaData());
                RowSet rows = models.rowSet(connection, table.columns());
                if (!QueryArgument.isColumnsOnly(connection)) {
                    addRows(table, models, prepared, rows);
                }
                return rows;
            }
        });
    }

    private static void addRows(
            ResultTable<FittedModel, ?> table, KeyedModels models, PreparedStatement query, RowSet rows)
            throws SQLException {
        try (ResultSet result = query.executeQuery()) {
            while (result.next()) {
                String model = models.model(result);
                if (model != null) {
                    @Nullable Object[] keys = models.keys(result);
                    Reading.oneOfMany(table, model).forEach(row -> rows.addRow(joined(keys, row)));
                }
            }
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
