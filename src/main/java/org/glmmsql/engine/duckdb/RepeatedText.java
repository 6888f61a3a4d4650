package org.glmmsql.engine.duckdb;

import java.nio.ByteBuffer;
import org.duckdb.GlmmBridge.Vector;
import org.jspecify.annotations.Nullable;

/** A text column whose values come in runs: a model is the same for many rows, and DuckDB then points to one copy of it. */
final class RepeatedText {
    private final Vector vector;
    private final ByteBuffer data;

    RepeatedText(Vector vector) {
        this.vector = vector;
        this.data = vector.data(16);
    }

    /** The first row after {@code from} whose text is kept elsewhere; equal 16 bytes are the same text. */
    int endOfRun(int from, int rows) {
        int to = from + 1;
        while (to < rows && vector.isValid(to) == vector.isValid(from) && (!vector.isValid(from) || isSame(from, to))) {
            to++;
        }
        return to;
    }

    private boolean isSame(int one, int other) {
        return data.getLong(16 * one) == data.getLong(16 * other)
                && data.getLong(16 * one + 8) == data.getLong(16 * other + 8);
    }

    @Nullable
    String text(int row) {
        return vector.isValid(row) ? vector.text(data, row) : null;
    }
}
