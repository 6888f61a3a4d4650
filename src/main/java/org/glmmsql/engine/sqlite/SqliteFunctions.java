package org.glmmsql.engine.sqlite;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.glmmsql.engine.SqlErrors;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;
import org.glmmsql.error.Suggestion;
import org.glmmsql.model.FittedModel;
import org.glmmsql.model.ModelComparison;
import org.glmmsql.model.ModelJson;
import org.glmmsql.model.ResultTable;
import org.glmmsql.sql.Fitting;
import org.glmmsql.sql.ModelSummary;
import org.glmmsql.sql.Prediction;
import org.glmmsql.sql.Reading;
import org.jspecify.annotations.Nullable;
import org.sqlite.Function;
import org.sqlite.SQLiteConnection;

/** The functions of a connection. There are no table functions: {@code json_each(glmm_rows(model, 'fixef'))} gives the rows of a reader. */
final class SqliteFunctions {
    private static final int ANY_NUMBER = -1;

    /** SQLITE_INNOCUOUS: without side effects, so that views may use it. */
    private static final int INNOCUOUS = 0x200000;

    private static final int FLAGS = Function.FLAG_DETERMINISTIC | INNOCUOUS;

    /** @param ofEveryVersion whether every version of glmm-sql has had it */
    private record Definition(String name, int arguments, boolean ofEveryVersion, Supplier<Function> function) {}

    private static final List<Definition> DEFINITIONS = List.of(
            aggregate("glmm_fit", Fitting::of),
            aggregate("hglm_fit", Fitting::hierarchical),
            scalar("glmm_predict", ANY_NUMBER, true, row -> predict("glmm_predict", row, false)),
            scalar("glmm_predict_se", ANY_NUMBER, true, row -> predict("glmm_predict_se", row, true)),
            scalar("glmm_summary", 1, true, row -> ModelSummary.of(model(row[0]))),
            scalar("glmm_status", 1, false, row -> Reading.status(text(row[0]))),
            scalar("glmm_rows", 2, true, row -> Reading.json(table(row[1]), text(row[0]))),
            scalar(
                    "glmm_anova_rows",
                    2,
                    true,
                    row -> row[1] == null
                            ? null
                            : ModelJson.rows(ResultTable.ANOVA, ModelComparison.of(model(row[0]), model(row[1])))));

    private SqliteFunctions() {}

    /** @param pooled the driver's own connection, or that of a pool */
    static void register(Connection pooled) throws SQLException {
        if (!pooled.isWrapperFor(SQLiteConnection.class)) {
            throw SqlErrors.of(new GlmmException(
                    ErrorCode.ENGINE,
                    "the SQLite driver was loaded by another class loader than the one that glmm-sql sees; keep sqlite-jdbc and"
                            + " glmm-sql in the same folder of libraries"));
        }
        Connection connection = pooled.unwrap(SQLiteConnection.class);
        refuseForeign(connection);
        for (Definition definition : DEFINITIONS) {
            Function.create(connection, definition.name, definition.function.get(), definition.arguments, FLAGS);
        }
    }

    /** Functions of a connection may be those of an earlier call or version, which are replaced; nobody else's. */
    private static void refuseForeign(Connection connection) throws SQLException {
        Map<String, Set<Integer>> found = new TreeMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT name, narg FROM pragma_function_list WHERE name IN ('"
                        + DEFINITIONS.stream().map(Definition::name).collect(Collectors.joining("', '")) + "')")) {
            while (rows.next()) {
                found.computeIfAbsent(rows.getString(1), name -> new TreeSet<>())
                        .add(rows.getInt(2));
            }
        }
        boolean registered =
                DEFINITIONS.stream().filter(Definition::ofEveryVersion).allMatch(d -> found.containsKey(d.name));
        List<String> foreign = DEFINITIONS.stream()
                .filter(d -> found.containsKey(d.name)
                        && (!registered || !found.get(d.name).equals(Set.of(d.arguments))))
                .map(Definition::name)
                .toList();
        if (!foreign.isEmpty()) {
            throw SqlErrors.of(new GlmmException(
                    ErrorCode.ENGINE,
                    "the connection has functions that are not of glmm-sql under its names: "
                            + String.join(", ", foreign)
                            + "; rename them, or register glmm-sql on a connection without them"));
        }
    }

    private static Definition aggregate(String name, java.util.function.Function<String, Fitting> fittingOf) {
        return new Definition(name, ANY_NUMBER, true, () -> new FitAggregate(fittingOf));
    }

    private static Definition scalar(String name, int arguments, boolean ofEveryVersion, ScalarFunction.Body body) {
        return new Definition(name, arguments, ofEveryVersion, () -> new ScalarFunction(body));
    }

    private static FittedModel model(@Nullable Object value) {
        return ModelJson.parse(text(value));
    }

    private static String text(@Nullable Object value) {
        if (value instanceof byte[]) {
            throw new GlmmException(
                    ErrorCode.NOT_A_MODEL,
                    "the value is not a model of glmm_fit, it is a BLOB; pass the text, not jsonb of it");
        }
        return String.valueOf(value);
    }

    private static ResultTable<FittedModel, ?> table(@Nullable Object name) {
        return ResultTable.OF_A_MODEL.stream()
                .filter(table -> table.name().equals(name))
                .findFirst()
                .orElseThrow(() -> {
                    List<String> known = ResultTable.OF_A_MODEL.stream()
                            .map(ResultTable::name)
                            .toList();
                    return new GlmmException(
                            ErrorCode.UNKNOWN_FUNCTION,
                            "a model has no rows '" + name + "'; " + Suggestion.among(String.valueOf(name), known));
                });
    }

    private static @Nullable Double predict(String function, @Nullable Object[] row, boolean standardError) {
        if (row.length < 3) {
            throw new GlmmException(
                    ErrorCode.COLUMN_COUNT,
                    function + " takes a model, options (empty for the defaults) and the columns of the model");
        }
        return Prediction.of(text(row[0]), row[1] == null ? "" : row[1].toString())
                .ofRow(row, 2, standardError);
    }
}
