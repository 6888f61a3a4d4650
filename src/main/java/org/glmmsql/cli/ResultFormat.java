package org.glmmsql.cli;

import java.io.PrintWriter;
import java.util.function.Function;

/** As in {@code --format csv}. */
enum ResultFormat {
    table(TablePrinter::new),
    csv(CsvPrinter::new),
    json(JsonPrinter::new);

    private final Function<PrintWriter, ResultPrinter> printer;

    ResultFormat(Function<PrintWriter, ResultPrinter> printer) {
        this.printer = printer;
    }

    ResultPrinter printer(PrintWriter out) {
        return printer.apply(out);
    }
}
