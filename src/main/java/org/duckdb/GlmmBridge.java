package org.duckdb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.duckdb.DuckDBBindings.*;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * The only class that touches the inside of the DuckDB driver. The driver's public interface registers functions of primitive types
 * only; its package-private natives also give lists of structs, read where DuckDB keeps them. Written for duckdb_jdbc 2.0.0.1 on the
 * class path.
 */
public final class GlmmBridge extends DuckDBScalarFunctionWrapper {
    /** What DuckDB calls with a chunk of rows, from several threads at the same time. */
    @FunctionalInterface
    public interface Body {
        /** Sets the result of rows 0 to {@code rows - 1}; what is thrown becomes the error of the query. */
        void evaluate(List<Vector> arguments, int rows, Result result);
    }

    /** Types of parameters and results, with the numbers of DuckDB's C interface. */
    public enum Type {
        DOUBLE(11),
        VARCHAR(17),
        ANY(34);

        private final int id;

        Type(int id) {
            this.id = id;
        }
    }

    private final Body body;

    private GlmmBridge(Body body) {
        super(null);
        this.body = body;
    }

    /** Registers a scalar function in the connection's database, in place of one with the same name and parameters. */
    public static void register(Connection connection, String name, List<Type> parameters, Type result, Body body)
            throws SQLException {
        DuckDBConnection duckdb = connection.unwrap(DuckDBConnection.class);
        ByteBuffer function = duckdb_create_scalar_function();
        try {
            duckdb_scalar_function_set_name(function, name.getBytes(UTF_8));
            for (Type parameter : parameters) {
                withType(parameter, type -> duckdb_scalar_function_add_parameter(function, type));
            }
            withType(result, type -> duckdb_scalar_function_set_return_type(function, type));
            duckdb_scalar_function_set_special_handling(function); // NULL arguments reach the body
            duckdb_scalar_function_set_extra_info(function, new GlmmBridge(body));
            duckdb_scalar_function_set_function(function);
            duckdb.connRefLock.lock();
            try {
                if (duckdb_register_scalar_function(duckdb.connRef, function) != 0) {
                    throw new SQLException("DuckDB does not register the function " + name);
                }
            } finally {
                duckdb.connRefLock.unlock();
            }
        } finally {
            duckdb_destroy_scalar_function(function);
        }
    }

    private static void withType(Type type, Consumer<ByteBuffer> use) {
        ByteBuffer handle = duckdb_create_logical_type(type.id);
        try {
            use.accept(handle);
        } finally {
            duckdb_destroy_logical_type(handle);
        }
    }

    @Override
    public void execute(ByteBuffer info, ByteBuffer input, ByteBuffer output) {
        try {
            int rows = Math.toIntExact(duckdb_data_chunk_get_size(input));
            List<Vector> arguments = LongStream.range(0, duckdb_data_chunk_get_column_count(input))
                    .mapToObj(j -> new Vector(duckdb_data_chunk_get_vector(input, j), rows))
                    .toList();
            duckdb_vector_ensure_validity_writable(output);
            body.evaluate(arguments, rows, new Result(output, rows));
        } catch (Throwable failure) { // anything thrown into native code would end the process
            String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
            duckdb_scalar_function_set_error(info, message.getBytes(UTF_8));
        }
    }

    /** A column of values where DuckDB keeps them, valid during the call. Reading is thread-safe. */
    public static final class Vector {
        private final ByteBuffer handle;
        private final long size;
        private final ByteBuffer validity;
        private final int type;
        private final int storage;
        private final int scale;
        private final List<String> labels;

        private Vector(ByteBuffer handle, long size) {
            this.handle = handle;
            this.size = size;
            this.validity = duckdb_vector_get_validity(handle, size);
            ByteBuffer logical = duckdb_vector_get_column_type(handle);
            try {
                type = duckdb_get_type_id(logical);
                storage = type == 19
                        ? duckdb_decimal_internal_type(logical)
                        : type == 23 ? duckdb_enum_internal_type(logical) : type;
                scale = type == 19 ? duckdb_decimal_scale(logical) : 0;
                labels = labels(logical);
            } finally {
                duckdb_destroy_logical_type(logical);
            }
        }

        private List<String> labels(ByteBuffer logical) {
            if (type == 23) {
                return LongStream.range(0, duckdb_enum_dictionary_size(logical))
                        .mapToObj(i -> new String(duckdb_enum_dictionary_value(logical, i), UTF_8))
                        .toList();
            }
            if (type == 25) {
                return LongStream.range(0, duckdb_struct_type_child_count(logical))
                        .mapToObj(i -> new String(duckdb_struct_type_child_name(logical, i), UTF_8))
                        .toList();
            }
            return List.of();
        }

        /** Number of values. */
        public long size() {
            return size;
        }

        /** DUCKDB_TYPE of the column. */
        public int type() {
            return type;
        }

        /** DUCKDB_TYPE in which the values of a decimal or an enum are kept, else that of the column. */
        public int storage() {
            return storage;
        }

        /** Digits after the point of a decimal. */
        public int scale() {
            return scale;
        }

        /** Values of an enum in their order, or names of the members of a struct. */
        public List<String> labels() {
            return labels;
        }

        /** Whether no value is NULL. */
        public boolean allValid() {
            return validity == null;
        }

        public boolean isValid(long row) {
            return validity == null || (validity.getLong((int) (row >>> 6) << 3) >>> row & 1) != 0;
        }

        /** The values, {@code width} bytes each, in native byte order. @throws IllegalArgumentException beyond 2^31 bytes */
        public ByteBuffer data(int width) {
            long bytes = size * width;
            if (bytes > Integer.MAX_VALUE) {
                throw new IllegalArgumentException(
                        size + " values of " + width + " bytes are more than one call can take");
            }
            ByteBuffer data = duckdb_vector_get_data(handle, bytes);
            return data == null ? ByteBuffer.allocate(0) : data.order(ByteOrder.nativeOrder());
        }

        /** A text; {@code data} as of {@code data(16)}. */
        public String text(ByteBuffer data, int row) {
            return new String(bytes(data, row), UTF_8);
        }

        /** A text in UTF-8; {@code data} as of {@code data(16)}. */
        public byte[] bytes(ByteBuffer data, int row) {
            return duckdb_vector_get_string(data, row);
        }

        /** The elements of all lists of a list column; the lists are pairs (offset, length) of longs in {@code data(16)}. */
        public Vector elements() {
            return new Vector(duckdb_list_vector_get_child(handle), duckdb_list_vector_get_size(handle));
        }

        /** A member of a struct column. */
        public Vector member(int index) {
            return new Vector(duckdb_struct_vector_get_child(handle, index), size);
        }
    }

    /** Where results go. Not thread-safe. */
    public static final class Result {
        private final ByteBuffer vector;
        private final ByteBuffer validity;
        private final int rows;

        private Result(ByteBuffer vector, int rows) {
            this.vector = vector;
            this.rows = rows;
            this.validity = duckdb_vector_get_validity(vector, rows);
        }

        /** Results of a VARCHAR function, null for NULL. */
        public void set(String[] texts) {
            IntStream.range(0, rows).forEach(row -> {
                if (texts[row] == null) {
                    setNull(row);
                } else {
                    duckdb_vector_assign_string_element_len(vector, row, texts[row].getBytes(UTF_8));
                }
            });
        }

        /** Results of a DOUBLE function, NaN for NULL. */
        public void set(double[] numbers) {
            ByteBuffer data = duckdb_vector_get_data(vector, rows * 8L).order(ByteOrder.nativeOrder());
            for (int row = 0; row < rows; row++) {
                if (Double.isNaN(numbers[row])) {
                    setNull(row);
                } else {
                    data.putDouble(row * 8, numbers[row]);
                }
            }
        }

        private void setNull(int row) {
            duckdb_validity_set_row_validity(validity, row, false);
        }
    }
}
