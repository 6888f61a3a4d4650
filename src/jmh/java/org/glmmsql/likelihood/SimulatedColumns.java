package org.glmmsql.likelihood;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.glmmsql.design.Design;
import org.glmmsql.design.DesignBuilder;
import org.glmmsql.family.Families;
import org.glmmsql.family.Family;
import org.glmmsql.formula.ModelTextParser;
import org.glmmsql.frame.Column;
import org.glmmsql.frame.FactorColumn;
import org.glmmsql.frame.NumericColumn;

/** Seeded rows y ~ x1 + .. + x(p-1) and a random term for benchmarks. */
final class SimulatedColumns {
    private SimulatedColumns() {}

    /** @param binary whether covariates are 0/1, so that many rows are equal */
    static ModelDataBuilder.Built built(
            String family, String link, int rows, int clusterRows, int p, String term, boolean binary, boolean merge) {
        SplittableRandom random = new SplittableRandom(1);
        List<Column> columns = new ArrayList<>();
        double[] eta = new double[rows];
        for (int k = 1; k < p; k++) {
            double[] x = new double[rows];
            for (int i = 0; i < rows; i++) {
                x[i] = binary ? random.nextInt(2) : random.nextDouble() - 0.5;
                eta[i] += 0.5 * x[i] / Math.sqrt(p);
            }
            columns.add(new NumericColumn("x" + k, NumericColumn.Kind.NUMBER, x, rows, null));
        }
        int clusters = (rows + clusterRows - 1) / clusterRows;
        int[] codes = new int[rows];
        double[] y = new double[rows];
        double effect = 0;
        for (int i = 0; i < rows; i++) {
            if (i % clusterRows == 0) effect = 2 * random.nextDouble() - 1;
            codes[i] = i / clusterRows;
            double mean = Math.exp(eta[i] + effect);
            y[i] = switch (family) {
                case "binomial" -> random.nextDouble() < mean / (1 + mean) ? 1 : 0;
                case "poisson" -> Math.floor(mean * 2 * random.nextDouble());
                case "gaussian" -> Math.log(mean) + random.nextDouble();
                default -> mean * (0.5 + random.nextDouble());
            };
        }
        columns.add(new NumericColumn("y", NumericColumn.Kind.NUMBER, y, rows, null));
        columns.add(new FactorColumn(
                "g", codes, IntStream.range(0, clusters).mapToObj(l -> "g" + l).toList(), rows, false));
        String terms = IntStream.range(1, p).mapToObj(k -> "x" + k).collect(Collectors.joining(" + "));
        Design design = DesignBuilder.build(ModelTextParser.parse("y ~ " + terms + " + " + term), columns);
        Family f = Families.byName(family);
        return ModelDataBuilder.build(design, f, link, f.priorWeights(design.response(), null), merge, () -> {});
    }

    /** A point near the maximum, moved a little by {@code step} so that the modes have some way to go. */
    static double[] point(ModelData data, int step) {
        double[] psi = new double[data.size()];
        for (int k = 0; k < psi.length; k++) psi[k] = 0.2 + 0.01 * (step % 3);
        for (int k = data.thetaFrom(); k < psi.length; k++) psi[k] = 0.6 + 0.01 * (step % 2);
        return psi;
    }
}
