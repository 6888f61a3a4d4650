package org.glmmsql.engine.duckdb;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.Failures;
import org.glmmsql.error.GlmmException;
import org.glmmsql.frame.Column;
import org.glmmsql.function.Aggregate;
import org.glmmsql.function.GroupFunction;
import org.glmmsql.function.RowFunction;
import org.glmmsql.function.Scalar;
import org.glmmsql.function.Table;
import org.glmmsql.parallel.Parts;
import org.jspecify.annotations.Nullable;

/** Functions as DuckDB calls them: for many rows or groups at once, and for several chunks of them at the same time. */
final class Bodies {
    private Bodies() {}

    /** {@code glmm_fit_rows(model_text, rows)}: rows is a list of structs (bound by name), tuples (by position) or single values. */
    static FunctionBody of(Aggregate function) {
        int texts = function.signature().texts().size();
        return (arguments, rows, result) -> {
            Vector lists = arguments.get(texts);
            if (lists.type() == TypeId.SQLNULL) {
                result.set(new Object[rows]);
                return;
            }
            if (lists.type() != TypeId.LIST) {
                String name = function.name() + "_rows";
                throw new GlmmException(
                        ErrorCode.COLUMN_TYPE,
                        name + " takes a list of rows: " + name + "(model_text, list(t)) FROM t");
            }
            PackedRows elements = PackedRows.of(lists.elements());
            ByteBuffer list = lists.data(16);
            IntFunction<List<@Nullable String>> textsAt = texts(arguments, texts);
            int threads = rows == 1 ? Runtime.getRuntime().availableProcessors() : 1;
            result.set(each(rows, row -> {
                if (!lists.isValid(row)) {
                    return null; // no rows
                }
                int from = Math.toIntExact(list.getLong(row * 16));
                int length = Math.toIntExact(list.getLong(row * 16 + 8));
                GroupFunction group = function.of(textsAt.apply(row));
                return length == 0
                        ? null
                        : group.value(elements.columnsOfGroup(group, from, length), () -> {}, threads);
            }));
        };
    }

    /** The rows of a table function as a JSON array. */
    static FunctionBody of(Table function) {
        int texts = function.signature().texts().size();
        return (arguments, rows, result) -> {
            IntFunction<List<@Nullable String>> textsAt = texts(arguments, texts);
            result.set(each(rows, row -> function.json(textsAt.apply(row))));
        };
    }

    /** {@code glmm_predict(model, options, row)}, or the columns of a row one by one; or of texts alone. */
    static FunctionBody of(Scalar function) {
        int texts = function.signature().texts().size();
        if (function.signature().hasColumns()) {
            return (arguments, rows, result) -> result.set(byRuns(function, texts, arguments, rows));
        }
        return (arguments, rows, result) -> {
            function.signature().requireCount(arguments.size());
            IntFunction<List<@Nullable String>> textsAt = texts(arguments, arguments.size());
            result.set(each(rows, row -> function.value(textsAt.apply(row))));
        };
    }

    private static @Nullable Object[] byRuns(Scalar function, int texts, List<Vector> arguments, int rows) {
        Texts given = new Texts(arguments, texts);
        PackedRows packed = PackedRows.of(arguments.subList(texts, arguments.size()));
        @Nullable Object[] values = new Object[rows];
        for (int from = 0, to; from < rows; from = to) {
            to = given.endOfRun(from, rows);
            RowFunction run = function.of(given.at(from));
            if (run != null) {
                List<Column> columns = packed.columns(run, from, to - from);
                System.arraycopy(run.values(columns, to - from), 0, values, from, to - from);
            }
        }
        return values;
    }

    /** Thread-safe, unlike {@link Texts}. */
    private static IntFunction<List<@Nullable String>> texts(List<Vector> arguments, int count) {
        List<Vector> vectors = arguments.subList(0, count);
        for (Vector vector : vectors) {
            if (vector.type() != TypeId.VARCHAR && vector.type() != TypeId.SQLNULL) {
                throw new GlmmException(
                        ErrorCode.COLUMN_TYPE, "an argument that is a text is none; cast it, as in CAST(x AS VARCHAR)");
            }
        }
        List<ByteBuffer> data = vectors.stream().map(vector -> vector.data(16)).toList();
        return row -> {
            List<@Nullable String> texts = new ArrayList<>(count);
            for (int j = 0; j < count; j++) {
                Vector vector = vectors.get(j);
                texts.add(
                        vector.type() != TypeId.SQLNULL && vector.isValid(row) ? vector.text(data.get(j), row) : null);
            }
            return texts;
        };
    }

    /** Evaluates rows in parallel; the failure of the first row that has one, with its code, is the failure of all. */
    private static @Nullable Object[] each(int rows, IntFunction<@Nullable Object> function) {
        @Nullable Object[] results = new Object[rows];
        Parts.forEach(Parts.threads(), rows, (thread, row) -> {
            try {
                results[row] = function.apply(row);
            } catch (RuntimeException | Error failure) {
                throw Failures.coded(failure);
            }
        });
        return results;
    }
}
