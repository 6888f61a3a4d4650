package org.glmmsql.fit;

import java.util.Arrays;
import java.util.Objects;
import org.glmmsql.likelihood.ModelDataBuilder;
import org.glmmsql.likelihood.PredictorData;

/**
 * From the coefficients that were estimated to those that a user sees: of the data's columns, and of ordered categories all thresholds in
 * place of an intercept.
 */
final class Told {
    private final ModelDataBuilder.Built built;

    Told(ModelDataBuilder.Built built) {
        this.built = built;
    }

    /** Coefficients of a predictor. @param psi all parameters */
    double[] estimates(int predictor, double[] psi) {
        double[] own = built.scalings().get(predictor).unscale(part(predictor, psi));
        if (isPowerShifted(predictor)) {
            PredictorData shape = built.data().predictors().get(2);
            double power = shape.parameter().value(psi[shape.coefficient()[0]]);
            built.scalings().get(predictor).addToIntercept(built.powerShift() * power, own);
        }
        return built.thresholds() == null ? own : told(predictor, built.fixed().unscale(part(0, psi)), own);
    }

    /** What a change of psi changes them by. */
    double[] linear(int predictor, double[] psi, double[] change) {
        double[] own = built.scalings().get(predictor).linear(part(predictor, change));
        if (isPowerShifted(predictor)) {
            PredictorData shape = built.data().predictors().get(2);
            int at = shape.coefficient()[0];
            double slope = shape.parameter().function().muEta(psi[at]);
            built.scalings().get(predictor).addToIntercept(built.powerShift() * slope * change[at], own);
        }
        return built.thresholds() == null ? own : told(predictor, built.fixed().linear(part(0, change)), own);
    }

    /** Derivatives by all that is told of the mean and of thresholds. @param slopes by the first parameters of psi, in so many rows */
    double[] slopes(double[] slopes, int rows) {
        int size = rows == 0 ? 0 : slopes.length / rows;
        if (built.thresholds() == null)
            return built.fixed()
                    .unscaleSlopes(columns(slopes, rows, 0, built.data().p()));
        double[] result = new double[slopes.length];
        for (int i = 0; i < rows; i++) {
            double[] told = withThresholds(Arrays.copyOfRange(slopes, i * size, (i + 1) * size));
            System.arraycopy(told, 0, result, i * size, size);
        }
        return result;
    }

    /** Derivatives by what is told of other predictors, one after the other; none where they are not known. @param predictors numbers */
    double[] otherSlopes(double[] slopes, int rows, int[] predictors) {
        int size = rows == 0 ? 0 : slopes.length / rows;
        if (built.thresholds() != null || size <= built.data().p()) return new double[0];
        double[][] parts = new double[predictors.length][];
        int all = 0;
        for (int k = 0; k < parts.length; k++) {
            int s = predictors[k];
            int own = s == 0 ? 0 : built.data().predictors().get(s).x().length;
            parts[k] = own == 0
                    ? new double[0]
                    : built.scalings().get(s).unscaleSlopes(columns(slopes, rows, built.from(s), own));
            all += own;
        }
        double[] result = new double[rows * all];
        int at = 0;
        for (double[] part : parts) {
            int own = part.length / rows;
            for (int i = 0; i < rows; i++) System.arraycopy(part, i * own, result, i * all + at, own);
            at += own;
        }
        return result;
    }

    /** Some columns of a matrix with so many rows, row-major. */
    private static double[] columns(double[] matrix, int rows, int from, int count) {
        double[] result = new double[rows * count];
        for (int i = 0; i < rows; i++)
            System.arraycopy(matrix, i * (matrix.length / rows) + from, result, i * count, count);
        return result;
    }

    private double[] withThresholds(double[] slopes) {
        int p = built.data().p();
        double[] byMean = built.fixed().unscaleSlopes(Arrays.copyOf(slopes, p));
        double[] all = slopes.clone();
        System.arraycopy(byMean, 0, all, 0, p);
        return Objects.requireNonNull(built.thresholds()).toldSlopes(all, p);
    }

    /** @param mean all coefficients of the mean, the intercept first */
    private double[] told(int predictor, double[] mean, double[] own) {
        return predictor == 0
                ? Arrays.copyOfRange(mean, 1, mean.length)
                : Objects.requireNonNull(built.thresholds()).told(mean[0], own);
    }

    /** Whether it is the dispersion of a family whose power of the variance is estimated, in another unit of the response. */
    private boolean isPowerShifted(int predictor) {
        return predictor == 1 && built.powerShift() != 0;
    }

    private double[] part(int predictor, double[] psi) {
        PredictorData data = built.data().predictors().get(predictor);
        if (data.x().length == 0) return new double[0];
        int from = built.from(predictor);
        return Arrays.copyOfRange(psi, from, from + data.x().length);
    }
}
