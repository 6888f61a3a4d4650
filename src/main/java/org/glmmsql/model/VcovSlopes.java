package org.glmmsql.model;

import java.util.List;
import java.util.stream.IntStream;

/**
 * How the covariance matrix V of the p fixed effects depends on the K covariance parameters, and how well these are known: what degrees of
 * freedom are made of.
 *
 * @param parameters K names
 * @param slopes by parameter dV / d gamma, its lower triangle by rows: p (p + 1) / 2 numbers
 * @param covariance of the estimates of gamma, its lower triangle by rows
 * @param held names of parameters that are no part of it, being at a bound or without information
 */
public record VcovSlopes(List<String> parameters, double[][] slopes, double[][] covariance, List<String> held) {
    long bytes() {
        long k = slopes.length;
        return Double.BYTES * k * (k + (k == 0 ? 0 : slopes[0].length));
    }

    /** By parameter the trace of T dV, T symmetric. @param t p x p */
    double[] traces(double[][] t) {
        double[] traces = new double[slopes.length];
        for (int k = 0; k < traces.length; k++) {
            for (int i = 0, at = 0; i < t.length; i++) {
                for (int j = 0; j <= i; j++, at++) {
                    traces[k] += (i == j ? 1 : 2) * t[i][j] * slopes[k][at];
                }
            }
        }
        return traces;
    }

    /** The slope of a parameter, p x p. */
    double[][] square(int k, int p) {
        double[][] square = new double[p][p];
        for (int i = 0, at = 0; i < p; i++) {
            for (int j = 0; j <= i; j++, at++) {
                square[i][j] = slopes[k][at];
                square[j][i] = slopes[k][at];
            }
        }
        return square;
    }

    /** Sum over i and j of covariance_ij a_i b_j. */
    double form(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < covariance.length; i++) {
            for (int j = 0; j <= i; j++) {
                sum += covariance[i][j] * (i == j ? a[i] * b[i] : a[i] * b[j] + a[j] * b[i]);
            }
        }
        return sum;
    }

    /** 2 v^2 / Var(v) for the estimated variance v = l' V l of a contrast; infinite if it is known. */
    double ofContrast(double[] l, double[][] vcov) {
        int[] used = IntStream.range(0, l.length).filter(i -> l[i] != 0).toArray();
        double variance = 0;
        double[] gradient = new double[slopes.length];
        for (int i : used) {
            for (int j : used) {
                double product = l[i] * l[j];
                int at = Math.max(i, j) * (Math.max(i, j) + 1) / 2 + Math.min(i, j);
                variance += product * vcov[i][j];
                for (int k = 0; k < gradient.length; k++) {
                    gradient[k] += product * slopes[k][at];
                }
            }
        }
        return 2 * variance * variance / form(gradient, gradient);
    }
}
