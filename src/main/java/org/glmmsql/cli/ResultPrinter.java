package org.glmmsql.cli;

import java.io.PrintWriter;

/** Prints results in one format. */
interface ResultPrinter {
    void print(Rows rows);

    /** Says that a statement failed, while the run goes on. */
    default void error(String message, SqlStatement statement, PrintWriter err) {
        failure(message, statement, err);
    }

    /** Says that a statement failed, and where it stands. */
    static void failure(String message, SqlStatement statement, PrintWriter err) {
        err.println(message);
        err.println("  in " + statement.place());
    }
}
