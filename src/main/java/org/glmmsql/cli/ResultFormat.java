package org.glmmsql.cli;

import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/** As in {@code --format csv}. */
enum ResultFormat {
    table {
        @Override
        ResultPrinter printer(PrintWriter out, @Nullable Integer digits, @Nullable Integer width) {
            return new TablePrinter(
                    out,
                    new Digits(digits == null ? DIGITS_OF_TABLES : digits),
                    width == null ? Integer.MAX_VALUE : width);
        }
    },
    csv {
        @Override
        ResultPrinter printer(PrintWriter out, @Nullable Integer digits, @Nullable Integer width) {
            return rounded(new CsvPrinter(out), digits);
        }
    },
    json {
        @Override
        ResultPrinter printer(PrintWriter out, @Nullable Integer digits, @Nullable Integer width) {
            return rounded(new JsonPrinter(out), digits);
        }
    };

    /** What a person compares; the other formats are for programs. */
    static final int DIGITS_OF_TABLES = 6;

    /**
     * @param digits significant digits; null for the format's own
     * @param width of the widest cell of a table; null not to cut any
     */
    abstract ResultPrinter printer(PrintWriter out, @Nullable Integer digits, @Nullable Integer width);

    private static ResultPrinter rounded(ResultPrinter printer, @Nullable Integer digits) {
        return digits == null ? printer : new RoundedPrinter(printer, new Digits(digits));
    }
}
