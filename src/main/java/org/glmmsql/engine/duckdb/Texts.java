package org.glmmsql.engine.duckdb;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The leading arguments of a call, which are texts; a model is often the same for many rows. Not thread-safe. */
final class Texts {
    private final List<RepeatedText> columns;

    /** @param count how many of the arguments are texts */
    Texts(List<Vector> arguments, int count) {
        this.columns =
                arguments.subList(0, count).stream().map(RepeatedText::new).toList();
    }

    /** The first row after {@code from} that has other texts. */
    int endOfRun(int from, int rows) {
        return columns.stream().mapToInt(c -> c.endOfRun(from, rows)).min().orElse(rows);
    }

    List<@Nullable String> at(int row) {
        return columns.stream().map(c -> c.text(row)).toList();
    }
}
