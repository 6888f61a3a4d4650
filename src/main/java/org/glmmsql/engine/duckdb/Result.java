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

    Result(DriverInside driver, ByteBuffer vector, int rows) {
        this.driver = driver;
        this.vector = vector;
        this.rows = rows;
        driver.ensureValidityWritable(vector);
        this.validity = driver.validity(vector, rows);
    }

    /** Results of a VARCHAR function, null for NULL. */
    void set(@Nullable String[] texts) {
        for (int row = 0; row < rows; row++) {
            String text = texts[row];
            if (text == null) {
                driver.setNull(validity, row);
            } else {
                driver.assignText(vector, row, text.getBytes(UTF_8));
            }
        }
    }

    /** Results of a DOUBLE function, NaN for NULL. */
    void set(double[] numbers) {
        ByteBuffer data = driver.data(vector, rows * 8L).order(ByteOrder.nativeOrder());
        for (int row = 0; row < rows; row++) {
            if (Double.isNaN(numbers[row])) {
                driver.setNull(validity, row);
            } else {
                data.putDouble(row * 8, numbers[row]);
            }
        }
    }
}
