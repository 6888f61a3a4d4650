package org.glmmsql.cli;

import java.io.PrintWriter;

/** Prints results in one format. */
interface ResultPrinter {
    void print(Rows rows);

    /** Says that a statement failed, while the run goes on. */
    default void error(String message, PrintWriter err) {
        err.println(message);
    }
}
