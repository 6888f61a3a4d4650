package org.glmmsql.engine.duckdb;

import org.glmmsql.model.ColumnType;

/** Numbers of DuckDB's types in its C interface. */
final class TypeId {
    static final int BOOLEAN = 1;
    static final int TINYINT = 2;
    static final int SMALLINT = 3;
    static final int INTEGER = 4;
    static final int BIGINT = 5;
    static final int UTINYINT = 6;
    static final int USMALLINT = 7;
    static final int UINTEGER = 8;
    static final int UBIGINT = 9;
    static final int FLOAT = 10;
    static final int DOUBLE = 11;
    static final int TIMESTAMP = 12;
    static final int DATE = 13;
    static final int TIME = 14;
    static final int INTERVAL = 15;
    static final int HUGEINT = 16;
    static final int VARCHAR = 17;
    static final int BLOB = 18;
    static final int DECIMAL = 19;
    static final int TIMESTAMP_S = 20;
    static final int TIMESTAMP_MS = 21;
    static final int TIMESTAMP_NS = 22;
    static final int ENUM = 23;
    static final int LIST = 24;
    static final int STRUCT = 25;
    static final int UUID = 27;
    static final int BIT = 29;
    static final int TIME_TZ = 30;
    static final int TIMESTAMP_TZ = 31;
    static final int UHUGEINT = 32;
    /** Of a parameter only. */
    static final int ANY = 34;

    static final int BIGNUM = 35;
    static final int SQLNULL = 36;
    static final int TIME_NS = 39;

    private TypeId() {}

    /** Of a column of results. */
    static int of(ColumnType type) {
        return switch (type) {
            case TEXT -> VARCHAR;
            case DOUBLE -> DOUBLE;
            case INTEGER -> INTEGER;
            case BIGINT -> BIGINT;
            case BOOLEAN -> BOOLEAN;
        };
    }
}
