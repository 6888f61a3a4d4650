package org.glmmsql.fit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;
import org.glmmsql.design.Design;
import org.glmmsql.design.RandomDesign;
import org.glmmsql.formula.Method;
import org.glmmsql.likelihood.ModelData;
import org.glmmsql.likelihood.TermData;
import org.jspecify.annotations.Nullable;

/**
 * Whether the data can tell the parameters of the random terms apart, before any fit (DESIGN.md, D37).
 *
 * <p>The law of the data depends on them through the covariance of the linear predictors, V = sum_t Z_t Sigma_t Z_t', and for a gaussian
 * response with an identity link through V + diag(phi / w). Of single 0/1 responses the diagonal of V says nothing: one of them has
 * no variance beside its mean. Parameters are identified if no direction of theta leaves all that is seen of V where it is. Directions
 * are judged by the Gram matrix of dV / dtheta. If it is regular over some of the rows, it is so over all: the first few hundred
 * usually do.
 */
final class RandomIdentification {
    private static final int FIRST_ROWS = 512;
    /** Share of the squared length of dV / dtheta: a direction with less moves V by rounding only. */
    private static final double FLAT = 1e-12;
    /** Share of the largest element of a direction: less is not named. */
    private static final double INVOLVED = 1e-3;

    private final ModelData data;
    private final Design design;
    private final boolean gaussian;
    private final boolean binomial;
    /** Columns of the dispersion, or of the logarithm of a standard deviation. */
    private final double[][] scale;

    private final int[] rows;
    private final List<CovarianceDirections> terms = new ArrayList<>();
    /** First parameter of each term; then those of the dispersion; then their number. */
    private final int[] from;

    /** Products of dV / dtheta over all pairs of rows, and what of it the rows with themselves make that say nothing alone. */
    private final double[][] all;

    private final double[][] silent;

    private RandomIdentification(ModelData data, Design design, ModelKind kind, int[] rows) {
        this.data = data;
        this.design = design;
        this.rows = rows;
        gaussian = kind.family().absorbsNormal() && kind.link().equals("identity") && kind.normalEffects();
        scale = gaussian ? data.predictors().get(1).x() : new double[0][];
        binomial = kind.family().ofTrials();
        // those of the mean come first; effects on other parameters show in other moments
        int last = data.termsOfMean().size();
        from = new int[last + 2];
        for (int t = 0; t < last; t++) {
            terms.add(new CovarianceDirections(data.terms().get(t), rows));
            from[t + 1] = from[t] + terms.get(t).directions.length;
        }
        from[last + 1] = from[last] + scale.length;
        all = new double[from[last + 1]][from[last + 1]];
        silent = new double[from[last + 1]][from[last + 1]];
        for (int t = 0; t < last; t++) for (int u = 0; u <= t; u++) addPairs(t, u);
        addRows();
    }

    /** A message if some parameters cannot be told apart, else null. */
    static @Nullable String problem(ModelData data, Design design, ModelKind kind, Runnable cancellation) {
        if (data.termsOfMean().isEmpty()) return null;
        int[] informed = informed(data);
        String absorbed = kind.method() == Method.ML ? null : Absorbed.problem(data, design, informed, cancellation);
        if (absorbed != null) return absorbed;
        for (int size = FIRST_ROWS; ; size *= 4) {
            cancellation.run();
            boolean complete = size >= informed.length;
            int[] rows = complete ? informed : Arrays.copyOf(informed, size);
            RandomIdentification on = new RandomIdentification(data, design, kind, rows);
            double[][] flat = on.flatDirections(true);
            if (flat.length == 0) return null;
            if (complete) return on.message(flat);
        }
    }

    /** The rows with a weight, in canonical order, which has the first grouping factor's levels one after the other. */
    private static int[] informed(ModelData data) {
        int[] rows = new int[data.n()];
        int count = 0;
        for (int i = 0; i < data.n(); i++) if (data.w()[i] > 0) rows[count++] = i;
        return Arrays.copyOf(rows, count);
    }

    /** Of terms t and u: sums of tr(D_a C D_b C') over their levels that meet, C = Z_t' Z_u over the rows of both. */
    private void addPairs(int t, int u) {
        TermData first = data.terms().get(t);
        TermData second = data.terms().get(u);
        double[][] zt = terms.get(t).z;
        double[][] zu = terms.get(u).z;
        int size = zt.length * zu.length;
        int[] order = new int[rows.length];
        int[] start = byLevel(first, order);
        int[] slot = new int[second.m()];
        int[] owner = new int[second.m()];
        Arrays.fill(owner, -1);
        double[] products = new double[size];
        for (int l = 0; l + 1 < start.length; l++) {
            int slots = 0;
            for (int at = start[l]; at < start[l + 1]; at++) {
                int i = order[at];
                int level = second.level()[rows[i]];
                if (owner[level] != l) {
                    owner[level] = l;
                    slot[level] = slots++;
                    if (products.length < slots * size) products = Arrays.copyOf(products, 2 * slots * size);
                    Arrays.fill(products, (slots - 1) * size, slots * size, 0);
                }
                double count = data.count()[rows[i]];
                int place = slot[level] * size;
                for (double[] a : zt) for (double[] b : zu) products[place++] += count * a[i] * b[i];
            }
            for (int s = 0; s < slots; s++) addPair(t, u, products, s * size);
        }
    }

    /** Places of the rows by level of a term. @return where each level that occurs begins, and the number of rows */
    private int[] byLevel(TermData term, int[] order) {
        int[] number = new int[term.m()];
        Arrays.fill(number, -1);
        int levels = 0;
        for (int row : rows) if (number[term.level()[row]] < 0) number[term.level()[row]] = levels++;
        int[] start = new int[levels + 1];
        for (int row : rows) start[number[term.level()[row]] + 1]++;
        for (int l = 0; l < levels; l++) start[l + 1] += start[l];
        int[] next = Arrays.copyOf(start, levels);
        for (int i = 0; i < rows.length; i++) order[next[number[term.level()[rows[i]]]]++] = i;
        return start;
    }

    private void addPair(int t, int u, double[] c, int place) {
        int qt = terms.get(t).z.length;
        int qu = terms.get(u).z.length;
        double[] half = new double[qt * qu];
        double[] whole = new double[qt * qt];
        double[][] right = terms.get(u).directions;
        double[][] left = terms.get(t).directions;
        for (int b = 0; b < right.length; b++) {
            Arrays.fill(half, 0);
            Arrays.fill(whole, 0);
            // of effects by position most products are 0
            for (int i = 0; i < qt; i++)
                for (int e = 0; e < qu; e++) {
                    double v = c[place + i * qu + e];
                    for (int j = 0; v != 0 && j < qu; j++) half[i * qu + j] += v * right[b][e * qu + j];
                }
            for (int j = 0; j < qt; j++)
                for (int e = 0; e < qu; e++) {
                    double v = c[place + j * qu + e];
                    for (int i = 0; v != 0 && i < qt; i++) whole[i * qt + j] += half[i * qu + e] * v;
                }
            for (int a = t == u ? b : 0; a < left.length; a++) {
                double sum = 0;
                for (int e = 0; e < whole.length; e++) sum += left[a][e] * whole[e];
                add(all, from[t] + a, from[u] + b, sum);
            }
        }
    }

    /** What each row has with itself: the dispersion, and what single trials leave unseen. */
    private void addRows() {
        int last = terms.size();
        if (!gaussian && !binomial) return;
        double[] own = new double[all.length];
        double[][] d = scale;
        for (int i = 0; i < rows.length; i++) {
            int row = rows[i];
            boolean single = binomial && data.w()[row] <= 1;
            if (!gaussian && !single) continue;
            for (int t = 0; t < last; t++) {
                double[][] z = terms.get(t).z;
                double[][] directions = terms.get(t).directions;
                for (int a = 0; a < directions.length; a++) own[from[t] + a] = form(directions[a], z, i);
            }
            for (int k = 0; k < own.length - from[last]; k++) {
                // any dispersion that varies as it may: one that a saturated model of it can reach from a constant
                double tau = 0;
                for (int e = 0; e < d.length; e++) if (d.length > 1) tau += 0.3 * Math.cos(1.0 + e) * d[e][row];
                own[from[last] + k] = Math.exp(tau) * d[k][row] / data.w()[row];
            }
            for (int a = 0; a < own.length; a++)
                for (int b = 0; b <= a; b++) {
                    double product = data.count()[row] * own[a] * own[b];
                    if (single) add(silent, a, b, product);
                    else if (a >= from[last]) add(all, a, b, product);
                }
        }
    }

    /** z_i' D z_i. */
    private static double form(double[] direction, double[][] z, int i) {
        double sum = 0;
        int q = z.length;
        for (int k = 0; k < q; k++) for (int l = 0; l < q; l++) sum += direction[k * q + l] * z[k][i] * z[l][i];
        return sum;
    }

    private static void add(double[][] to, int a, int b, double value) {
        to[a][b] += value;
        if (a != b) to[b][a] += value;
    }

    /** @param seen whether without the diagonal of single trials */
    private double[][] flatDirections(boolean seen) {
        int d = all.length;
        DMatrixRMaj gram = new DMatrixRMaj(d, d);
        double[] length = new double[d];
        for (int a = 0; a < d; a++) length[a] = all[a][a] > 0 ? Math.sqrt(all[a][a]) : 1;
        for (int a = 0; a < d; a++)
            for (int b = 0; b < d; b++)
                gram.set(a, b, (all[a][b] - (seen ? silent[a][b] : 0)) / (length[a] * length[b]));
        EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(d, true, true);
        if (!eigen.decompose(gram)) return new double[0][];
        List<double[]> flat = new ArrayList<>();
        for (int k = 0; k < d; k++) {
            if (eigen.getEigenvalue(k).getReal() > FLAT * d) continue;
            double[] direction = eigen.getEigenVector(k).data.clone();
            for (int a = 0; a < d; a++) direction[a] /= length[a];
            flat.add(direction);
        }
        return flat.toArray(new double[0][]);
    }

    private String message(double[][] flat) {
        TreeSet<Integer> involved = new TreeSet<>();
        List<String> names = new ArrayList<>();
        boolean residual = false;
        for (int t = 0; t < terms.size(); t++) {
            RandomDesign term = design.random().get(t);
            int q = data.terms().get(t).q();
            double[] touched = new double[q * q];
            for (double[] direction : flat) {
                double[] sum = new double[q * q];
                for (int k = from[t]; k < from[t + 1]; k++)
                    for (int e = 0; e < sum.length; e++)
                        sum[e] += direction[k] * terms.get(t).directions[k - from[t]][e];
                double[] own = terms.get(t).inOwnColumns(sum);
                double largest = largest(direction);
                for (int e = 0; e < own.length; e++) touched[e] = Math.max(touched[e], Math.abs(own[e]) / largest);
            }
            for (int i = 0; i < q; i++)
                for (int j = 0; j <= i; j++) {
                    if (!(touched[i * q + j] > INVOLVED)) continue;
                    involved.add(t);
                    if (data.terms().get(t).isPartial()) {
                        names.add("the covariance of " + term.label() + " by " + term.group());
                        continue;
                    }
                    names.add(
                            i == j
                                    ? "the variance of " + term.terms().get(i) + " by " + term.group()
                                    : "the covariance of " + term.terms().get(j) + " and "
                                            + term.terms().get(i) + " by " + term.group());
                }
        }
        for (double[] direction : flat)
            for (int k = from[terms.size()]; k < all.length; k++)
                residual |= Math.abs(direction[k]) > INVOLVED * largest(direction);
        if (residual) names.add("the residual variance");
        boolean singleTrials = binomial && flatDirections(false).length < flat.length;
        return (names.size() == 1 ? "the data do not determine " : "the data cannot tell apart ") + listed(names) + ": "
                + (singleTrials ? SINGLE_TRIALS : residual ? TOO_FEW_ROWS : SAME_COVARIANCE) + remedy(involved);
    }

    /** Names that occur in several terms once. */
    private static String listed(List<String> names) {
        List<String> once = new ArrayList<>();
        for (String name : names) {
            int times = Collections.frequency(names, name);
            String text = times == 1 ? name : name + " in " + times + " random terms";
            if (!once.contains(text)) once.add(text);
        }
        return String.join(", ", once);
    }

    private static final String SINGLE_TRIALS =
            "a single 0/1 response says nothing about a variance, only several that share a level do, and of these there are"
                    + " none, or not enough";
    private static final String TOO_FEW_ROWS =
            "there are about as many effects as rows, and what one adds to the covariance of the responses another can take away";
    private static final String SAME_COVARIANCE =
            "what one adds to the covariance of the linear predictors another can take away, and the likelihood stays the same";

    private double largest(double[] direction) {
        double largest = 0;
        for (double v : direction) largest = Math.max(largest, Math.abs(v));
        return largest;
    }

    private String remedy(TreeSet<Integer> involved) {
        if (involved.size() > 1) return "; leave one of the random terms out";
        RandomDesign term = design.random().get(involved.isEmpty() ? 0 : involved.first());
        return term.q() == 1
                ? "; leave the random term by " + term.group() + " out"
                : "; leave the random term by " + term.group() + " or some of its effects out";
    }
}
