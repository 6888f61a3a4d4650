package org.glmmsql.engine.duckdb;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** Where results go. Not thread-safe. */
final class Result {
    private final DriverInside driver;
    private final ByteBuffer vector;
    private final ByteBuffer validity;
    private final int rows;
    private @Nullable ByteBuffer data;

    Result(DriverInside driver, ByteBuffer vector, int rows) {
        this.driver = driver;
        this.vector = vector;
        this.rows = rows;
        driver.ensureValidityWritable(vector);
        this.validity = driver.validity(vector, rows);
    }

    /** A value for each row: String, Double, Integer, Long or Boolean, as the function's type is, or null for NULL. */
    void set(@Nullable Object[] values) {
        for (int row = 0; row < rows; row++) {
            Object value = values[row];
            if (value == null) {
                driver.setNull(validity, row);
            } else if (value instanceof String text) {
                driver.assignText(vector, row, text.getBytes(UTF_8));
            } else if (value instanceof Double number) {
                data(8).putDouble(row * 8, number);
            } else if (value instanceof Long number) {
                data(8).putLong(row * 8, number);
            } else if (value instanceof Integer number) {
                data(4).putInt(row * 4, number);
            } else {
                data(1).put(row, (byte) ((boolean) value ? 1 : 0));
            }
        }
    }

    private ByteBuffer data(int width) {
        if (data == null) {
            data = driver.data(vector, (long) rows * width).order(ByteOrder.nativeOrder());
        }
        return data;
    }
}
