package org.glmmsql.fit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.glmmsql.design.Design;
import org.glmmsql.design.DesignBuilder;
import org.glmmsql.formula.ModelSpec;
import org.glmmsql.formula.ModelTextParser;
import org.glmmsql.frame.Column;
import org.glmmsql.frame.FactorColumn;
import org.glmmsql.frame.NumericColumn;
import org.glmmsql.model.FittedModel;
import org.glmmsql.model.ModelJson;

/** A small table in memory and the models fitted to it. */
final class Table {
    private final int n;
    private final Map<String, Column> columns = new LinkedHashMap<>();

    Table(int n) {
        this.n = n;
    }

    Table number(String name, IntFunction<Double> value) {
        double[] values = IntStream.range(0, n).mapToDouble(value::apply).toArray();
        columns.put(name, new NumericColumn(name, NumericColumn.Kind.NUMBER, values, n, null));
        return this;
    }

    Table text(String name, IntFunction<String> value) {
        List<String> levels = new ArrayList<>();
        int[] codes = new int[n];
        for (int i = 0; i < n; i++) {
            String level = value.apply(i);
            if (!levels.contains(level)) levels.add(level);
            codes[i] = levels.indexOf(level);
        }
        columns.put(name, new FactorColumn(name, codes, levels, n, false));
        return this;
    }

    /** A file without quotes or empty fields: the columns named are text, the others numbers. */
    static Table csv(Path file, String... textColumns) throws IOException {
        List<String[]> lines =
                Files.readAllLines(file).stream().map(line -> line.split(",")).toList();
        Table table = new Table(lines.size() - 1);
        for (int j = 0; j < lines.get(0).length; j++) {
            int column = j;
            String name = lines.get(0)[j];
            if (List.of(textColumns).contains(name)) table.text(name, i -> lines.get(i + 1)[column]);
            else table.number(name, i -> Double.parseDouble(lines.get(i + 1)[column]));
        }
        return table;
    }

    double get(String name, int row) {
        return ((NumericColumn) columns.get(name)).values()[row];
    }

    String level(String name, int row) {
        FactorColumn column = (FactorColumn) columns.get(name);
        return column.levels().get(column.codes()[row]);
    }

    int size() {
        return n;
    }

    /** The rows in another order, or some of them, or some twice. */
    Table rows(int... rows) {
        Table result = new Table(rows.length);
        for (Column column : columns.values())
            if (column instanceof NumericColumn c) result.number(c.name(), i -> c.values()[rows[i]]);
            else if (column instanceof FactorColumn c)
                result.text(c.name(), i -> c.levels().get(c.codes()[rows[i]]));
        return result;
    }

    FittedModel fit(String model) {
        ModelSpec spec = ModelTextParser.parse(model);
        // as it is stored, which has to be whole in the eyes of whoever reads it
        return ModelJson.parse(ModelJson.write(GlmmFitter.fit(spec, design(spec), Control.defaults())));
    }

    Design design(ModelSpec spec) {
        return DesignBuilder.build(
                spec, spec.variables().stream().map(columns::get).toList());
    }

    static double[] estimates(FittedModel model) {
        return model.fixed().stream().mapToDouble(c -> c.estimate()).toArray();
    }

    static double sd(FittedModel model, int row) {
        return model.varCorr().get(row).sdOrCorr();
    }

    static int[] identity(int n) {
        return IntStream.range(0, n).toArray();
    }

    static int[] concat(int[] a, int[] b) {
        int[] result = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, result, a.length, b.length);
        return result;
    }
}
