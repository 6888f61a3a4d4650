package org.glmmsql.likelihood;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.glmmsql.random.RandomLaw;

/**
 * The rows of one grouping factor, cluster by cluster, with the coefficients of all random terms stacked: each of the q columns of Z has
 * a law and a place in a term. Without random terms q is 0 and any partition of the rows serves.
 */
final class Clusters {
    private static final int GLM_ROWS = 512;

    final ModelData data;
    final int p;
    final int q;
    final int count;
    /** First row of each cluster, and n. */
    final int[] start;

    final double[][] z;
    /** Number of the linear predictor that each effect is part of. */
    final int[] predictor;

    final RandomLaw[] law;
    private final TermData[] term;
    private final int[] coefficient;
    /** Whether no law has a parameter of its own. */
    final boolean plainNormal;

    Clusters(ModelData data) {
        this.data = data;
        this.p = data.p();
        this.start = starts(data);
        this.count = start.length - 1;
        List<double[]> columns = new ArrayList<>();
        List<TermData> owner = new ArrayList<>();
        List<Integer> place = new ArrayList<>();
        for (TermData t : data.terms())
            for (int k = 0; k < t.q(); k++) {
                columns.add(t.z()[k]);
                owner.add(t);
                place.add(k);
            }
        this.q = columns.size();
        this.z = columns.toArray(new double[0][]);
        this.term = owner.toArray(new TermData[0]);
        this.coefficient = place.stream().mapToInt(Integer::intValue).toArray();
        this.predictor = owner.stream().mapToInt(TermData::predictor).toArray();
        this.law = owner.stream().map(TermData::law).toArray(RandomLaw[]::new);
        this.plainNormal = owner.stream().noneMatch(t -> t.law().dependsOnTheta());
    }

    private static int[] starts(ModelData data) {
        int n = data.n();
        if (data.terms().isEmpty()) {
            int pieces = (n + GLM_ROWS - 1) / GLM_ROWS;
            return IntStream.rangeClosed(0, pieces)
                    .map(i -> Math.min(n, i * GLM_ROWS))
                    .toArray();
        }
        int[] level = data.terms().get(0).level();
        return IntStream.concat(IntStream.range(0, n).filter(i -> i == 0 || level[i] != level[i - 1]), IntStream.of(n))
                .toArray();
    }

    /** First cluster of each run of clusters with at least so many rows together (but the last), and {@link #count}. */
    int[] runs(int rows) {
        IntStream.Builder runs = IntStream.builder();
        for (int c = 0, from = 0; c < count; c++) {
            if (c > 0 && start[c] - start[from] < rows) continue;
            runs.add(c);
            from = c;
        }
        return runs.add(count).build().toArray();
    }

    /** Number of the first of a term's effects. */
    int firstOf(TermData t) {
        for (int k = 0; k < q; k++) if (term[k] == t) return k;
        throw new IllegalArgumentException("no term of these clusters: " + t.group());
    }

    /** dLambda / dpsi_k of the stacked terms, q x q, for each theta; empty for the other parameters. */
    double[][] lambdaSlopes(double[] psi) {
        double[][] slopes = new double[psi.length][0];
        int from = 0;
        for (TermData t : data.terms()) {
            int qt = t.q();
            for (int k = 0; k < t.thetaSize(); k++) slopes[t.thetaFrom() + k] = new double[q * q];
            double[][] block = t.lambdaSlopes(psi);
            for (int k = 0; k < block.length; k++)
                for (int i = 0; i < qt; i++)
                    System.arraycopy(block[k], i * qt, slopes[t.thetaFrom() + k], (from + i) * q + from, qt);
            from += qt;
        }
        return slopes;
    }

    /** psi with the block-diagonal Lambda of the stacked terms, q x q. */
    final class Parameters {
        final double[] psi;
        final double[] lambda = new double[q * q];

        Parameters(double[] psi) {
            this.psi = psi;
            int first = 0;
            for (TermData t : data.terms()) {
                int qt = t.q();
                double[] block = new double[qt * qt];
                t.lambda(psi, block);
                for (int i = 0; i < qt; i++) System.arraycopy(block, i * qt, lambda, (first + i) * q + first, qt);
                first += qt;
            }
        }

        /** The law of coefficient k at w. */
        void evaluateLaw(int k, double w, double[] out) {
            law[k].evaluate(w, term[k].lawTheta(psi, coefficient[k]), out);
        }

        /** result = Lambda v. */
        void multiply(double[] v, int from, double[] result) {
            for (int i = 0; i < q; i++) {
                double sum = 0;
                for (int k = 0; k <= i; k++) sum += lambda[i * q + k] * v[from + k];
                result[i] = sum;
            }
        }

        /** result += Lambda' v. */
        void addTransposed(double[] v, int from, double[] result) {
            for (int k = 0; k < q; k++) for (int i = k; i < q; i++) result[k] += lambda[i * q + k] * v[from + i];
        }

        /** result = Lambda V Lambda'; {@code product} is scratch of q x q. */
        void sandwich(double[] v, double[] product, double[] result) {
            for (int i = 0; i < q; i++)
                for (int j = 0; j < q; j++) {
                    double sum = 0;
                    for (int k = 0; k <= i; k++) sum += lambda[i * q + k] * v[k * q + j];
                    product[i * q + j] = sum;
                }
            for (int i = 0; i < q; i++)
                for (int j = 0; j < q; j++) {
                    double sum = 0;
                    for (int k = 0; k <= j; k++) sum += product[i * q + k] * lambda[j * q + k];
                    result[i * q + j] = sum;
                }
        }
    }
}
