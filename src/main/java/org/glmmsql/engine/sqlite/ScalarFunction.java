package org.glmmsql.engine.sqlite;

import java.sql.SQLException;
import org.glmmsql.engine.RecentTexts;
import org.glmmsql.engine.SqlErrors;
import org.jspecify.annotations.Nullable;
import org.sqlite.Function;

/** A function of the values of a row, the first of which is often a model. */
final class ScalarFunction extends Function {
    /** What it computes of its arguments: String, Double, Integer, Long, Boolean, or null. */
    @FunctionalInterface
    interface Body {
        @Nullable
        Object of(@Nullable Object[] row);
    }

    /** One for all functions and connections: what it keeps is a share of the heap. */
    private static final RecentTexts MODELS = new RecentTexts();

    private final Body body;

    ScalarFunction(Body body) {
        this.body = body;
    }

    @Override
    protected void xFunc() throws SQLException {
        try {
            @Nullable
            Object[] row = SqliteRow.read(
                    args(), this::value_type, this::value_long, this::value_double, this::text, this::value_blob);
            SqliteRow.write(body.of(row), this::result, this::result, this::result, this::result);
        } catch (RuntimeException | Error failure) {
            throw SqlErrors.of(failure);
        }
    }

    private String text(int index) throws SQLException {
        byte[] bytes = index > 0 ? null : value_blob(index); // null for an empty text too
        return bytes == null ? value_text(index) : MODELS.text(bytes, () -> value_text(index));
    }
}
