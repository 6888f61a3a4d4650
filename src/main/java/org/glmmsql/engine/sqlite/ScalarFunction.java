package org.glmmsql.engine.sqlite;

import java.sql.SQLException;
import java.util.Arrays;
import org.glmmsql.engine.SqlErrors;
import org.jspecify.annotations.Nullable;
import org.sqlite.Function;

/** A scalar function whose first argument is a model: NULL if that is NULL. */
final class ScalarFunction extends Function {
    /** What it computes of its arguments: String, Double, or null. */
    @FunctionalInterface
    interface Body {
        @Nullable
        Object of(@Nullable Object[] row);
    }

    private final Body body;
    private byte[] modelBytes = {};
    private String model = "";

    ScalarFunction(Body body) {
        this.body = body;
    }

    @Override
    protected void xFunc() throws SQLException {
        try {
            @Nullable
            Object[] row = SqliteRow.read(
                    args(), this::value_type, this::value_long, this::value_double, this::text, this::value_blob);
            Object value = row.length == 0 || row[0] == null ? null : body.of(row);
            if (value instanceof Double number) {
                result(number);
            } else if (value != null) {
                result(value.toString());
            } else {
                result();
            }
        } catch (RuntimeException | Error failure) {
            throw SqlErrors.of(failure);
        }
    }

    /** A model is the same for many rows, and comparing its bytes costs less than decoding them. */
    private String text(int index) throws SQLException {
        if (index > 0) {
            return value_text(index);
        }
        byte[] bytes = value_blob(index);
        if (!Arrays.equals(bytes, modelBytes)) {
            modelBytes = bytes;
            model = value_text(index); // decodes UTF-8 and UTF-16 databases
        }
        return model;
    }
}
