package org.glmmsql.engine.sqlite;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
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
        Function.create(connection, "glmm_fit", new FitAggregate(Fitting::of), ANY_NUMBER, FLAGS);
        Function.create(connection, "hglm_fit", new FitAggregate(Fitting::hierarchical), ANY_NUMBER, FLAGS);
        scalar(connection, "glmm_predict", ANY_NUMBER, row -> predict("glmm_predict", row, false));
        scalar(connection, "glmm_predict_se", ANY_NUMBER, row -> predict("glmm_predict_se", row, true));
        scalar(connection, "glmm_summary", 1, row -> ModelSummary.of(model(row[0])));
        scalar(connection, "glmm_status", 1, row -> Reading.status(text(row[0])));
        scalar(connection, "glmm_rows", 2, row -> Reading.json(table(row[1]), text(row[0])));
        scalar(
                connection,
                "glmm_anova_rows",
                2,
                row -> row[1] == null
                        ? null
                        : ModelJson.rows(ResultTable.ANOVA, ModelComparison.of(model(row[0]), model(row[1]))));
    }

    private static void scalar(Connection connection, String name, int arguments, ScalarFunction.Body body)
            throws SQLException {
        Function.create(connection, name, new ScalarFunction(body), arguments, FLAGS);
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
