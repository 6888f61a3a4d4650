package org.glmmsql.cli;

import java.io.PrintWriter;

/** Prints rounded numbers in a format that by itself has all digits. */
final class RoundedPrinter implements ResultPrinter {
    private final ResultPrinter printer;
    private final Digits digits;

    RoundedPrinter(ResultPrinter printer, Digits digits) {
        this.printer = printer;
        this.digits = digits;
    }

    @Override
    public void print(Rows rows) {
        printer.print(rows.rounded(digits));
    }

    @Override
    public void error(String message, SqlStatement statement, PrintWriter err) {
        printer.error(message, statement, err);
    }
}
