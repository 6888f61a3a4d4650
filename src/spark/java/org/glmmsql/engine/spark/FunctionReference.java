package org.glmmsql.engine.spark;

import java.io.Serializable;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.glmmsql.function.Catalog;
import org.glmmsql.function.SqlFunction;
import org.glmmsql.sql.FunctionCatalog;

/**
 * A function by its name, as it travels to the executors, which have the same catalogue.
 *
 * @param name as called
 */
public record FunctionReference(String name) implements Serializable {
    private static final Map<String, SqlFunction> DEFINED = new ConcurrentHashMap<>();

    static {
        define(FunctionCatalog.STANDARD);
    }

    /** Makes functions known to this process. */
    static void define(Catalog catalog) {
        catalog.functions().forEach(function -> DEFINED.put(function.name(), function));
    }

    static FunctionReference to(SqlFunction function) {
        return new FunctionReference(function.name());
    }

    SqlFunction function() {
        return DEFINED.get(name);
    }
}
