package org.glmmsql.engine.duckdb;

import static java.lang.invoke.MethodType.methodType;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.glmmsql.error.Failures;
import org.jspecify.annotations.Nullable;

/**
 * The only class that touches the inside of the DuckDB driver. The driver's public interface registers functions of primitive types only;
 * its package-private natives also give lists of structs, read where DuckDB keeps them. They are reached by method handles from the class
 * of the connection, so that the driver may be on the class path, on the module path or in a class loader of its own. Written for
 * duckdb_jdbc 2.0.0.1.
 *
 * <p>One for each driver that is loaded. Thread-safe.
 */
final class DriverInside {
    static final String TESTED_DRIVER = "org.duckdb:duckdb_jdbc:2.0.0.1";

    private static final String CONNECTION = "org.duckdb.DuckDBConnection";

    /** Where the build puts the class file of src/duckdb; not where classes are found, see there. */
    private static final String CALLBACK = "/META-INF/glmm-sql/org/duckdb/GlmmCallback.class";

    private static final Class<?> HANDLE = ByteBuffer.class;

    private static final byte[] NO_ROOM =
            Failures.coded(new OutOfMemoryError()).getMessage().getBytes(UTF_8);

    private static final ClassValue<DriverInside> OF_CONNECTION_CLASS = new ClassValue<>() {
        @Override
        protected DriverInside computeValue(Class<?> connection) {
            try {
                return new DriverInside(connection);
            } catch (ReflectiveOperationException | IOException e) {
                throw new IncompatibleDriverException(e);
            }
        }
    };

    /** The driver's inside is not the one known, or closed. */
    static final class IncompatibleDriverException extends RuntimeException {
        IncompatibleDriverException(Throwable cause) {
            super(cause.toString(), cause);
        }
    }

    private final MethodHandles.Lookup lookup;
    private final Class<?> bindings;
    private final Class<?> connectionClass;
    private final MethodHandle connectionLock;
    private final MethodHandle connectionHandle;
    private final MethodHandle duplicate;
    private final MethodHandle newCallback;

    private final MethodHandle createFunction;
    private final MethodHandle destroyFunction;
    private final MethodHandle setName;
    private final MethodHandle addParameter;
    private final MethodHandle setVarargs;
    private final MethodHandle setReturnType;
    private final MethodHandle setSpecialHandling;
    private final MethodHandle setExtraInfo;
    private final MethodHandle setFunction;
    private final MethodHandle setError;
    private final MethodHandle registerFunction;
    private final MethodHandle createType;
    private final MethodHandle destroyType;
    private final MethodHandle typeId;
    private final MethodHandle decimalInternalType;
    private final MethodHandle decimalScale;
    private final MethodHandle enumInternalType;
    private final MethodHandle enumSize;
    private final MethodHandle enumValue;
    private final MethodHandle structSize;
    private final MethodHandle structName;
    private final MethodHandle chunkSize;
    private final MethodHandle chunkColumns;
    private final MethodHandle chunkVector;
    private final MethodHandle columnType;
    private final MethodHandle data;
    private final MethodHandle validity;
    private final MethodHandle ensureValidityWritable;
    private final MethodHandle setRowValidity;
    private final MethodHandle text;
    private final MethodHandle assignText;
    private final MethodHandle listChild;
    private final MethodHandle listSize;
    private final MethodHandle structChild;

    private DriverInside(Class<?> connectionClass) throws ReflectiveOperationException, IOException {
        this.connectionClass = connectionClass;
        DriverInside.class.getModule().addReads(connectionClass.getModule());
        lookup = MethodHandles.privateLookupIn(connectionClass, MethodHandles.lookup());
        bindings = lookup.findClass("org.duckdb.DuckDBBindings");
        connectionLock = lookup.findGetter(connectionClass, "connRefLock", ReentrantLock.class)
                .asType(methodType(Lock.class, Object.class));
        connectionHandle = lookup.findGetter(connectionClass, "connRef", ByteBuffer.class)
                .asType(methodType(ByteBuffer.class, Object.class));
        duplicate = lookup.findVirtual(connectionClass, "duplicate", methodType(connectionClass))
                .asType(methodType(Object.class, Object.class));
        newCallback = lookup.findConstructor(callback(), methodType(void.class, Consumer.class))
                .asType(methodType(Object.class, Consumer.class));

        createFunction = find("create_scalar_function", HANDLE);
        destroyFunction = find("destroy_scalar_function", void.class, HANDLE);
        setName = find("scalar_function_set_name", void.class, HANDLE, byte[].class);
        addParameter = find("scalar_function_add_parameter", void.class, HANDLE, HANDLE);
        setVarargs = find("scalar_function_set_varargs", void.class, HANDLE, HANDLE);
        setReturnType = find("scalar_function_set_return_type", void.class, HANDLE, HANDLE);
        setSpecialHandling = find("scalar_function_set_special_handling", void.class, HANDLE);
        setExtraInfo = find("scalar_function_set_extra_info", void.class, HANDLE, Object.class);
        setFunction = find("scalar_function_set_function", void.class, HANDLE);
        setError = find("scalar_function_set_error", void.class, HANDLE, byte[].class);
        registerFunction = find("register_scalar_function", int.class, HANDLE, HANDLE);
        createType = find("create_logical_type", HANDLE, int.class);
        destroyType = find("destroy_logical_type", void.class, HANDLE);
        typeId = find("get_type_id", int.class, HANDLE);
        decimalInternalType = find("decimal_internal_type", int.class, HANDLE);
        decimalScale = find("decimal_scale", int.class, HANDLE);
        enumInternalType = find("enum_internal_type", int.class, HANDLE);
        enumSize = find("enum_dictionary_size", long.class, HANDLE);
        enumValue = find("enum_dictionary_value", byte[].class, HANDLE, long.class);
        structSize = find("struct_type_child_count", long.class, HANDLE);
        structName = find("struct_type_child_name", byte[].class, HANDLE, long.class);
        chunkSize = find("data_chunk_get_size", long.class, HANDLE);
        chunkColumns = find("data_chunk_get_column_count", long.class, HANDLE);
        chunkVector = find("data_chunk_get_vector", HANDLE, HANDLE, long.class);
        columnType = find("vector_get_column_type", HANDLE, HANDLE);
        data = find("vector_get_data", HANDLE, HANDLE, long.class);
        validity = find("vector_get_validity", HANDLE, HANDLE, long.class);
        ensureValidityWritable = find("vector_ensure_validity_writable", void.class, HANDLE);
        setRowValidity = find("validity_set_row_validity", void.class, HANDLE, long.class, boolean.class);
        text = find("vector_get_string", byte[].class, HANDLE, long.class);
        assignText = find("vector_assign_string_element_len", void.class, HANDLE, long.class, byte[].class);
        listChild = find("list_vector_get_child", HANDLE, HANDLE);
        listSize = find("list_vector_get_size", long.class, HANDLE);
        structChild = find("struct_vector_get_child", HANDLE, HANDLE, long.class);
    }

    /** One that returns nothing returns null, as a lambda expression around it must return something. */
    private MethodHandle find(String name, Class<?> result, Class<?>... parameters)
            throws ReflectiveOperationException {
        MethodHandle found = lookup.findStatic(bindings, "duckdb_" + name, methodType(result, parameters));
        return result == void.class ? found.asType(methodType(Object.class, parameters)) : found;
    }

    /** The class of src/duckdb beside the driver's; another copy of this library may have defined it already. */
    private Class<?> callback() throws ReflectiveOperationException, IOException {
        try (InputStream file = DriverInside.class.getResourceAsStream(CALLBACK)) {
            if (file == null) {
                throw new IOException("this build of glmm-sql has no " + CALLBACK);
            }
            return lookup.defineClass(file.readAllBytes());
        } catch (LinkageError e) {
            return lookup.findClass("org.duckdb.GlmmCallback");
        }
    }

    /**
     * Registers a scalar function in the connection's database, in place of one with the same name and parameters.
     *
     * @param parameters numbers of DUCKDB_TYPE
     * @param more whether any number of further arguments of any type may follow
     * @throws IncompatibleDriverException for a driver that is not like those tested
     */
    static void register(
            Connection connection,
            String name,
            List<Integer> parameters,
            boolean more,
            int resultType,
            FunctionBody body)
            throws SQLException {
        Object duckdb = unwrapped(connection);
        try {
            OF_CONNECTION_CLASS.get(duckdb.getClass()).registerIn(duckdb, name, parameters, more, resultType, body);
        } catch (LinkageError e) {
            throw new IncompatibleDriverException(e);
        }
    }

    /** Another connection to the same database, with no transaction, variable or temporary macro of this one. */
    static Connection duplicate(Connection connection) throws SQLException {
        Object duckdb = unwrapped(connection);
        DriverInside driver = OF_CONNECTION_CLASS.get(duckdb.getClass());
        try {
            Connection own = (Connection) (Object) driver.duplicate.invokeExact(duckdb);
            own.setAutoCommit(true);
            return own;
        } catch (SQLException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** The driver's own connection below those of pools, whichever class loader the driver has. */
    private static Object unwrapped(Connection connection) throws SQLException {
        if (isDuckDb(connection)) {
            return connection;
        }
        Connection inner = connection.unwrap(Connection.class); // the one below, as pools understand it
        if (isDuckDb(inner)) {
            return inner;
        }
        try {
            return connection.unwrap(Class.forName(CONNECTION).asSubclass(Connection.class));
        } catch (ClassNotFoundException e) {
            throw new IncompatibleDriverException(e);
        }
    }

    private static boolean isDuckDb(Connection connection) {
        return connection.getClass().getName().equals(CONNECTION);
    }

    private void registerIn(
            Object connection, String name, List<Integer> parameters, boolean more, int resultType, FunctionBody body)
            throws SQLException {
        ByteBuffer function = call(() -> (ByteBuffer) createFunction.invokeExact());
        try {
            call(() -> setName.invokeExact(function, name.getBytes(UTF_8)));
            for (int parameter : parameters) {
                withType(parameter, type -> call(() -> addParameter.invokeExact(function, type)));
            }
            if (more) {
                withType(TypeId.ANY, type -> call(() -> setVarargs.invokeExact(function, type)));
            }
            withType(resultType, type -> call(() -> setReturnType.invokeExact(function, type)));
            call(() -> setSpecialHandling.invokeExact(function)); // NULL arguments reach the body
            Consumer<ByteBuffer[]> upcall = handles -> evaluate(body, handles[0], handles[1], handles[2]);
            Object callback = call(() -> (Object) newCallback.invokeExact(upcall));
            call(() -> setExtraInfo.invokeExact(function, callback));
            call(() -> setFunction.invokeExact(function));
            Lock lock = call(() -> (Lock) connectionLock.invokeExact(connection));
            lock.lock();
            try {
                ByteBuffer handle = call(() -> (ByteBuffer) connectionHandle.invokeExact(connection));
                if (call(() -> (int) registerFunction.invokeExact(handle, function)) != 0) {
                    throw new SQLException("DuckDB does not register the function " + name);
                }
            } finally {
                lock.unlock();
            }
        } finally {
            call(() -> destroyFunction.invokeExact(function));
        }
    }

    private void withType(int id, Consumer<ByteBuffer> use) {
        ByteBuffer type = call(() -> (ByteBuffer) createType.invokeExact(id));
        try {
            use.accept(type);
        } finally {
            destroyType(type);
        }
    }

    private void evaluate(FunctionBody body, ByteBuffer info, ByteBuffer input, ByteBuffer output) {
        try {
            int rows = Math.toIntExact(call(() -> (long) chunkSize.invokeExact(input)));
            List<Vector> arguments = LongStream.range(0, call(() -> (long) chunkColumns.invokeExact(input)))
                    .mapToObj(j -> new Vector(this, call(() -> (ByteBuffer) chunkVector.invokeExact(input, j)), rows))
                    .toList();
            body.evaluate(arguments, rows, new Result(this, output, rows));
        } catch (Throwable failure) { // anything thrown into native code would end the process
            byte[] message = message(failure);
            call(() -> setError.invokeExact(info, message));
        }
    }

    private static byte[] message(Throwable failure) {
        try {
            return (failure.getMessage() == null ? failure.toString() : failure.getMessage()).getBytes(UTF_8);
        } catch (OutOfMemoryError | StackOverflowError e) {
            return NO_ROOM; // made before: there is no room for words now
        }
    }

    void destroyType(ByteBuffer type) {
        call(() -> destroyType.invokeExact(type));
    }

    int typeId(ByteBuffer type) {
        return call(() -> (int) typeId.invokeExact(type));
    }

    int decimalInternalType(ByteBuffer type) {
        return call(() -> (int) decimalInternalType.invokeExact(type));
    }

    int decimalScale(ByteBuffer type) {
        return call(() -> (int) decimalScale.invokeExact(type));
    }

    int enumInternalType(ByteBuffer type) {
        return call(() -> (int) enumInternalType.invokeExact(type));
    }

    long enumSize(ByteBuffer type) {
        return call(() -> (long) enumSize.invokeExact(type));
    }

    byte[] enumValue(ByteBuffer type, long index) {
        return call(() -> (byte[]) enumValue.invokeExact(type, index));
    }

    long structSize(ByteBuffer type) {
        return call(() -> (long) structSize.invokeExact(type));
    }

    byte[] structName(ByteBuffer type, long index) {
        return call(() -> (byte[]) structName.invokeExact(type, index));
    }

    ByteBuffer columnType(ByteBuffer vector) {
        return call(() -> (ByteBuffer) columnType.invokeExact(vector));
    }

    /** Null for no values. */
    @Nullable
    ByteBuffer data(ByteBuffer vector, long bytes) {
        return call(() -> (ByteBuffer) data.invokeExact(vector, bytes));
    }

    /** A bit for each row, null if all are valid. */
    @Nullable
    ByteBuffer validity(ByteBuffer vector, long rows) {
        return call(() -> (ByteBuffer) validity.invokeExact(vector, rows));
    }

    void ensureValidityWritable(ByteBuffer vector) {
        call(() -> ensureValidityWritable.invokeExact(vector));
    }

    void setNull(ByteBuffer validity, long row) {
        call(() -> setRowValidity.invokeExact(validity, row, false));
    }

    byte[] text(ByteBuffer data, long row) {
        return call(() -> (byte[]) text.invokeExact(data, row));
    }

    void assignText(ByteBuffer vector, long row, byte[] utf8) {
        call(() -> assignText.invokeExact(vector, row, utf8));
    }

    ByteBuffer listChild(ByteBuffer vector) {
        return call(() -> (ByteBuffer) listChild.invokeExact(vector));
    }

    long listSize(ByteBuffer vector) {
        return call(() -> (long) listSize.invokeExact(vector));
    }

    ByteBuffer structChild(ByteBuffer vector, long index) {
        return call(() -> (ByteBuffer) structChild.invokeExact(vector, index));
    }

    private interface Native<T extends @Nullable Object> {
        T call() throws Throwable;
    }

    /** Method handles declare any Throwable; natives throw no checked one. */
    private static <T extends @Nullable Object> T call(Native<T> call) {
        try {
            return call.call();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
