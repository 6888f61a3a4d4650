package org.glmmsql.engine.duckdb;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.LongStream;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;
import org.jspecify.annotations.Nullable;

/** A column of values where DuckDB keeps them, valid during the call. Reading is thread-safe. */
final class Vector {
    private final DriverInside driver;
    private final ByteBuffer handle;
    private final long size;
    private final @Nullable ByteBuffer validity;
    private final int type;
    private final int storage;
    private final int scale;
    private final List<String> labels;

    Vector(DriverInside driver, ByteBuffer handle, long size) {
        this.driver = driver;
        this.handle = handle;
        this.size = size;
        this.validity = driver.validity(handle, size);
        ByteBuffer logical = driver.columnType(handle);
        try {
            type = driver.typeId(logical);
            storage = type == TypeId.DECIMAL
                    ? driver.decimalInternalType(logical)
                    : type == TypeId.ENUM ? driver.enumInternalType(logical) : type;
            scale = type == TypeId.DECIMAL ? driver.decimalScale(logical) : 0;
            labels = labels(logical);
        } finally {
            driver.destroyType(logical);
        }
    }

    private List<String> labels(ByteBuffer logical) {
        if (type == TypeId.ENUM) {
            return LongStream.range(0, driver.enumSize(logical))
                    .mapToObj(i -> new String(driver.enumValue(logical, i), UTF_8))
                    .toList();
        }
        if (type == TypeId.STRUCT) {
            return LongStream.range(0, driver.structSize(logical))
                    .mapToObj(i -> new String(driver.structName(logical, i), UTF_8))
                    .toList();
        }
        return List.of();
    }

    /** Number of values. */
    long size() {
        return size;
    }

    /** DUCKDB_TYPE of the column. */
    int type() {
        return type;
    }

    /** DUCKDB_TYPE in which the values of a decimal or an enum are kept, else that of the column. */
    int storage() {
        return storage;
    }

    /** Digits after the point of a decimal. */
    int scale() {
        return scale;
    }

    /** Values of an enum in their order, or names of the members of a struct. */
    List<String> labels() {
        return labels;
    }

    /** Whether no value is NULL. */
    boolean allValid() {
        return validity == null;
    }

    boolean isValid(long row) {
        return validity == null || (validity.getLong((int) (row >>> 6) << 3) >>> row & 1) != 0;
    }

    /** The values, {@code width} bytes each, in native byte order. @throws GlmmException MEMORY beyond 2^31 bytes */
    ByteBuffer data(int width) {
        long bytes = size * width;
        if (bytes > Integer.MAX_VALUE) {
            throw new GlmmException(
                    ErrorCode.MEMORY,
                    size + " values of " + width
                            + " bytes are more than the 2^31 bytes that DuckDB passes in one call; fit fewer"
                            + " rows, or group equal rows with counts or weights");
        }
        ByteBuffer data = driver.data(handle, bytes);
        return data == null ? ByteBuffer.allocate(0) : data.order(ByteOrder.nativeOrder());
    }

    /** A text; {@code data} as of {@code data(16)}. */
    String text(ByteBuffer data, int row) {
        return new String(bytes(data, row), UTF_8);
    }

    /** A text in UTF-8; {@code data} as of {@code data(16)}. */
    byte[] bytes(ByteBuffer data, int row) {
        return driver.text(data, row);
    }

    /** The elements of all lists of a list column; the lists are pairs (offset, length) of longs in {@code data(16)}. */
    Vector elements() {
        return new Vector(driver, driver.listChild(handle), driver.listSize(handle));
    }

    /** A member of a struct column. */
    Vector member(int index) {
        return new Vector(driver, driver.structChild(handle, index), size);
    }
}
