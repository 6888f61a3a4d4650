package org.glmmsql.cli;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** RFC 4180 with a header; NULL is empty. */
final class CsvPrinter implements ResultPrinter {
    private final PrintWriter out;

    CsvPrinter(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void print(Rows rows) {
        line(rows.names().stream());
        rows.values().forEach(row -> line(Arrays.stream(row)));
    }

    private void line(Stream<? extends @Nullable Object> values) {
        out.println(values.map(CsvPrinter::cell).collect(Collectors.joining(",")));
    }

    private static String cell(@Nullable Object value) {
        String text = value == null ? "" : value.toString();
        boolean quoted = text.isEmpty() ? value != null : text.matches("(?s).*[\",\\r\\n].*");
        return quoted ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }
}
