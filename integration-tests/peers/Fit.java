import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
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
 * Times fits of a CSV file that lies in memory as columns: {@code Fit <file> <model text> <text columns, comma-separated, or -> <fits> [threads]}.
 * Prints seconds of the first fit and the median of the others, the log-likelihood with all bits, and memory.
 */
public class Fit {
    public static void main(String[] args) throws IOException {
        List<Column> columns = read(Path.of(args[0]), List.of(args[2].split(",")));
        ModelSpec spec = ModelTextParser.parse(args[1]);
        int fits = Integer.parseInt(args[3]);
        int threads = args.length > 4 ? Integer.parseInt(args[4]) : 1;
        long raw = rawBytes(columns, spec);
        System.gc();
        resetPeak();
        double[] seconds = new double[fits];
        double[] cpu = new double[fits];
        ThreadMXBean clock = ManagementFactory.getThreadMXBean();
        FittedModel model = null;
        for (int i = 0; i < fits; i++) {
            long from = System.nanoTime();
            long cpuFrom = clock.getCurrentThreadCpuTime();
            model = GlmmFitter.fit(spec, DesignBuilder.build(spec, columns), new Control(() -> {}, threads));
            seconds[i] = (System.nanoTime() - from) / 1e9;
            cpu[i] = (clock.getCurrentThreadCpuTime() - cpuFrom) / 1e9;
        }
        int rows = columns.get(0).size();
        System.out.printf(
                "first %.3f s, median of later %.4f s (%.4f s of CPU in the calling thread), logLik %s, %s, %d evaluations, %d rows, raw columns %.0f bytes a row, heap peak %.0f MB = %.1f bytes a row%n",
                seconds[0],
                medianOfLater(seconds),
                medianOfLater(cpu),
                model.logLik(),
                model.status(),
                model.convergence().evaluations(),
                rows,
                (double) raw / rows,
                peak() / 1e6,
                (double) peak() / rows);
    }

    /** The first one warms up, unless it is the only one. */
    private static double medianOfLater(double[] values) {
        double[] later = Arrays.copyOfRange(values, Math.min(1, values.length - 1), values.length);
        Arrays.sort(later);
        return later[later.length / 2];
    }

    private static long rawBytes(List<Column> columns, ModelSpec spec) {
        long bytes = 0;
        for (Column column : columns)
            if (spec.variables().contains(column.name()))
                bytes += column.size() * (column instanceof NumericColumn ? 8L : 4L);
        return bytes;
    }

    private static void resetPeak() {
        ManagementFactory.getMemoryPoolMXBeans().forEach(MemoryPoolMXBean::resetPeakUsage);
    }

    /** An upper bound: it counts garbage not yet collected. */
    private static long peak() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .mapToLong(pool -> pool.getPeakUsage().getUsed())
                .sum();
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
                if (text.contains(names[c]) || !first[c].matches("[-+0-9.eE]+")) codes[c] = new int[1 << 16];
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
