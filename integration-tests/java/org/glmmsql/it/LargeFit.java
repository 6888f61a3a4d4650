package org.glmmsql.it;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.glmmsql.design.DesignBuilder;
import org.glmmsql.fit.Control;
import org.glmmsql.fit.GlmmFitter;
import org.glmmsql.formula.ModelSpec;
import org.glmmsql.formula.ModelTextParser;
import org.glmmsql.frame.Column;
import org.glmmsql.frame.FactorColumn;
import org.glmmsql.frame.NumericColumn;

/** One fit in a JVM of its own: {@code LargeFit <rows> <model text> <threads>} for y (0/1), x1, x2 and 20 rows a level of g; prints the status. */
final class LargeFit {
    private static final int CLUSTER = 20;

    private LargeFit() {}

    public static void main(String[] arguments) {
        ModelSpec spec = ModelTextParser.parse(arguments[1]);
        List<Column> columns = columns(Integer.parseInt(arguments[0]));
        Control control = new Control(() -> {}, Integer.parseInt(arguments[2]));
        System.out.println(GlmmFitter.fit(spec, DesignBuilder.build(spec, columns), control)
                .status());
    }

    private static List<Column> columns(int n) {
        SplittableRandom random = new SplittableRandom(3);
        double[] y = new double[n];
        double[] x1 = new double[n];
        double[] x2 = new double[n];
        int[] g = new int[n];
        double effect = 0;
        for (int i = 0; i < n; i++) {
            if (i % CLUSTER == 0) effect = random.nextGaussian();
            x1[i] = random.nextGaussian();
            x2[i] = random.nextInt(2);
            y[i] = random.nextDouble() < 1 / (1 + Math.exp(0.5 - effect - 0.5 * x1[i] + 0.3 * x2[i])) ? 1 : 0;
            g[i] = i / CLUSTER;
        }
        List<String> levels =
                IntStream.range(0, n / CLUSTER).mapToObj(Integer::toString).toList();
        return List.of(number("y", y), number("x1", x1), number("x2", x2), new FactorColumn("g", g, levels, n, false));
    }

    private static NumericColumn number(String name, double[] values) {
        return new NumericColumn(name, NumericColumn.Kind.NUMBER, values, values.length, null);
    }
}
