package org.glmmsql.engine.duckdb;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.glmmsql.function.Aggregate;
import org.glmmsql.model.ColumnType;

/**
 * A scalar function of DuckDB.
 *
 * @param parameters numbers of DUCKDB_TYPE
 * @param more whether any number of further arguments of any type may follow
 */
record Definition(String name, List<Integer> parameters, boolean more, int resultType, FunctionBody body) {
    /** @param texts how many texts it takes */
    static Definition ofTexts(String name, int texts, boolean more, ColumnType type, FunctionBody body) {
        return new Definition(name, Collections.nCopies(texts, TypeId.VARCHAR), more, TypeId.of(type), body);
    }

    /** Of an aggregate: its texts and a list of the rows of a group. */
    static Definition ofRows(Aggregate function) {
        List<Integer> parameters =
                new ArrayList<>(Collections.nCopies(function.signature().texts().size(), TypeId.VARCHAR));
        parameters.add(TypeId.ANY);
        return new Definition(
                function.name() + Macros.ROWS, parameters, false, TypeId.of(function.type()), Bodies.of(function));
    }

    /** @param types as DuckDB lists them; an older version has one further parameter where there may be more now */
    boolean takes(String types) {
        String own = parameters.stream()
                .map(type -> type == TypeId.ANY ? "ANY" : "VARCHAR")
                .collect(Collectors.joining(", "));
        return types.equals("[" + own + "]") || more && types.equals("[" + own + ", ANY]");
    }
}
