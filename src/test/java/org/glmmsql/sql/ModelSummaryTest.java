package org.glmmsql.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.glmmsql.frame.FactorColumn;
import org.glmmsql.frame.NumericColumn;
import org.glmmsql.model.ModelJson;
import org.junit.jupiter.api.Test;

class ModelSummaryTest {
    private static final Path DATA = Path.of("src/test/resources/faults/cs.csv");

    private static String summary(String model) throws IOException {
        List<String[]> rows = Files.readAllLines(DATA).stream()
                .skip(1)
                .map(line -> line.split(","))
                .toList();
        NumericColumn y = numbers(
                "y", rows.stream().mapToDouble(r -> Double.parseDouble(r[0])).toArray());
        NumericColumn x = numbers(
                "x", rows.stream().mapToDouble(r -> Double.parseDouble(r[1])).toArray());
        List<String> levels = rows.stream().map(r -> r[2]).distinct().toList();
        int[] codes = rows.stream().mapToInt(r -> levels.indexOf(r[2])).toArray();
        FactorColumn g = new FactorColumn("g", codes, levels, codes.length, false);
        return ModelSummary.of(ModelJson.parse(Fitting.of(model).fit(List.of(y, x, g), () -> {}, 1)));
    }

    private static NumericColumn numbers(String name, double[] values) {
        return new NumericColumn(name, NumericColumn.Kind.NUMBER, values, values.length, null);
    }

    private static String line(String summary, String part) {
        return summary.lines().filter(line -> line.contains(part)).findFirst().orElseThrow();
    }

    @Test
    void correlationsStandUnderTheirColumns() throws IOException {
        String summary = summary("y ~ x + I(x^2) + (x + I(x^2) | g)");
        String header = line(summary, "Std.Dev.");
        String slope = line(summary, "          x ");
        String square = line(summary, "          I(x^2) ");
        int end = header.length();
        assertThat(header).endsWith("Corr");
        assertThat(slope).hasSize(end).containsPattern(" -?[01]\\.[0-9]{2}$");
        assertThat(square.substring(0, end)).containsPattern(" -?[01]\\.[0-9]{2}$");
        assertThat(square.substring(end)).matches(" +-?[01]\\.[0-9]{2}");
        assertThat(line(summary, "(Intercept)").length()).isLessThan(end - 3);
    }
}
