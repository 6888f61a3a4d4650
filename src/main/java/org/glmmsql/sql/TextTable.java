package org.glmmsql.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Aligned columns of text: the first column to the left, columns of numbers to the right. */
public final class TextTable {
    private TextTable() {}

    /** One line per row, header first. */
    public static List<String> of(List<String> header, List<List<String>> rows) {
        List<List<String>> all = new ArrayList<>();
        all.add(header);
        all.addAll(rows);
        int[] widths = IntStream.range(0, header.size())
                .map(j -> all.stream()
                        .mapToInt(row -> DisplayWidth.of(row.get(j)))
                        .max()
                        .orElse(0))
                .toArray();
        boolean[] left = new boolean[header.size()];
        for (int j = 0; j < left.length; j++) {
            int column = j;
            left[j] = rows.stream().noneMatch(row -> row.get(column).strip().matches("[-+<]?[0-9.].*"));
        }
        return all.stream().map(row -> line(row, widths, left)).toList();
    }

    private static String line(List<String> row, int[] widths, boolean[] left) {
        return IntStream.range(0, widths.length)
                .mapToObj(j -> {
                    String padding = " ".repeat(widths[j] - DisplayWidth.of(row.get(j)));
                    return left[j] ? row.get(j) + padding : padding + row.get(j);
                })
                .collect(Collectors.joining("  "))
                .stripTrailing();
    }
}
