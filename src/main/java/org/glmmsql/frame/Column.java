package org.glmmsql.frame;

/** One column of the data, as collected from a database: a name and one value or NULL per row. */
public sealed interface Column permits NumericColumn, FactorColumn {
    String name();

    int size();

    /** Whether the value of a row is SQL NULL. */
    boolean isMissing(int row);
}
