package org.glmmsql.cli;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import org.glmmsql.sql.TextTable;
import org.jspecify.annotations.Nullable;

/** Aligned columns under their names; a single text of several lines as it is. */
final class TablePrinter implements ResultPrinter {
    private static final int WIDEST = 100;

    private final PrintWriter out;

    TablePrinter(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void print(Rows rows) {
        boolean texts = rows.names().size() == 1
                && rows.values().stream().anyMatch(row -> row[0] instanceof String text && text.contains("\n"));
        if (texts) {
            rows.values().forEach(row -> out.println(row[0]));
        } else {
            List<List<String>> cells = rows.values().stream()
                    .map(row -> Arrays.stream(row).map(TablePrinter::cell).toList())
                    .toList();
            TextTable.of(rows.names(), cells).forEach(out::println);
        }
        out.println();
    }

    private static String cell(@Nullable Object value) {
        String text = String.valueOf(value == null ? "NULL" : value).replaceAll("\\s*\\R\\s*", " ");
        return text.length() <= WIDEST ? text : text.substring(0, WIDEST - 3) + "...";
    }
}
