package org.glmmsql.value;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.glmmsql.frame.Column;
import org.jspecify.annotations.Nullable;

/** Rows as an engine hands them over, kept by column. Not thread-safe. */
public final class RowCollector {
    private final List<ColumnCollector> columns;

    public RowCollector(int columns) {
        this.columns = Stream.generate(ColumnCollector::new).limit(columns).toList();
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

    /** What was collected so far, one name per column. The arrays are shared, so collect nothing more while they are in use. */
    public List<Column> columns(List<String> names) {
        return IntStream.range(0, columns.size())
                .mapToObj(j -> columns.get(j).column(names.get(j)))
                .toList();
    }
}
