package org.glmmsql.model;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.CholeskyDecomposition_F64;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;
import org.glmmsql.family.LogDensity;
import org.glmmsql.family.Want;
import org.glmmsql.random.LawQuadrature;
import org.glmmsql.random.RandomLaw;
import org.glmmsql.random.RandomLaws;

/**
 * log of the integral of f(y | u) f(u) over the standardised effects u of rows that have levels in common, b = L u: by Laplace's approximation
 * h(u) - log |H| / 2 at the mode u of h = log f + log f(u) + log(2 pi) / 2 an effect, which is -u'u / 2 of normal ones, H = -h'', or by adaptive
 * quadrature about it where the rows have one level.
 */
final class LaplaceOfRows {
    private static final double HALF_LOG_2PI = Math.log(2 * Math.PI) / 2;
    private static final int MOST_EFFECTS = 3_000;
    private static final int STEPS = 200;
    private static final int HALVINGS = 60;
    private static final double TOLERANCE = 1e-14;
    private static final int MOST_NODES = 1_000_000;

    private final LogLikRows all;
    private final LogLikRows.Part part;
    private final int nodes;
    private final int n;
    private final int effects;
    /** By term, place of the first of its effects. */
    private final int[] from;
    /** By term and row, L' z. */
    private final double[][][] z;

    private final double[] y;
    private final double[] w;
    private final double[][] eta;
    private final double[][] out;
    private final Want want;
    /** By effect, its law, and the root of lambda. */
    private final RandomLaw[] law;

    private final double[] theta;
    /** By effect, what its law says at the effects in hand. */
    private final double[][] ofLaw;

    /** @param nodes of quadrature in each dimension, 1 is Laplace */
    LaplaceOfRows(LogLikRows all, LogLikRows.Part part, int nodes) {
        this.all = all;
        this.part = part;
        this.nodes = nodes;
        n = part.rows().length;
        int terms = all.terms().size();
        from = new int[terms];
        z = new double[terms][n][];
        int next = 0;
        int random = 1;
        for (int t = 0; t < terms; t++) {
            LogLikRows.Term term = all.terms().get(t);
            int q = term.term().q();
            from[t] = next;
            next += q * part.levels()[t];
            random |= 1 << term.predictor();
            double scale = RandomLaws.byName(term.term().law()).scale();
            double[][] lower = LowerRoot.of(term.term().sigma(), q);
            for (int r = 0; r < n; r++) {
                z[t][r] = new double[q];
                for (int k = 0; k < q; k++) {
                    for (int i = k; i < q; i++) {
                        z[t][r][k] += scale * lower[i][k] * term.z()[part.rows()[r]][i];
                    }
                }
            }
        }
        effects = next;
        law = new RandomLaw[effects];
        theta = new double[effects];
        ofLaw = new double[effects][RandomLaw.ROWS];
        for (int t = 0; t < terms; t++) {
            RandomTerm term = all.terms().get(t).term();
            for (int k = from[t]; k < (t + 1 < terms ? from[t + 1] : effects); k++) {
                int c = (k - from[t]) % term.q();
                law[k] = RandomLaws.byName(term.law());
                theta[k] = Math.sqrt(term.sigma()[c * term.q() + c]);
            }
        }
        if (effects > MOST_EFFECTS) {
            throw new GlmmException(
                    ErrorCode.LIMIT,
                    effects
                            + " random effects of these rows are connected by crossed factors, and glmm_loglik takes at most "
                            + MOST_EFFECTS + "; give fewer rows at a time, as one fold");
        }
        y = LogLikRows.chosen(all.y(), part.rows());
        w = LogLikRows.chosen(all.w(), part.rows());
        int predictors = all.density().predictors();
        eta = new double[predictors][n];
        out = new double[Want.places(predictors)][n];
        want = new Want(true, effects > 0, false, false, random);
    }

    /** Minus infinity or NaN where a response cannot be. */
    double value() {
        double[] u = new double[effects];
        double h = h(u);
        if (effects == 0 || !(h > Double.NEGATIVE_INFINITY)) {
            return h;
        }
        CholeskyDecomposition_F64<DMatrixRMaj> root = null;
        for (int step = 0; step < STEPS; step++) {
            double[] gradient = gradient();
            root = curvature(1);
            boolean curved = root != null;
            CholeskyDecomposition_F64<DMatrixRMaj> used = root;
            for (double ridge = 2; used == null; ridge *= 4) {
                used = curvature(ridge);
            }
            double[] change = solve(used.getT(null), gradient);
            double decrement = dot(change, gradient);
            if (curved && decrement < TOLERANCE * Math.max(1, Math.abs(h))) {
                break;
            }
            double times = 1;
            double[] moved = moved(u, change, times);
            double there = h(moved);
            for (int k = 0; k < HALVINGS && !(there >= h - 1e-12 * Math.abs(h)); k++) {
                times /= 2;
                moved = moved(u, change, times);
                there = h(moved);
            }
            boolean still = !(there > h) && curved;
            u = moved;
            h = there;
            if (still) {
                h(u);
                gradient();
                root = curvature(1);
                break;
            }
        }
        if (root == null) {
            return Double.NaN;
        }
        DMatrixRMaj lower = root.getT(null);
        double logRoot = 0;
        for (int i = 0; i < effects; i++) {
            logRoot += Math.log(lower.get(i, i));
        }
        boolean oneLevel = nodes > 1 && part.levels().length == 1 && part.levels()[0] == 1;
        return oneLevel && Math.pow(nodes, effects) <= MOST_NODES ? quadrature(u, lower) - logRoot : h - logRoot;
    }

    /** log of E e^(h(u + L'^-1 v) + v'v / 2), v standard normal, with H = L L'. */
    private double quadrature(double[] u, DMatrixRMaj lower) {
        LawQuadrature rule = RandomLaws.byName("normal").quadrature(1, nodes);
        int[] index = new int[effects];
        double top = Double.NEGATIVE_INFINITY;
        double sum = 0;
        while (true) {
            double[] v = new double[effects];
            double log = 0;
            for (int k = 0; k < effects; k++) {
                v[k] = rule.v()[index[k]];
                log += Math.log(rule.probabilities()[index[k]]) + v[k] * v[k] / 2;
            }
            for (int i = effects - 1; i >= 0; i--) {
                for (int j = i + 1; j < effects; j++) {
                    v[i] -= lower.get(j, i) * v[j];
                }
                v[i] /= lower.get(i, i);
            }
            log += h(moved(u, v, 1));
            if (log > top) {
                sum = sum * Math.exp(top - log) + 1;
                top = log;
            } else {
                sum += Math.exp(log - top);
            }
            int at = 0;
            while (at < effects && ++index[at] == nodes) {
                index[at++] = 0;
            }
            if (at == effects) {
                return top + Math.log(sum);
            }
        }
    }

    private static double[] moved(double[] u, double[] change, double times) {
        double[] moved = u.clone();
        for (int i = 0; i < moved.length; i++) {
            moved[i] += times * change[i];
        }
        return moved;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /** Leaves the derivatives of the rows, and of the laws. */
    private double h(double[] u) {
        for (int s = 0; s < eta.length; s++) {
            for (int r = 0; r < n; r++) {
                eta[s][r] = all.eta()[s][part.rows()[r]];
            }
        }
        for (int t = 0; t < z.length; t++) {
            double[] predictor = eta[all.terms().get(t).predictor()];
            for (int r = 0; r < n; r++) {
                int at = place(t, r);
                for (int k = 0; k < z[t][r].length; k++) {
                    predictor[r] += z[t][r][k] * u[at + k];
                }
            }
        }
        all.density().evaluate(0, n, y, w, eta, want, out);
        double sum = 0;
        for (int k = 0; k < effects; k++) {
            law[k].evaluate(u[k], theta[k], ofLaw[k]);
            sum += ofLaw[k][RandomLaw.F] + HALF_LOG_2PI;
        }
        for (int r = 0; r < n; r++) {
            sum += out[LogDensity.L][r];
        }
        return sum;
    }

    private int place(int term, int row) {
        return from[term] + part.level()[term][row] * z[term][row].length;
    }

    /** Of h, by the derivatives of the rows that are left. */
    private double[] gradient() {
        double[] gradient = new double[effects];
        for (int i = 0; i < effects; i++) {
            gradient[i] = ofLaw[i][RandomLaw.F1];
        }
        for (int t = 0; t < z.length; t++) {
            double[] slope = out[Want.place(all.terms().get(t).predictor())];
            for (int r = 0; r < n; r++) {
                int at = place(t, r);
                for (int k = 0; k < z[t][r].length; k++) {
                    gradient[at + k] += slope[r] * z[t][r][k];
                }
            }
        }
        return gradient;
    }

    /** The root of -h'', with a multiple of the identity in the place of what the laws have in it unless that is 1; null if it is not positive. */
    private CholeskyDecomposition_F64<DMatrixRMaj> curvature(double ridge) {
        DMatrixRMaj h = new DMatrixRMaj(effects, effects);
        for (int i = 0; i < effects; i++) {
            h.set(i, i, ridge == 1 ? -ofLaw[i][RandomLaw.F2] : ridge);
        }
        for (int t = 0; t < z.length; t++) {
            for (int o = 0; o < z.length; o++) {
                double[] second = out[
                        Want.place(
                                all.terms().get(t).predictor(),
                                all.terms().get(o).predictor())];
                for (int r = 0; r < n; r++) {
                    int row = place(t, r);
                    int column = place(o, r);
                    for (int i = 0; i < z[t][r].length; i++) {
                        for (int j = 0; j < z[o][r].length; j++) {
                            h.add(row + i, column + j, -second[r] * z[t][r][i] * z[o][r][j]);
                        }
                    }
                }
            }
        }
        CholeskyDecomposition_F64<DMatrixRMaj> root = DecompositionFactory_DDRM.chol(effects, true);
        return root.decompose(h) ? root : null;
    }

    /** (L L')^-1 g. */
    private static double[] solve(DMatrixRMaj lower, double[] g) {
        int m = g.length;
        double[] x = g.clone();
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < i; j++) {
                x[i] -= lower.get(i, j) * x[j];
            }
            x[i] /= lower.get(i, i);
        }
        for (int i = m - 1; i >= 0; i--) {
            for (int j = i + 1; j < m; j++) {
                x[i] -= lower.get(j, i) * x[j];
            }
            x[i] /= lower.get(i, i);
        }
        return x;
    }
}
