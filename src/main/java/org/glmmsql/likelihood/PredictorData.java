package org.glmmsql.likelihood;

import java.util.Arrays;
import org.glmmsql.family.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * The fixed part of one linear predictor in canonical order: eta = offset + sum of x_k psi[coefficient_k].
 *
 * @param parameter of the family that it is the predictor of
 * @param offset known part, or null
 * @param x columns, scaled
 * @param coefficient place in psi of the coefficient of each column; two predictors may share some
 */
public record PredictorData(Parameter parameter, double @Nullable [] offset, double[][] x, int[] coefficient) {

    /** eta of the fixed part for rows from.. into {@code eta[0..len-1]}. */
    public void evaluate(int from, int len, double[] psi, double[] eta) {
        if (offset == null) Arrays.fill(eta, 0, len, 0);
        else System.arraycopy(offset, from, eta, 0, len);
        int k = 0;
        for (; k + 1 < x.length; k += 2)
            axpy(psi[coefficient[k]], x[k], psi[coefficient[k + 1]], x[k + 1], from, len, eta);
        if (k < x.length) axpy(psi[coefficient[k]], x[k], from, len, eta);
    }

    PredictorData rows(int from, int end) {
        double[] known = offset == null ? null : Arrays.copyOfRange(offset, from, end);
        return new PredictorData(parameter, known, ModelData.rows(x, from, end), coefficient);
    }

    /** Adds X' score of rows from.. to the gradient by psi. */
    void addGradient(int from, int len, double[] score, double[] gradient) {
        for (int k = 0; k < x.length; k++) gradient[coefficient[k]] += ModelData.dot(x[k], from, len, score, 0);
    }

    /** Two columns in one pass over the sum. */
    private static void axpy(double a, double[] column, double b, double[] second, int from, int len, double[] sum) {
        for (int j = 0; j < len; j++) sum[j] += a * column[from + j] + b * second[from + j];
    }

    private static void axpy(double a, double[] column, int from, int len, double[] sum) {
        for (int j = 0; j < len; j++) sum[j] += a * column[from + j];
    }
}
