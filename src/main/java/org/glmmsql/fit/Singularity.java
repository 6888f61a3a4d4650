package org.glmmsql.fit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;
import org.glmmsql.design.Design;
import org.glmmsql.design.RandomDesign;
import org.glmmsql.likelihood.ConditionalModes;
import org.glmmsql.likelihood.ModelData;
import org.glmmsql.likelihood.TermData;
import org.glmmsql.random.Structure.Where;

/**
 * Which directions of the random effects have variance 0 at the estimate, in words (DESIGN.md, D38).
 *
 * <p>A coefficient has variance 0 if its variance is, or if it is so small that the data would shrink its effects to less than a
 * millionth whatever they are. A direction has if its share of the variance of the linear predictor is; neither depends on units, nor
 * on where a covariate has its 0.
 */
final class Singularity {
    /** 1 - conditional variance / variance, the share of an effect that the data let through: below it, nothing. */
    private static final double NOTHING = 1e-6;
    /** Share of the largest eigenvalue of the covariance in the metric of the columns: the square of that of a standard deviation. */
    private static final double DEGENERATE = 1e-8;
    /** Share of the variance of the linear predictor by the largest effect of a term. */
    private static final double NEGLIGIBLE = 1e-16;
    /** Distance of the correlations of a field from 0 or 1 that is none. */
    private static final double FIELD = 1e-6;
    /** Rows enough for the metric. */
    private static final int SAMPLE = 20_000;

    private final Design design;
    private final ModelData data;
    private final Estimates estimates;
    private final VarianceComponents components;

    private final List<String> found = new ArrayList<>();
    /** By term, the coefficients with variance 0. */
    private final boolean[][] zero;

    private final boolean[] correlated;
    private final boolean[] ended;

    Singularity(Design design, ModelData data, Estimates estimates, VarianceComponents components) {
        this.design = design;
        this.data = data;
        this.estimates = estimates;
        this.components = components;
        zero = new boolean[design.random().size()][];
        correlated = new boolean[zero.length];
        ended = new boolean[zero.length];
        for (int t = 0; t < zero.length; t++) look(t);
    }

    boolean present() {
        return !found.isEmpty();
    }

    /** Whether coefficient k of term t has variance 0. */
    boolean zero(int t, int k) {
        return zero[t][k];
    }

    /** Whether the correlations of term t are at their end, as 1 or -1. */
    boolean perfect(int t) {
        int q = zero[t].length;
        boolean one = q > 1 && data.terms().get(t).structure().rank(q) == 1;
        return one || correlated[t] && (q == 2 || shared(t));
    }

    /** What is degenerate, and what that means; empty if nothing is. */
    String message() {
        return found.isEmpty()
                ? ""
                : "the fit is singular: " + String.join("; ", found) + "; the other estimates are valid";
    }

    private void look(int t) {
        RandomDesign term = design.random().get(t);
        int q = data.terms().get(t).q();
        double[] sigma = components.sigma(t);
        zero[t] = new boolean[q];
        List<Integer> positive = new ArrayList<>();
        double[] squares = new double[q];
        double largest = 0;
        for (int k = 0; k < q; k++) {
            double size = components.scaling(t).size(k);
            squares[k] = size * size;
            largest = Math.max(largest, sigma[k * q + k] * squares[k]);
        }
        boolean exact = true;
        double[] throughput = throughput(t);
        for (int k = 0; k < q; k++) {
            zero[t][k] = !(sigma[k * q + k] > 0)
                    || sigma[k * q + k] * squares[k] < NEGLIGIBLE * largest
                    || throughput[k] < NOTHING;
        }
        // effects that share a variance have it or have it not
        if (shared(t)) Arrays.fill(zero[t], all(zero[t]));
        for (int k = 0; k < q; k++) {
            if (zero[t][k]) exact &= sigma[k * q + k] == 0;
            else positive.add(k);
        }
        if (positive.size() < q) {
            String names = named(term, t);
            boolean whole = positive.isEmpty();
            String same = !exact || !whole && !term.structure().contains("diagonal")
                    ? ""
                    : whole
                            ? ", and without " + (q == 1 ? "this random term" : "these random effects")
                                    + " the likelihood is the same"
                            : ", and without it the likelihood is the same";
            found.add("the variance of " + names + " by " + term.group() + " is 0" + same);
        }
        // of a smooth field some directions have next to no variance whatever its range is
        boolean field = term.structure().where() == Where.POINT;
        if (positive.size() < 2 || data.terms().get(t).law().dependsOnTheta()) return;
        if (field) lookAtEnd(t, sigma);
        else lookAtDirections(t, positive, sigma);
    }

    /** Whether the search followed the range of a field to an end, where the curvature of its parameters is rounding. */
    boolean fieldAtEnd() {
        for (boolean end : ended) if (end) return true;
        return false;
    }

    /** Of a field: all correlations are 1, or all are 0. */
    private void lookAtEnd(int t, double[] sigma) {
        int q = data.terms().get(t).q();
        double least = 1;
        double most = 0;
        for (int i = 0; i < q; i++)
            for (int j = 0; j < i; j++) {
                double r = sigma[i * q + j] / Math.sqrt(sigma[i * q + i] * sigma[j * q + j]);
                least = Math.min(least, r);
                most = Math.max(most, r);
            }
        ended[t] = least > 1 - FIELD || most < FIELD;
        if (!ended[t]) return;
        RandomDesign term = design.random().get(t);
        found.add("the correlation of the effects " + term.label() + " by " + term.group() + " is "
                + (most < FIELD
                        ? "0 between all positions: homdiag has the same likelihood"
                        : "1 between all positions: one effect for all of them has the same likelihood"));
    }

    /** Whether all effects of a level have one variance. */
    private boolean shared(int t) {
        TermData term = data.terms().get(t);
        return !term.law().dependsOnTheta() && !term.structure().ownScales();
    }

    private static boolean all(boolean[] values) {
        for (boolean value : values) if (!value) return false;
        return true;
    }

    private String named(RandomDesign term, int t) {
        if (shared(t)) return term.label();
        List<String> names = new ArrayList<>();
        for (int k = 0; k < term.q(); k++)
            if (zero[t][k]) names.add(term.terms().get(k));
        return names.stream().distinct().collect(Collectors.joining(", "));
    }

    /** By coefficient, mean over the levels of 1 - conditional variance / variance. */
    private double[] throughput(int t) {
        TermData term = data.terms().get(t);
        int q = term.q();
        double[] lambda = new double[q * q];
        term.lambda(estimates.psi(), lambda);
        lambda = components.scaling(t).unscaleRows(lambda);
        ConditionalModes.Term modes = estimates.modes().terms().get(t);
        double[] sum = new double[q];
        double[] variance = new double[q];
        for (int k = 0; k < q; k++) {
            for (int e = 0; e < q; e++) variance[k] += lambda[k * q + e] * lambda[k * q + e];
            if (estimates.relative()) variance[k] *= Math.exp(estimates.psi()[data.deltaFrom()]);
        }
        for (double[] covariance : modes.covariance()) {
            double[] unscaled = components.scaling(t).unscaleCovariance(covariance);
            for (int k = 0; k < q; k++) sum[k] += 1 - unscaled[k * (k + 1) / 2 + k] / variance[k];
        }
        // NaN where the modes have no covariance: nothing is known then
        return Arrays.stream(sum)
                .map(v -> Double.isNaN(v) ? 1 : Math.abs(v) / modes.covariance().length)
                .toArray();
    }

    /** Eigenvalues of L' Sigma L over the coefficients with a variance, L L' = Z'Z / n. */
    private void lookAtDirections(int t, List<Integer> positive, double[] sigma) {
        RandomDesign term = design.random().get(t);
        int q = data.terms().get(t).q();
        int size = positive.size();
        double[] cholesky = metric(t, positive);
        // in the coordinates of the fit, where a column far from 0 is none that depends on the intercept
        double[] lambda = new double[q * q];
        data.terms().get(t).lambda(estimates.psi(), lambda);
        DMatrixRMaj root = new DMatrixRMaj(size, q);
        for (int i = 0; i < size; i++)
            for (int e = 0; e < q; e++) {
                double sum = 0;
                for (int k = i; k < size; k++) sum += cholesky[k * size + i] * lambda[positive.get(k) * q + e];
                root.set(i, e, sum);
            }
        // by Lambda, not Sigma: it has rounding for what is left of a direction, not for the square of it
        DMatrixRMaj product = new DMatrixRMaj(size, size);
        CommonOps_DDRM.multTransB(root, root, product);
        int rank = Math.min(size, data.terms().get(t).structure().rank(q));
        if (degenerate(product).size() <= size - rank) return;
        if (rank < size) {
            found.add("the covariance of the effects " + term.label() + " by " + term.group() + " has rank "
                    + (size - degenerate(product).size()) + ", less than d = " + rank);
            return;
        }
        correlated[t] = true;
        // the direction itself in correlations, where the numbers can be read
        DMatrixRMaj correlation = new DMatrixRMaj(size, size);
        double[] sd = new double[size];
        for (int i = 0; i < size; i++) sd[i] = Math.sqrt(sigma[positive.get(i) * q + positive.get(i)]);
        for (int i = 0; i < size; i++)
            for (int j = 0; j < size; j++)
                correlation.set(i, j, sigma[positive.get(i) * q + positive.get(j)] / (sd[i] * sd[j]));
        if (shared(t)) {
            found.add("the correlation of the effects " + term.label() + " by " + term.group() + " is at its end, "
                    + String.format(Locale.ROOT, "%.3g", correlation.get(0, 1))
                    + (size == 2 ? ", so that one determines the other" : ", so that some determine the others"));
            return;
        }
        String first = term.terms().get(positive.get(0));
        if (size == 2) {
            found.add("the effects " + first + " and " + term.terms().get(positive.get(1)) + " by " + term.group()
                    + " are perfectly correlated (" + (correlation.get(0, 1) < 0 ? "-1" : "1")
                    + "), so that one determines the other");
            return;
        }
        List<double[]> directions = degenerate(correlation);
        if (directions.isEmpty()) directions = List.of(smallest(correlation));
        for (double[] direction : directions)
            found.add("the combination " + combination(term, positive, sd, direction) + " of the effects by "
                    + term.group() + " has variance 0");
    }

    /** Cholesky factor of Z'Z / n over a sample of the rows. */
    private double[] metric(int t, List<Integer> positive) {
        int size = positive.size();
        double[][] z = data.terms().get(t).z();
        int rows = Math.min(data.n(), SAMPLE);
        double[] l = new double[size * size];
        double[] gram = new double[size * size];
        for (int i = 0; i < size; i++)
            for (int j = 0; j <= i; j++) {
                double[] a = z[positive.get(i)];
                double[] b = z[positive.get(j)];
                double sum = 0;
                for (int r = 0; r < rows; r++) sum += data.count()[r] * a[r] * b[r];
                gram[i * size + j] = sum;
            }
        for (int i = 0; i < size; i++)
            for (int j = 0; j <= i; j++) {
                double sum = gram[i * size + j];
                for (int k = 0; k < j; k++) sum -= l[i * size + k] * l[j * size + k];
                if (i == j) l[i * size + i] = Math.sqrt(Math.max(sum, 1e-12 * gram[i * size + i]));
                else l[i * size + j] = l[j * size + j] > 0 ? sum / l[j * size + j] : 0;
            }
        return l;
    }

    /** Eigenvectors with next to nothing of the largest eigenvalue. */
    private static List<double[]> degenerate(DMatrixRMaj matrix) {
        EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(matrix.numRows, true, true);
        List<double[]> result = new ArrayList<>();
        if (!eigen.decompose(matrix.copy())) return result;
        double largest = 0;
        for (int k = 0; k < matrix.numRows; k++)
            largest = Math.max(largest, eigen.getEigenvalue(k).getReal());
        for (int k = 0; k < matrix.numRows; k++)
            if (eigen.getEigenvalue(k).getReal() <= DEGENERATE * largest)
                result.add(eigen.getEigenVector(k).data.clone());
        return result;
    }

    private static double[] smallest(DMatrixRMaj matrix) {
        EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(matrix.numRows, true, true);
        eigen.decompose(matrix.copy());
        int at = 0;
        for (int k = 1; k < matrix.numRows; k++)
            if (eigen.getEigenvalue(k).getReal() < eigen.getEigenvalue(at).getReal()) at = k;
        return eigen.getEigenVector(at).data.clone();
    }

    /** The direction as a sum of effects in the units of the data, the largest coefficient 1. */
    private static String combination(RandomDesign term, List<Integer> positive, double[] sd, double[] direction) {
        double[] coefficients = new double[sd.length];
        int largest = 0;
        for (int k = 0; k < sd.length; k++) {
            coefficients[k] = direction[k] / sd[k];
            if (Math.abs(direction[k]) > Math.abs(direction[largest])) largest = k;
        }
        double unit = coefficients[largest];
        StringBuilder text = new StringBuilder();
        for (int k = 0; k < sd.length; k++) {
            if (Math.abs(direction[k]) < 1e-3) continue;
            double c = coefficients[k] / unit;
            text.append(text.length() == 0 ? c < 0 ? "-" : "" : c < 0 ? " - " : " + ");
            if (Math.abs(c) != 1) text.append(String.format(Locale.ROOT, "%.3g ", Math.abs(c)));
            text.append(term.terms().get(positive.get(k)));
        }
        return text.toString();
    }
}
