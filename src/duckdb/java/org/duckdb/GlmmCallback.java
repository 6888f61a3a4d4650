package org.duckdb;

import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * What DuckDB calls with a chunk of rows: the driver's own class turns lists and structs down, so this one hands everything over as it
 * comes. It is no part of the jar's classes, because a package may be in one module only and the driver has this one: the jar carries it as
 * a resource, and {@code DriverInside} defines it beside the driver's classes. It knows classes of the JDK and the driver only, so that a
 * driver of any class loader can have it.
 */
final class GlmmCallback extends DuckDBScalarFunctionWrapper {
    private final Consumer<ByteBuffer[]> body;

    /** @param body takes info, input and output, from several threads at the same time, and throws nothing */
    GlmmCallback(Consumer<ByteBuffer[]> body) {
        super(null);
        this.body = body;
    }

    @Override
    public void execute(ByteBuffer info, ByteBuffer input, ByteBuffer output) {
        body.accept(new ByteBuffer[] {info, input, output});
    }
}
