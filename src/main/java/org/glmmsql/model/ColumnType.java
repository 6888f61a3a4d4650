package org.glmmsql.model;

/** Types of result columns; each engine has a name for them. */
public enum ColumnType {
    TEXT,
    DOUBLE,
    INTEGER,
    BIGINT,
    BOOLEAN
}
