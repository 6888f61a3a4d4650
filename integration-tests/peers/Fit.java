import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.glmmsql.design.DesignBuilder;
import org.glmmsql.fit.Control;
import org.glmmsql.fit.GlmmFitter;
import org.glmmsql.formula.ModelSpec;
import org.glmmsql.formula.ModelTextParser;
import org.glmmsql.frame.Column;
import org.glmmsql.frame.FactorColumn;
import org.glmmsql.frame.NumericColumn;
import org.glmmsql.model.FittedModel;

/**
 * Times fits of a CSV file that lies in memory as columns: {@code Fit <file> <model text> <text columns, comma-separated, or -> <fits> <threads,..>}.
 * For each number of threads, one line: the threads, seconds of the first fit, median of the others, log-likelihood with all bits, evaluations, status.
 */
public class Fit {
    public static void main(String[] args) throws IOException {
        List<Column> columns = read(Path.of(args[0]), List.of(args[2].split(",")));
        ModelSpec spec = ModelTextParser.parse(args[1]);
        double[] seconds = new double[Integer.parseInt(args[3])];
        for (String threads : args[4].split(",")) {
            Control control = new Control(() -> {}, Integer.parseInt(threads));
            FittedModel model = null;
            for (int i = 0; i < seconds.length; i++) {
                long from = System.nanoTime();
                model = GlmmFitter.fit(spec, DesignBuilder.build(spec, columns), control);
                seconds[i] = (System.nanoTime() - from) / 1e9;
            }
            System.out.printf(
                    Locale.ROOT,
                    "%s %.3f %.4f %s %d %s%n",
                    threads,
                    seconds[0],
                    medianOfLater(seconds),
                    model.logLik(),
                    model.convergence().evaluations(),
                    model.status());
        }
    }

    /** The first one warms up, unless it is the only one. */
    private static double medianOfLater(double[] values) {
        double[] later = Arrays.copyOfRange(values, Math.min(1, values.length - 1), values.length);
        Arrays.sort(later);
        return later[later.length / 2];
    }

    /** Plain CSV without quotes inside; a column is text if it is named so or its first value is no number. */
    private static List<Column> read(Path file, List<String> text) throws IOException {
        try (BufferedReader in = Files.newBufferedReader(file)) {
            String[] names = in.readLine().replace("\"", "").split(",");
            String line = in.readLine();
            String[] first = line.replace("\"", "").split(",");
            double[][] numbers = new double[names.length][];
            int[][] codes = new int[names.length][];
            List<Map<String, Integer>> levels = new ArrayList<>();
            for (int c = 0; c < names.length; c++) {
                levels.add(new HashMap<>());
                if (text.contains(names[c]) || !first[c].matches("[-+0-9][-+0-9.eE]*")) codes[c] = new int[1 << 16];
                else numbers[c] = new double[1 << 16];
            }
            int n = 0;
            for (; line != null; line = in.readLine(), n++) {
                String[] cells = line.split(",");
                for (int c = 0; c < names.length; c++) {
                    if (numbers[c] != null) {
                        if (n == numbers[c].length) numbers[c] = Arrays.copyOf(numbers[c], 2 * n);
                        numbers[c][n] = Double.parseDouble(cells[c]);
                    } else {
                        if (n == codes[c].length) codes[c] = Arrays.copyOf(codes[c], 2 * n);
                        Map<String, Integer> known = levels.get(c);
                        Integer code = known.get(cells[c]);
                        if (code == null) known.put(cells[c], code = known.size());
                        codes[c][n] = code;
                    }
                }
            }
            List<Column> columns = new ArrayList<>();
            for (int c = 0; c < names.length; c++) {
                if (numbers[c] != null) {
                    columns.add(new NumericColumn(
                            names[c], NumericColumn.Kind.NUMBER, Arrays.copyOf(numbers[c], n), n, null));
                } else {
                    String[] ordered = new String[levels.get(c).size()];
                    levels.get(c).forEach((level, code) -> ordered[code] = level);
                    columns.add(new FactorColumn(names[c], Arrays.copyOf(codes[c], n), List.of(ordered), n, false));
                }
            }
            return columns;
        }
    }
}
