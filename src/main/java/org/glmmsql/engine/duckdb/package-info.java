/** The functions in DuckDB: scalar functions over lists of rows, and macros. */
@NullMarked
package org.glmmsql.engine.duckdb;

import org.jspecify.annotations.NullMarked;
