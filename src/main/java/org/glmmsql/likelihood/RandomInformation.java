package org.glmmsql.likelihood;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Sums for Kenward and Roger of the model V = sigma^2 (Omega^-1 + Z Sigma Z'), in units of sigma^2, from cross-products alone (D63). With
 * K = Z' V^-1 Z and G = Z' V^-1 X, tr(V^-1 V_i V^-1 V_j) = tr(S_i K S_j K) and Q_ij = G' S_i K S_j G. Columns of K come by solutions of
 * the mixed-model equations, one for a level of every component at once: for one factor there are q of them, for nested ones as many as a
 * component has effects, for crossed ones as many as there are effects. What belongs to sigma^2 follows, as Omega^-1 is V less Z Sigma Z'.
 */
final class RandomInformation implements ExpectedInformation.Sums {
    private final BlockCross cross;
    private final BlockStructure structure;
    private final double[][] lambdas;
    private final Factorization h;
    private final CoefficientCovariance coefficients;
    private final double[][] phi;
    private final double rows;
    private final List<TermCovariances> terms;
    /** The parameters, and Sigma as it is after them: by parameter the slope by elimination position, null for the others. */
    private final List<double[][]> slopes = new ArrayList<>();
    /** dw / dbeta by scalar, one array a fixed effect. */
    private final double[][] modes;

    private final int p;
    private final int size;

    /** By pair; the last is Sigma. */
    private final double[][] traces;

    /** tr(K S_i). */
    private final double[] single;

    private final double[][][] forms;
    /** S_i G and K S_i G by scalar and fixed effect. */
    private final double[][][] sg;

    private final double[][][] ksg;

    /**
     * @param h the factor, whose inverse must be in hand
     * @param phi in units of sigma^2
     * @param rows of the data
     */
    RandomInformation(
            BlockCross cross,
            double[][] lambdas,
            Factorization h,
            double[][] phi,
            double rows,
            List<TermCovariances> terms) {
        this.cross = cross;
        this.structure = cross.structure;
        this.lambdas = lambdas;
        this.h = h;
        this.phi = phi;
        this.rows = rows;
        p = structure.p;
        size = terms.stream().mapToInt(TermCovariances::size).sum();
        this.terms = terms;
        modes = BlockModes.slopes(cross, h);
        coefficients = new CoefficientCovariance(cross, lambdas, h);
        int count = structure.terms.size();
        for (TermCovariances own : terms)
            for (int i = 0; i < own.size(); i++) {
                double[][] slope = new double[count][];
                slope[position(own)] = own.slope(i);
                slopes.add(slope);
            }
        double[][] whole = new double[count][];
        for (int e = 0; e < count; e++) whole[e] = TermCovariances.sigma(structure.term(e), lambdas[e]);
        slopes.add(whole);
        traces = new double[size + 1][size + 1];
        single = new double[size + 1];
        forms = new double[size + 1][p][p];
        sg = new double[size + 1][p][];
        ksg = new double[size + 1][p][];
        for (int i = 0; i <= size; i++) {
            for (int e = 0; e < count; e++)
                if (slopes.get(i)[e] != null) add(coefficients.byRandom(e, slopes.get(i)[e]), forms[i]);
            for (int k = 0; k < p; k++) {
                sg[i][k] = multiply(slopes.get(i), coefficients.g(k));
                ksg[i][k] = timesK(sg[i][k]);
            }
        }
        for (int e = 0; e < count; e++) addTraces(e);
    }

    private int position(TermCovariances own) {
        int e = 0;
        while (structure.term(e) != own.term) e++;
        return e;
    }

    private static void add(double[][] m, double[][] to) {
        for (int i = 0; i < to.length; i++) for (int j = 0; j < to.length; j++) to[i][j] += m[i][j];
    }

    /** S x by scalar. */
    private double[] multiply(double[][] s, double[] x) {
        double[] result = new double[structure.scalars];
        for (int e = 0; e < s.length; e++) {
            if (s[e] == null) continue;
            TermData term = structure.term(e);
            int q = term.q();
            for (int l = 0; l < term.m(); l++) {
                int from = structure.scalarStart[e] + l * q;
                int at = term.at(l);
                for (int i = 0; i < q; i++)
                    for (int j = 0; j < q; j++) result[from + i] += s[e][at + i * q + j] * x[from + j];
            }
        }
        return result;
    }

    /** K v = C v - C Lambda M^-1 Lambda' C v, C = Z' Omega Z; of H^-1 what beta does is taken out again. */
    private double[] timesK(double[] v) {
        int random = structure.scalars - p;
        double[] c = cross.multiply(v);
        double[] x = c.clone();
        Arrays.fill(x, random, x.length, 0);
        cross.multiplyLambda(lambdas, x, true);
        h.solve(x);
        for (int k = 0; k < p; k++) {
            double beta = x[random + k];
            for (int i = 0; i < random; i++) x[i] -= modes[k][i] * beta;
        }
        Arrays.fill(x, random, x.length, 0);
        cross.multiplyLambda(lambdas, x, false);
        double[] fitted = cross.multiply(x);
        for (int i = 0; i < random; i++) fitted[i] = c[i] - fitted[i];
        Arrays.fill(fitted, random, fitted.length, 0);
        return fitted;
    }

    /** Those with a parameter of the term at position e. */
    private void addTraces(int e) {
        TermData term = structure.term(e);
        int q = term.q();
        for (List<Integer> levels : probes(e)) {
            int at = term.at(levels.get(0));
            double[][] columns = new double[q][];
            for (int a = 0; a < q; a++) {
                double[] unit = new double[structure.scalars];
                for (int l : levels) unit[structure.scalarStart[e] + l * q + a] = 1;
                columns[a] = timesK(unit);
            }
            for (int l : levels)
                for (int a = 0; a < q; a++)
                    for (int b = 0; b < q; b++)
                        for (int i = 0; i <= size; i++)
                            if (slopes.get(i)[e] != null)
                                single[i] += slopes.get(i)[e][at + a * q + b]
                                        * columns[a][structure.scalarStart[e] + l * q + b];
            for (int j = 0; j <= size; j++) addTraces(e, at, columns, j);
        }
    }

    private void addTraces(int e, int at, double[][] columns, int j) {
        int q = columns.length;
        for (int a = 0; a < q; a++) {
            double[] product = multiply(slopes.get(j), columns[a]);
            for (int b = 0; b < q; b++) {
                double dot = ModelData.dot(columns[b], 0, structure.scalars - p, product, 0);
                for (int i = 0; i <= size; i++)
                    if (slopes.get(i)[e] != null) traces[i][j] += slopes.get(i)[e][at + a * q + b] * dot;
            }
        }
    }

    /** Levels of a term, those together that have no component in common and one pattern. */
    private List<List<Integer>> probes(int e) {
        Components components = new Components(structure.terms);
        int[] component = components.ofLevel[structure.order[e]];
        TermData term = structure.term(e);
        int q = term.q();
        Map<Long, Integer> used = new HashMap<>();
        Map<Long, List<Integer>> probes = new HashMap<>();
        List<List<Integer>> ordered = new ArrayList<>();
        for (int l = 0; l < term.m(); l++) {
            long pattern = term.at(l) / (q * q);
            int rank = used.merge(pattern << 32 | component[l], 1, Integer::sum);
            probes.computeIfAbsent(pattern << 32 | rank, key -> {
                        List<Integer> probe = new ArrayList<>();
                        ordered.add(probe);
                        return probe;
                    })
                    .add(l);
        }
        return ordered;
    }

    /** {@inheritDoc} The first is that of sigma^2. */
    @Override
    public double[][][] p() {
        double[][][] all = new double[size + 1][][];
        all[0] = ofSigma();
        System.arraycopy(forms, 0, all, 1, size);
        return all;
    }

    /** X' V^-1 X less that of Sigma. */
    private double[][] ofSigma() {
        double[][] result = new double[p][p];
        for (int k = 0; k < p; k++) {
            double[] b = coefficients.effects(k).clone();
            Arrays.fill(b, b.length - p, b.length, 0);
            b[b.length - p + k] = 1;
            double[] fitted = cross.multiply(b);
            for (int i = 0; i < p; i++) result[i][k] = fitted[fitted.length - p + i] - forms[size][i][k];
        }
        return result;
    }

    @Override
    public double[][] traces() {
        double[][] all = new double[size + 1][size + 1];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) all[i + 1][j + 1] = traces[i][j];
            all[0][i + 1] = single[i] - traces[i][size];
            all[i + 1][0] = all[0][i + 1];
        }
        all[0][0] = rows - 2 * single[size] + traces[size][size];
        return all;
    }

    /** Q_ij, sigma^2 at i or j = -1, Sigma at the last. */
    private double[][] q(int i, int j) {
        double[][] result = new double[p][p];
        if (i < 0 && j < 0) {
            double[][] other = q(size, size);
            double[][] own = ofSigma();
            for (int a = 0; a < p; a++)
                for (int b = 0; b < p; b++) result[a][b] = own[a][b] - forms[size][a][b] + other[a][b];
        } else if (i < 0 || j < 0) {
            int one = Math.max(i, j);
            double[][] other = i < 0 ? q(size, one) : q(one, size);
            for (int a = 0; a < p; a++) for (int b = 0; b < p; b++) result[a][b] = forms[one][a][b] - other[a][b];
        } else {
            for (int a = 0; a < p; a++)
                for (int b = 0; b < p; b++)
                    result[a][b] = ModelData.dot(sg[i][a], 0, structure.scalars - p, ksg[j][b], 0);
        }
        return result;
    }

    @Override
    public double[][] tracesOfQ() {
        double[][] all = new double[size + 1][size + 1];
        for (int i = 0; i <= size; i++)
            for (int j = 0; j <= size; j++) all[i][j] = ExpectedInformation.traceOfProduct(phi, q(i - 1, j - 1));
        return all;
    }

    @Override
    public double[][] weighted(double[][] w) {
        double[][] sum = new double[p][p];
        for (int i = 0; i <= size; i++)
            for (int j = 0; j <= size; j++) {
                double[][] q = q(i - 1, j - 1);
                for (int a = 0; a < p; a++) for (int b = 0; b < p; b++) sum[a][b] += w[i][j] * q[a][b];
            }
        int from = 1;
        for (TermCovariances own : terms) {
            int to = from + own.size();
            double[] second = own.second(block(w, from, to));
            double[][] form = coefficients.byRandom(position(own), second);
            for (int a = 0; a < p; a++) for (int b = 0; b < p; b++) sum[a][b] -= form[a][b] / 4;
            from = to;
        }
        return sum;
    }

    /** Rows and columns from.. below to. */
    static double[][] block(double[][] w, int from, int to) {
        return Arrays.stream(w, from, to)
                .map(row -> Arrays.copyOfRange(row, from, to))
                .toArray(double[][]::new);
    }
}
