package org.glmmsql.engine.duckdb;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.glmmsql.frame.Column;
import org.glmmsql.sql.Binding;
import org.glmmsql.sql.Fitting;
import org.glmmsql.sql.Prediction;

/** Rows of a chunk: structs are bound by name, structs without names and single values by position. Thread-safe. */
final class PackedRows {
    /** So many rows that it pays to copy their columns at the same time. */
    private static final int LARGE = 1 << 16;

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
        return columns(named ? fitting.byName(rows.labels()) : fitting.byPosition(width()), from, length);
    }

    /** The columns that a prediction uses, of some rows. */
    List<Column> columns(Prediction prediction, int from, int length) {
        return columns(named ? prediction.byName(rows.labels()) : prediction.byPosition(width()), from, length);
    }

    private int width() {
        return packed ? rows.labels().size() : 1;
    }

    private List<Column> columns(Binding binding, int from, int length) {
        IntStream indexes = IntStream.range(0, binding.indexes().length);
        if (length >= LARGE) {
            indexes = indexes.parallel();
        }
        return indexes.mapToObj(j ->
                        reader(binding.indexes()[j], binding.names().get(j)).column(from, length))
                .toList();
    }

    /** Groups may have their own model texts, so one column may have several names. */
    private VectorReader reader(int index, String name) {
        Vector values = packed ? members.computeIfAbsent(index, rows::member) : rows;
        return readers.computeIfAbsent(index + " " + name, key -> new VectorReader(values, name));
    }
}
