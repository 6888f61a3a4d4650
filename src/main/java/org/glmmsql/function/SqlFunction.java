package org.glmmsql.function;

/** A function of the SQL surface, as behaviour: an engine only carries arguments to it and results from it. */
public sealed interface SqlFunction permits Scalar, TableFunction, Aggregate {
    Signature signature();

    /** As called. */
    default String name() {
        return signature().name();
    }

    /** As the manual says it: scalar, table or aggregate. */
    String kind();
}
