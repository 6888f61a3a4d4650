package org.glmmsql.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.glmmsql.sql.DisplayWidth;
import org.glmmsql.sql.TextTable;
import org.jspecify.annotations.Nullable;

/** Aligned columns under their names; a cell of several lines takes as many lines, and a single text of several lines stands as it is. */
final class TablePrinter implements ResultPrinter {
    /** Tabs would break the alignment, others might change the terminal. */
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    private final PrintWriter out;
    private final Digits digits;
    private final int width;

    /** @param width of the widest cell, in columns of a terminal; what is cut ends with an ellipsis */
    TablePrinter(PrintWriter out, Digits digits, int width) {
        this.out = out;
        this.digits = digits;
        this.width = width;
    }

    @Override
    public void print(Rows rows) {
        boolean texts = rows.names().size() == 1
                && rows.values().stream().anyMatch(row -> row[0] instanceof String text && text.contains("\n"));
        if (texts) {
            rows.values().forEach(row -> out.println(row[0]));
        } else {
            List<List<String>> lines = new ArrayList<>();
            rows.values().forEach(row -> lines.addAll(lines(row)));
            TextTable.of(rows.names().stream().map(this::line).toList(), lines).forEach(out::println);
        }
        out.println();
    }

    private List<List<String>> lines(@Nullable Object[] row) {
        List<List<String>> cells = Arrays.stream(row).map(this::cell).toList();
        int height = cells.stream().mapToInt(List::size).reduce(1, Math::max); // an empty text has no line
        List<List<String>> lines = new ArrayList<>();
        for (int i = 0; i < height; i++) {
            int line = i;
            lines.add(cells.stream()
                    .map(cell -> line < cell.size() ? cell.get(line) : "")
                    .toList());
        }
        return lines;
    }

    private List<String> cell(@Nullable Object value) {
        String text = value == null ? "NULL" : value instanceof Number n ? digits.text(n) : value.toString();
        return text.lines().map(this::line).toList();
    }

    private String line(String text) {
        String visible = CONTROL.matcher(text)
                .replaceAll(control -> control.group().equals("\t")
                        ? "\\\\t"
                        : String.format("\\\\x%02X", (int) control.group().charAt(0)));
        return DisplayWidth.cut(visible, width);
    }
}
