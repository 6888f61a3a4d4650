package org.glmmsql.engine.duckdb;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import org.glmmsql.error.GlmmException;
import org.glmmsql.frame.Column;
import org.glmmsql.parallel.Parts;
import org.glmmsql.sql.Binding;
import org.glmmsql.sql.Fitting;
import org.glmmsql.sql.Prediction;

/** Rows of a chunk: structs are bound by name, structs without names and single values by position. Thread-safe. */
final class PackedRows {
    /** So many rows that it pays to copy their columns at the same time. */
    private static final int LARGE = 1 << 16;

    /** What may have happened where one value is not what the model takes. */
    private static final String ROW_OR_COLUMN =
            "; if the name of a table was meant, for its rows: it is also the name of one of its columns, and stands for that; give the"
                    + " table another name, as in glmm_fit(model_text, r) FROM t AS r";

    private final Vector rows;
    private final boolean packed;
    private final boolean named;
    private final Map<Integer, Vector> members = new ConcurrentHashMap<>();
    private final Map<String, VectorReader> readers = new ConcurrentHashMap<>();

    PackedRows(Vector rows) {
        this.rows = rows;
        this.packed = rows.type() == TypeId.STRUCT;
        this.named = packed && !rows.labels().contains("");
    }

    /** The columns that a fit uses, of one group. */
    List<Column> columns(Fitting fitting, int from, int length) {
        return columns(
                named ? fitting.byName(rows.labels()) : byPosition(fitting::byPosition, Macros::fitted), from, length);
    }

    /** The columns that a prediction uses, of some rows. */
    List<Column> columns(Prediction prediction, int from, int length) {
        return columns(
                named ? prediction.byName(rows.labels()) : byPosition(prediction::byPosition, Macros::scored),
                from,
                length);
    }

    private Binding byPosition(IntFunction<Binding> binding, BiFunction<Integer, IntPredicate, Integer> given) {
        try {
            return binding.apply(packed ? given.apply(rows.labels().size(), this::isArray) : 1);
        } catch (GlmmException failure) {
            throw packed ? failure : failure.with(ROW_OR_COLUMN);
        }
    }

    private boolean isArray(int index) {
        return member(index).type() == TypeId.ARRAY;
    }

    private List<Column> columns(Binding binding, int from, int length) {
        int[] indexes = binding.indexes();
        // all types are looked at before a value is copied
        VectorReader[] used = new VectorReader[indexes.length];
        for (int j = 0; j < indexes.length; j++) {
            used[j] = reader(indexes[j], binding.names().get(j));
        }
        Column[] columns = new Column[indexes.length];
        Parts.forEach(
                length < LARGE ? 1 : Parts.threads(),
                indexes.length,
                (thread, j) -> columns[j] = used[j].column(from, length));
        return List.of(columns);
    }

    /** Groups may have their own model texts, so one column may have several names. */
    private VectorReader reader(int index, String name) {
        Vector values = packed ? member(index) : rows;
        return readers.computeIfAbsent(index + " " + name, key -> new VectorReader(values, name));
    }

    private Vector member(int index) {
        return members.computeIfAbsent(index, rows::member);
    }
}
