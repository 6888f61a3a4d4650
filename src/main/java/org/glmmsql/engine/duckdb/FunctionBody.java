package org.glmmsql.engine.duckdb;

import java.util.List;

/** What DuckDB calls with a chunk of rows, from several threads at the same time. */
@FunctionalInterface
interface FunctionBody {
    /** Sets the result of rows 0 to {@code rows - 1}; what is thrown becomes the error of the query. */
    void evaluate(List<Vector> arguments, int rows, Result result);
}
