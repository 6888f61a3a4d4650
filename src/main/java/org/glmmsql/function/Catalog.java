package org.glmmsql.function;

import java.util.List;
import java.util.stream.Stream;

/** The functions that engines define, in the order of the manual. */
public final class Catalog {
    private final List<SqlFunction> functions;

    public Catalog(List<? extends SqlFunction> functions) {
        this.functions = List.copyOf(functions);
    }

    public List<SqlFunction> functions() {
        return functions;
    }

    /** Those of a kind. */
    public <F extends SqlFunction> Stream<F> of(Class<F> kind) {
        return functions.stream().filter(kind::isInstance).map(kind::cast);
    }

    /** A function of it. */
    public SqlFunction named(String name) {
        return functions.stream()
                .filter(function -> function.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no function " + name));
    }

    /** The same and one more. */
    public Catalog with(SqlFunction function) {
        return new Catalog(
                Stream.concat(functions.stream(), Stream.of(function)).toList());
    }
}
