package org.glmmsql.inference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;
import org.glmmsql.design.Recipe;
import org.glmmsql.design.ScoringDesign;
import org.glmmsql.design.ScoringRows;
import org.glmmsql.formula.RandomPart;
import org.glmmsql.frame.Column;
import org.jspecify.annotations.Nullable;

/**
 * The coefficients that a mean would have with sum contrasts for every factor, as linear functions of those that it has: S of X = X_sum S. The
 * relation between columns of both codings is the same for all rows, so it is solved for at rows whose levels and numbers are drawn
 * within the range of those of the fit, of which as many are taken as columns can be told apart by.
 */
final class Recoding {
    /** Columns of which one is all but a sum of others. */
    private static final double SINGULAR = 1e-9;

    private Recoding() {}

    /** S with a row for each column of the mean, by these columns; null where columns are the same for all rows. */
    static double @Nullable [][] ofSums(MeanPredictor mean) {
        Recipe recipe = mean.model.recipe();
        Map<String, String> sums = new LinkedHashMap<>(recipe.contrasts());
        sums.replaceAll((factor, contrasts) -> "sum");
        Recipe recoded = new Recipe(
                recipe.variables(), recipe.levels(), sums, recipe.constants(), recipe.categories(), recipe.response());
        int n = 4 * mean.columns() + 40;
        List<Axis> axes = Grid.of(mean, Map.of(), Double.NaN).axes();
        Map<String, Column> drawn = drawn(mean, axes, n);
        // where thresholds stand for the intercept its column is missing, which both codings have in their span
        boolean constant = mean.spec.withoutIntercept(RandomPart.MEAN);
        DMatrixRMaj x = matrix(mean, recipe, drawn, n, constant);
        DMatrixRMaj sum = matrix(mean, recoded, drawn, n, constant);
        LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.leastSquares(n, sum.numCols);
        double[] scale = unit(sum);
        if (!solver.setA(sum) || solver.quality() < SINGULAR) {
            return null;
        }
        DMatrixRMaj s = new DMatrixRMaj(sum.numCols, x.numCols);
        solver.solve(x, s);
        double[][] rows = new double[mean.columns()][mean.columns()];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < rows.length; j++) {
                double value = s.get(i, j) / scale[i];
                rows[i][j] = value;
            }
        }
        return rows;
    }

    /** Divides columns by their length. */
    private static double[] unit(DMatrixRMaj matrix) {
        double[] scale = new double[matrix.numCols];
        for (int j = 0; j < scale.length; j++) {
            double squares = 0;
            for (int i = 0; i < matrix.numRows; i++) {
                squares += matrix.get(i, j) * matrix.get(i, j);
            }
            scale[j] = squares > 0 ? Math.sqrt(squares) : 1;
            for (int i = 0; i < matrix.numRows; i++) {
                matrix.set(i, j, matrix.get(i, j) / scale[j]);
            }
        }
        return scale;
    }

    private static Map<String, Column> drawn(MeanPredictor mean, List<Axis> axes, int n) {
        SplittableRandom random = new SplittableRandom(1);
        Map<String, Column> drawn = new LinkedHashMap<>();
        for (Axis axis : axes) {
            int[] places = new int[n];
            if (axis.variable().isFactor()) {
                Arrays.setAll(places, i -> random.nextInt(axis.size()));
                drawn.put(axis.name(), axis.column(places, 0));
            } else {
                var spread = mean.model.grid().variables().stream()
                        .filter(variable -> variable.name().equals(axis.name()))
                        .findFirst()
                        .orElseThrow()
                        .spread();
                double[] values = new double[n];
                Arrays.setAll(values, i -> spread.min() + random.nextDouble() * (spread.max() - spread.min()));
                Arrays.setAll(places, i -> i);
                drawn.put(
                        axis.name(),
                        new Axis(axis.variable(), axis.kind(), axis.sd(), axis.labels(), values).column(places, 0));
            }
        }
        return drawn;
    }

    private static DMatrixRMaj matrix(
            MeanPredictor mean, Recipe recipe, Map<String, Column> drawn, int n, boolean constant) {
        ScoringDesign design = ScoringDesign.compile(
                mean.spec,
                recipe,
                mean.spec.formula().random().stream()
                        .map(part -> List.<String>of())
                        .toList(),
                RandomPart.MEAN);
        List<Column> columns = new ArrayList<>();
        design.variables().forEach(name -> columns.add(drawn.getOrDefault(name, Axis.missing(name, n))));
        ScoringRows rows = design.bind(columns, n);
        int p = mean.columns();
        DMatrixRMaj matrix = new DMatrixRMaj(n, constant ? p + 1 : p);
        double[] x = new double[p];
        for (int i = 0; i < n; i++) {
            rows.fixed(i, x);
            for (int j = 0; j < p; j++) {
                matrix.set(i, j, x[j]);
            }
            if (constant) {
                matrix.set(i, p, 1);
            }
        }
        return matrix;
    }
}
