package org.glmmsql.value;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.glmmsql.frame.Column;
import org.jspecify.annotations.Nullable;

/** Rows as an engine hands them over, kept by column. Not thread-safe. */
public final class RowCollector {
    private final List<ColumnCollector> columns;

    public RowCollector(int columns) {
        this.columns =
                Stream.generate(ColumnCollector::new).limit(columns).collect(Collectors.toCollection(ArrayList::new));
    }

    /**
     * Adds the values of {@code row} from {@code from} on, as {@link Values} takes them.
     *
     * @throws org.glmmsql.error.GlmmException MEMORY before the heap is full
     */
    public void add(@Nullable Object[] row, int from) {
        for (int j = 0; j < columns.size(); j++) {
            columns.get(j).add(row[from + j]);
        }
    }

    /** Adds the rows of another with as many columns, which is not changed. */
    public void addAll(RowCollector other) {
        for (int j = 0; j < columns.size(); j++) {
            columns.get(j).addAll(other.columns.get(j));
        }
    }

    /** Number of columns. */
    public int size() {
        return columns.size();
    }

    /** Writes what was collected, in few bytes, for {@link #read}. */
    public void write(DataOutput out) throws IOException {
        out.writeInt(columns.size());
        for (ColumnCollector column : columns) {
            column.write(out);
        }
    }

    /** What another process collected. @throws org.glmmsql.error.GlmmException MEMORY */
    public static RowCollector read(DataInput in) throws IOException {
        RowCollector rows = new RowCollector(0);
        for (int left = in.readInt(); left > 0; left--) {
            rows.columns.add(ColumnCollector.read(in));
        }
        return rows;
    }

    /** What was collected so far, one name per column. The arrays are shared, so collect nothing more while they are in use. */
    public List<Column> columns(List<String> names) {
        return columns(IntStream.range(0, columns.size()).toArray(), names);
    }

    /** The same of the columns at {@code indexes}. */
    public List<Column> columns(int[] indexes, List<String> names) {
        return IntStream.range(0, indexes.length)
                .mapToObj(j -> columns.get(indexes[j]).column(names.get(j)))
                .toList();
    }
}
