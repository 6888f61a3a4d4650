package org.glmmsql.engine.duckdb;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;
import org.glmmsql.error.GlmmException;
import org.glmmsql.frame.Column;
import org.glmmsql.function.Binding;
import org.glmmsql.function.ColumnBinder;
import org.glmmsql.parallel.Parts;
import org.jspecify.annotations.Nullable;

/** Rows of a chunk: structs are bound by name, structs without names and single values by position. Thread-safe. */
final class PackedRows {
    /** So many rows that it pays to copy their columns at the same time. */
    private static final int LARGE = 1 << 16;

    /** What may have happened where one value is not what the model takes. */
    private static final String ROW_OR_COLUMN =
            "; if the name of a table was meant, for its rows: it is also the name of one of its columns, and stands for that; give the"
                    + " table another name, as in glmm_fit(model_text, r) FROM t AS r";

    /** Names of the columns, null where they have none. */
    private final @Nullable List<String> names;

    private final int width;
    private final IntFunction<Vector> values;
    private final boolean packed;
    private final Map<Integer, Vector> members = new ConcurrentHashMap<>();
    private final Map<String, VectorReader> readers = new ConcurrentHashMap<>();

    private PackedRows(@Nullable List<String> names, int width, boolean packed, IntFunction<Vector> values) {
        this.names = names;
        this.width = width;
        this.packed = packed;
        this.values = values;
    }

    /** @param rows structs, or values of one column */
    static PackedRows of(Vector rows) {
        if (rows.type() != TypeId.STRUCT) {
            return new PackedRows(null, 1, false, index -> rows);
        }
        List<String> labels = rows.labels();
        return new PackedRows(labels.contains("") ? null : labels, labels.size(), true, rows::member);
    }

    /** @param columns those of the rows, or one of structs */
    static PackedRows of(List<Vector> columns) {
        return columns.size() == 1 ? of(columns.get(0)) : new PackedRows(null, columns.size(), true, columns::get);
    }

    /** The columns that an aggregate uses, of one group; a macro may have packed more than were given to it. */
    List<Column> columnsOfGroup(ColumnBinder binder, int from, int length) {
        return columns(binder, Macros.given(width, index -> member(index).type() == TypeId.SQLNULL), from, length);
    }

    /** The columns that a function uses, of some rows. */
    List<Column> columns(ColumnBinder binder, int from, int length) {
        return columns(binder, width, from, length);
    }

    private List<Column> columns(ColumnBinder binder, int given, int from, int length) {
        return columns(names != null ? binder.byName(names) : byPosition(binder, given), from, length);
    }

    private Binding byPosition(ColumnBinder binder, int given) {
        try {
            return binder.byPosition(given);
        } catch (GlmmException failure) {
            throw packed ? failure : failure.with(ROW_OR_COLUMN);
        }
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
        Vector column = member(index);
        return readers.computeIfAbsent(index + " " + name, key -> new VectorReader(column, name));
    }

    private Vector member(int index) {
        return members.computeIfAbsent(index, values::apply);
    }
}
