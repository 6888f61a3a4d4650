package org.glmmsql.fit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.glmmsql.likelihood.ExpectedInformation;
import org.glmmsql.likelihood.ModelData;
import org.glmmsql.likelihood.ModelDataBuilder;
import org.glmmsql.likelihood.TermData;
import org.glmmsql.model.DegreesOfFreedomParts;
import org.glmmsql.model.VcovSlopes;
import org.jspecify.annotations.Nullable;

/** Degrees of freedom of the tests of the mean, in the units of the data. */
final class DenominatorDegrees {
    private final ModelKind kind;
    private final ModelDataBuilder.Built built;
    private final ModelData data;
    private final Estimates estimates;

    DenominatorDegrees(ModelKind kind, ModelDataBuilder.Built built, Estimates estimates) {
        this.kind = kind;
        this.built = built;
        this.data = built.data();
        this.estimates = estimates;
    }

    /** Rows less columns; at least one. */
    private double residual() {
        return Math.max(1, data.nobs() - data.p());
    }

    /** @param covariance of all that is told, its lower triangle; that of the mean is replaced by the adjusted one */
    DegreesOfFreedomParts parts(double[][] covariance) {
        String method = kind.degreesOfFreedom();
        if (method.equals(DegreesOfFreedomParts.NORMAL))
            return DegreesOfFreedomParts.constant(Double.POSITIVE_INFINITY);
        if (method.equals(DegreesOfFreedomParts.RESIDUAL) || estimates.leastSquares() == null)
            return DegreesOfFreedomParts.constant(residual());
        VcovSlopes observed = observed(estimates.leastSquares().betaCovarianceSlopes(estimates.psi()));
        if (observed == null) return DegreesOfFreedomParts.constant(residual());
        if (!method.equals(DegreesOfFreedomParts.KENWARD_ROGER))
            return new DegreesOfFreedomParts(method, residual(), observed, null, null);
        List<String> names = new ArrayList<>();
        ExpectedInformation expected = estimates.leastSquares().expectedInformation(estimates.psi(), names);
        double[][] adjusted = built.fixed().unscaleCovariance(expected.adjusted());
        if (!isPositive(adjusted))
            return new DegreesOfFreedomParts(DegreesOfFreedomParts.SATTERTHWAITE, residual(), observed, null, null);
        double[][] model = new double[adjusted.length][];
        for (int i = 0; i < model.length; i++) {
            model[i] = covariance[i].clone();
            System.arraycopy(adjusted[i], 0, covariance[i], 0, i + 1);
        }
        return new DegreesOfFreedomParts(method, residual(), observed, told(expected, names), model);
    }

    private static boolean isPositive(double[][] matrix) {
        for (int i = 0; i < matrix.length; i++) if (!(matrix[i][i] > 0)) return false;
        return true;
    }

    private VcovSlopes told(ExpectedInformation expected, List<String> names) {
        double[][] w = expected.covariance();
        List<Integer> known = new ArrayList<>();
        List<String> held = new ArrayList<>();
        for (int k = 0; k < w.length; k++) {
            if (w[k][k] > 0) known.add(k);
            else held.add(names.get(k));
        }
        double[][] triangle = new double[known.size()][];
        double[][] slopes = new double[known.size()][];
        for (int i = 0; i < triangle.length; i++) {
            slopes[i] = triangle(built.fixed().unscaleCovariance(expected.slopes()[known.get(i)]));
            triangle[i] = new double[i + 1];
            for (int j = 0; j <= i; j++) triangle[i][j] = w[known.get(i)][known.get(j)];
        }
        return new VcovSlopes(known.stream().map(names::get).toList(), slopes, triangle, held);
    }

    /** By the inverse of the observed information of the parameters that are not held; null where it is not known (D62). */
    private @Nullable VcovSlopes observed(double[][][] slopes) {
        int p = data.p();
        double[][] covariance = estimates.covariance();
        List<Integer> free = new ArrayList<>();
        List<Integer> held = new ArrayList<>();
        List<Integer> bound = new ArrayList<>();
        for (int k = p; k < estimates.psi().length; k++) {
            boolean known = !Double.isNaN(covariance[k][k]);
            if (known && !atBoundary(k)) free.add(k);
            else held.add(k);
            if (known && atBoundary(k)) bound.add(k);
        }
        double[][] triangle = given(covariance, free, bound);
        double[][] told = new double[free.size()][];
        boolean finite = triangle != null;
        for (int k = 0; k < told.length; k++) {
            told[k] = triangle(built.fixed().unscaleCovariance(slopes[free.get(k) - p]));
            for (double v : told[k]) finite &= Double.isFinite(v);
        }
        if (!finite || triangle == null) return null;
        return new VcovSlopes(names(free), told, triangle, names(held));
    }

    private boolean atBoundary(int k) {
        for (TermData term : data.terms())
            if (k >= term.thetaFrom() && k < term.thetaFrom() + term.thetaSize())
                return estimates.psi()[k]
                        == term.parameter(k - term.thetaFrom()).boundary();
        return false;
    }

    /** Covariance of some parameters where others are held, its lower triangle: C_ff - C_fb C_bb^-1 C_bf. */
    private static double @Nullable [][] given(double[][] c, List<Integer> free, List<Integer> bound) {
        int b = bound.size();
        DMatrixRMaj inverse = new DMatrixRMaj(b, b);
        for (int i = 0; i < b; i++) for (int j = 0; j < b; j++) inverse.set(i, j, c[bound.get(i)][bound.get(j)]);
        if (b > 0 && !CommonOps_DDRM.invert(inverse)) return null;
        double[][] triangle = new double[free.size()][];
        for (int i = 0; i < triangle.length; i++) {
            triangle[i] = new double[i + 1];
            for (int j = 0; j <= i; j++) {
                double value = c[free.get(i)][free.get(j)];
                for (int k = 0; k < b; k++)
                    for (int l = 0; l < b; l++)
                        value -= c[free.get(i)][bound.get(k)] * inverse.get(k, l) * c[bound.get(l)][free.get(j)];
                if (!Double.isFinite(value)) return null;
                triangle[i][j] = value;
            }
        }
        return triangle;
    }

    private static double[] triangle(double[][] square) {
        int p = square.length;
        double[] triangle = new double[p * (p + 1) / 2];
        for (int i = 0, at = 0; i < p; i++) for (int j = 0; j <= i; j++, at++) triangle[at] = square[i][j];
        return triangle;
    }

    private List<String> names(List<Integer> parameters) {
        String[] names = new String[estimates.psi().length];
        Arrays.fill(names, "log dispersion");
        for (TermData term : data.terms())
            for (int k = 0; k < term.thetaSize(); k++)
                names[term.thetaFrom() + k] =
                        term.group() + " " + term.parameter(k).name();
        if (data.residual() != null) data.residual().name(names);
        return parameters.stream().map(k -> names[k]).toList();
    }
}
