package org.glmmsql.engine.duckdb;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.duckdb.GlmmBridge.Result;
import org.duckdb.GlmmBridge.Vector;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;
import org.glmmsql.model.ModelJson;
import org.glmmsql.sql.Failures;
import org.glmmsql.sql.Fitting;
import org.glmmsql.sql.ModelSummary;
import org.jspecify.annotations.Nullable;

/** What DuckDB calls. It asks for many groups at once, and for several chunks of groups at the same time. */
final class ScalarFunctions {
    private ScalarFunctions() {}

    /** {@code glmm_fit_rows(model_text, rows)}: rows is a list of structs (bound by name), tuples (by position) or single values. */
    static void fitRows(List<Vector> arguments, int rows, Result result) {
        Vector texts = arguments.get(0);
        Vector lists = arguments.get(1);
        if (lists.type() == TypeId.SQLNULL) {
            result.set(new String[rows]);
            return;
        }
        if (lists.type() != TypeId.LIST) {
            throw new GlmmException(
                    ErrorCode.COLUMN_TYPE,
                    "glmm_fit_rows takes a list of rows: glmm_fit_rows(model_text, list(t)) FROM t");
        }
        PackedRows elements = new PackedRows(lists.elements());
        ByteBuffer text = texts.data(16);
        ByteBuffer list = lists.data(16);
        int threads = rows == 1 ? Runtime.getRuntime().availableProcessors() : 1;
        result.set(each(rows, row -> {
            if (!lists.isValid(row)) {
                return null; // no rows
            }
            int from = Math.toIntExact(list.getLong(row * 16));
            int length = Math.toIntExact(list.getLong(row * 16 + 8));
            Fitting fitting = Fitting.of(texts.isValid(row) ? texts.text(text, row) : "");
            return length == 0 ? null : fitting.fit(elements.columns(fitting, from, length), () -> {}, threads);
        }));
    }

    /** {@code glmm_summary(model)}. */
    static void summary(List<Vector> arguments, int rows, Result result) {
        Vector models = arguments.get(0);
        ByteBuffer data = models.data(16);
        result.set(each(
                rows, row -> models.isValid(row) ? ModelSummary.of(ModelJson.parse(models.text(data, row))) : null));
    }

    /** Evaluates rows in parallel; the first failure, with its code, is the failure of all. */
    private static String[] each(int rows, IntFunction<@Nullable String> function) {
        return IntStream.range(0, rows)
                .parallel()
                .mapToObj(row -> {
                    try {
                        return function.apply(row);
                    } catch (RuntimeException | Error failure) {
                        throw Failures.coded(failure);
                    }
                })
                .toArray(String[]::new);
    }
}
