package org.glmmsql.likelihood;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.glmmsql.family.Density;
import org.glmmsql.random.RandomLaw;

/**
 * Marginal log-likelihood when all random terms have one grouping factor, so that clusters are independent: Laplace (k = 1) or
 * adaptive Gauss-Hermite quadrature with k nodes in each of the q dimensions, for any family and random-effect law, with the exact
 * gradient (DESIGN.md, D8 to D16). Without random terms it is the log-likelihood of a GLM.
 *
 * <p>Clusters are reduced in a fixed partition and order: the number of threads does not change a bit.
 */
public final class ClusterLikelihood implements MarginalLikelihood {
    private static final int CHUNK_ROWS = 4096;
    private static final int GLM_ROWS = 512;
    private static final int MAX_NEWTON = 100;
    private static final int MAX_HALVINGS = 40;
    /** Newton stops when a step's decrement is below this; the step is still taken, so the modes are good to its square. */
    private static final double MODE_TOLERANCE = 1e-11;

    private static final double LOG_2PI = Math.log(2 * Math.PI);

    private final ModelData data;
    private final int p;
    private final int q;
    private final int clusters;
    private final int[] start;
    private final int[] chunkStart;
    private final int maxRows;
    /** Coefficient k of the stacked effects: its column of Z and its law. */
    private final double[][] z;

    private final RandomLaw[] law;
    private final TermData[] termOf;
    private final int[] coefficientOf;
    private final boolean plainNormal;
    private final double[] modes;
    private final Grid grid;
    private final Runnable cancellation;
    private final int threads;
    private final Queue<Work> idle = new ConcurrentLinkedQueue<>();

    /** @param nodes k, the nodes of the quadrature in each dimension; 1 is Laplace */
    public ClusterLikelihood(ModelData data, int nodes, Runnable cancellation, int threads) {
        this.data = data;
        this.start = clusterStarts(data);
        this.clusters = start.length - 1;
        this.p = data.p();
        this.cancellation = cancellation;
        this.threads = threads;
        List<double[]> columns = new ArrayList<>();
        List<RandomLaw> laws = new ArrayList<>();
        List<TermData> owner = new ArrayList<>();
        List<Integer> place = new ArrayList<>();
        for (TermData term : data.terms())
            for (int k = 0; k < term.q(); k++) {
                columns.add(term.z()[k]);
                laws.add(term.law());
                owner.add(term);
                place.add(k);
            }
        this.q = columns.size();
        this.z = columns.toArray(new double[0][]);
        this.law = laws.toArray(new RandomLaw[0]);
        this.termOf = owner.toArray(new TermData[0]);
        this.coefficientOf = place.stream().mapToInt(Integer::intValue).toArray();
        this.plainNormal = laws.stream().noneMatch(RandomLaw::dependsOnTheta);
        this.modes = new double[clusters * q];
        this.grid = new Grid(nodes, q);
        List<Integer> chunks = new ArrayList<>();
        int max = 0;
        for (int c = 0, rows = CHUNK_ROWS; c < clusters; c++) {
            if (rows >= CHUNK_ROWS) {
                chunks.add(c);
                rows = 0;
            }
            rows += start[c + 1] - start[c];
            max = Math.max(max, start[c + 1] - start[c]);
        }
        chunks.add(clusters);
        this.chunkStart = chunks.stream().mapToInt(Integer::intValue).toArray();
        this.maxRows = max;
    }

    /** First row of each cluster; without random terms any partition serves. */
    private static int[] clusterStarts(ModelData data) {
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

    @Override
    public int size() {
        return data.size();
    }

    @Override
    public double evaluate(double[] psi, double[] gradient) {
        Parameters parameters = new Parameters(psi);
        int chunks = chunkStart.length - 1;
        Sums[] sums = new Sums[chunks];
        IntStream range = IntStream.range(0, chunks);
        if (threads > 1) range = range.parallel();
        range.forEach(i -> {
            Work work = idle.poll();
            if (work == null) work = new Work();
            cancellation.run();
            sums[i] = new Sums();
            boolean good = true;
            for (int c = chunkStart[i]; good && c < chunkStart[i + 1]; c++)
                good = addCluster(c, parameters, work, sums[i]);
            if (!good) sums[i].value = Double.NEGATIVE_INFINITY;
            idle.add(work);
        });
        Sums total = sums[0];
        for (int i = 1; i < chunks; i++) total.add(sums[i]);
        Arrays.fill(gradient, 0);
        System.arraycopy(total.beta, 0, gradient, 0, p);
        System.arraycopy(total.delta, 0, gradient, data.deltaFrom(), data.d().length);
        addThetaGradient(psi, total, gradient);
        return Double.isNaN(total.value) ? Double.NEGATIVE_INFINITY : total.value + data.logConstant();
    }

    private void addThetaGradient(double[] psi, Sums total, double[] gradient) {
        int from = 0;
        for (TermData term : data.terms()) {
            int qt = term.q();
            double[] g = new double[qt * qt];
            for (int i = 0; i < qt; i++)
                for (int j = 0; j < qt; j++) g[i * qt + j] = total.lambda[(from + i) * q + from + j];
            term.gradient(psi, g, gradient);
            if (term.law().dependsOnTheta())
                for (int k = 0; k < qt; k++) gradient[term.thetaFrom() + k] += total.law[from + k];
            from += qt;
        }
    }

    /** Adds one cluster's log-likelihood and gradient. @return false if it has no mode with a positive definite H */
    private boolean addCluster(int cluster, Parameters at, Work work, Sums sums) {
        int from = start[cluster];
        int len = start[cluster + 1] - from;
        if (!work.findMode(cluster, at)) return false;
        double[][] f = work.out;
        work.density(from, len, data.hasDispersion() ? Density.ALL : Density.ALL - Density.DISPERSION, work.eta);
        double[] u = work.u;
        for (int k = 0; k < q; k++) work.evaluateLaw(k, u[k], at);
        if (q > 0) {
            work.fillHessian(len);
            if (!SmallCholesky.factor(work.h, 0, q)) return false;
            SmallCholesky.invert(work.h, 0, q, work.inverse, 0, work.column);
        }
        double value = 0.5 * q * LOG_2PI - 0.5 * SmallCholesky.logDet(work.h, 0, q);
        // m2 = H^-1 - 2 K: half of it multiplies dH in the gradient (D14); for Laplace K = 0
        System.arraycopy(work.inverse, 0, work.m2, 0, q * q);
        Arrays.fill(work.rhs, 0, q, 0);
        double[] score = work.score;
        double[] tauScore = work.tauScore;
        if (grid.size == 1) {
            for (int j = 0; j < len; j++) value += f[Density.L][j];
            for (int k = 0; k < q; k++) {
                value += work.lawOut[k][RandomLaw.F];
                sums.law[k] += work.lawOut[k][RandomLaw.F_T];
            }
            System.arraycopy(f[Density.L_ETA], 0, score, 0, len);
            if (data.hasDispersion()) System.arraycopy(f[Density.L_TAU], 0, tauScore, 0, len);
            work.addOuter(from, len, score, u, sums.lambda);
        } else {
            value += work.quadrature(from, len, at, sums);
        }
        double[] l2 = f[Density.L_ETA2];
        double[] l3 = f[Density.L_ETA3];
        for (int j = 0; j < len; j++) {
            double s = work.quadraticForm(work.m2, j);
            work.s[j] = s;
            double half = 0.5 * l3[j] * s;
            score[j] += half;
            for (int k = 0; k < q; k++) work.rhs[k] += half * work.a[k][j];
        }
        for (int k = 0; k < q; k++) work.rhs[k] += 0.5 * work.lawOut[k][RandomLaw.F3] * work.m2[k * q + k];
        SmallCholesky.forward(work.h, 0, q, work.rhs, 0);
        SmallCholesky.backward(work.h, 0, q, work.rhs, 0);
        double[] r = work.rhs;
        for (int j = 0; j < len; j++) {
            double c = 0;
            for (int k = 0; k < q; k++) c += work.a[k][j] * r[k];
            score[j] += l2[j] * c;
            if (data.hasDispersion())
                tauScore[j] += 0.5 * f[Density.L_ETA2_TAU][j] * work.s[j] + f[Density.L_ETA_TAU][j] * c;
        }
        for (int k = 0; k < p; k++) sums.beta[k] += ModelData.dot(data.x()[k], from, len, score);
        for (int k = 0; k < data.d().length; k++) sums.delta[k] += ModelData.dot(data.d()[k], from, len, tauScore);
        if (q > 0) work.addLambdaGradient(from, len, at, sums);
        if (!plainNormal)
            for (int k = 0; k < q; k++)
                sums.law[k] += 0.5 * work.lawOut[k][RandomLaw.F2_T] * work.m2[k * q + k]
                        + work.lawOut[k][RandomLaw.F1_T] * r[k];
        sums.value += value;
        return true;
    }

    @Override
    public ConditionalModes conditionalModes(double[] psi) {
        Parameters at = new Parameters(psi);
        Work work = new Work();
        List<ConditionalModes.Term> result = new ArrayList<>();
        for (TermData term : data.terms())
            result.add(new ConditionalModes.Term(
                    new double[term.m()][term.q()],
                    new double[term.m()][term.q() * (term.q() + 1) / 2],
                    new double[term.m()][term.q() * p]));
        for (int c = 0; c < clusters; c++) {
            int from = start[c];
            int len = start[c + 1] - from;
            work.findMode(c, at);
            work.density(from, len, Density.NEWTON, work.eta);
            for (int k = 0; k < q; k++) work.evaluateLaw(k, work.u[k], at);
            work.fillHessian(len);
            SmallCholesky.factor(work.h, 0, q);
            SmallCholesky.invert(work.h, 0, q, work.inverse, 0, work.column);
            double[] b = at.multiply(work.u);
            double[] covariance = at.sandwich(work.inverse);
            double[][] slopes = work.slopes(from, len, at);
            int first = 0;
            for (int t = 0; t < data.terms().size(); t++) {
                TermData term = data.terms().get(t);
                int level = term.original()[term.level()[from]];
                int qt = term.q();
                for (int i = 0, e = 0; i < qt; i++) {
                    result.get(t).b()[level][i] = b[first + i];
                    System.arraycopy(slopes[first + i], 0, result.get(t).slopes()[level], i * p, p);
                    for (int j = 0; j <= i; j++, e++)
                        result.get(t).covariance()[level][e] = covariance[(first + i) * q + first + j];
                }
                first += qt;
            }
        }
        return new ConditionalModes(result);
    }

    /** psi with the block-diagonal Lambda of the stacked terms, q x q. */
    private final class Parameters {
        final double[] psi;
        final double[] lambda = new double[q * q];

        Parameters(double[] psi) {
            this.psi = psi;
            int first = 0;
            for (TermData term : data.terms()) {
                int qt = term.q();
                double[] block = new double[qt * qt];
                term.lambda(psi, block);
                for (int i = 0; i < qt; i++) System.arraycopy(block, i * qt, lambda, (first + i) * q + first, qt);
                first += qt;
            }
        }

        double[] multiply(double[] u) {
            double[] b = new double[q];
            for (int i = 0; i < q; i++) for (int k = 0; k <= i; k++) b[i] += lambda[i * q + k] * u[k];
            return b;
        }

        /** Lambda V Lambda'. */
        double[] sandwich(double[] v) {
            double[] left = new double[q * q];
            double[] result = new double[q * q];
            for (int i = 0; i < q; i++)
                for (int j = 0; j < q; j++)
                    for (int k = 0; k < q; k++) left[i * q + j] += lambda[i * q + k] * v[k * q + j];
            for (int i = 0; i < q; i++)
                for (int j = 0; j < q; j++)
                    for (int k = 0; k < q; k++) result[i * q + j] += left[i * q + k] * lambda[j * q + k];
            return result;
        }
    }

    /** What clusters add up to: value and gradient by beta, delta, Lambda (q x q) and the laws' theta. */
    private final class Sums {
        double value;
        final double[] beta = new double[p];
        final double[] delta = new double[data.d().length];
        final double[] lambda = new double[q * q];
        final double[] law = new double[q];

        void add(Sums other) {
            value += other.value;
            add(beta, other.beta);
            add(delta, other.delta);
            add(lambda, other.lambda);
            add(law, other.law);
        }

        private static void add(double[] sum, double[] part) {
            for (int i = 0; i < sum.length; i++) sum[i] += part[i];
        }
    }

    /** The nodes of the product rule: x (size x q) and the log weight including |x|^2. */
    private static final class Grid {
        final int size;
        final double[][] x;
        final double[] logWeight;

        Grid(int nodes, int q) {
            GaussHermite rule = new GaussHermite(nodes);
            size = (int) Math.pow(nodes, q);
            x = new double[size][q];
            logWeight = new double[size];
            for (int g = 0; g < size; g++) {
                for (int k = 0, rest = g; k < q; k++, rest /= nodes) {
                    double node = rule.nodes[rest % nodes];
                    x[g][k] = node;
                    logWeight[g] += rule.logWeights[rest % nodes] + node * node;
                }
            }
        }
    }

    /** Scratch of one thread, for the largest cluster. */
    private final class Work {
        final double[] eta0 = new double[maxRows];
        final double[] eta = new double[maxRows];
        final double[] tau = new double[maxRows];
        final double[][] a = new double[q][maxRows];
        final double[][] out = new double[Density.ROWS][maxRows];
        final double[][] nodeOut = new double[Density.ROWS][maxRows];
        final double[] score = new double[maxRows];
        final double[] tauScore = new double[maxRows];
        final double[] s = new double[maxRows];
        final double[] u = new double[q];
        final double[] previous = new double[q];
        final double[] step = new double[q];
        final double[] g = new double[q];
        final double[] h = new double[q * q];
        final double[] inverse = new double[q * q];
        final double[] m2 = new double[q * q];
        final double[] rhs = new double[q];
        final double[] column = new double[q];
        final double[] zScore = new double[q];
        final double[] matrix = new double[q * q];
        final double[] product = new double[q * q];
        final double[][] lawOut = new double[q][RandomLaw.ROWS];
        final double[][] nodeLaw = new double[q][RandomLaw.ROWS];
        private double[][] lawTarget = lawOut;

        void density(int from, int len, int want, double[] predictor) {
            data.density().evaluate(from, len, data.y(), data.w(), predictor, tau, want, out);
            multiplyCounts(from, len, want, out);
        }

        private void multiplyCounts(int from, int len, int want, double[][] rows) {
            double[] count = data.count();
            if ((want & Density.VALUE) != 0) multiply(rows[Density.L], count, from, len);
            if ((want & Density.NEWTON) != 0) {
                multiply(rows[Density.L_ETA], count, from, len);
                multiply(rows[Density.L_ETA2], count, from, len);
            }
            if ((want & Density.THIRD) != 0) multiply(rows[Density.L_ETA3], count, from, len);
            if ((want & Density.DISPERSION) != 0)
                for (int r = Density.L_TAU; r < Density.ROWS; r++) multiply(rows[r], count, from, len);
        }

        private static void multiply(double[] v, double[] count, int from, int len) {
            for (int j = 0; j < len; j++) v[j] *= count[from + j];
        }

        void evaluateLaw(int k, double w, Parameters at) {
            law[k].evaluate(w, termOf[k].lawTheta(at.psi, coefficientOf[k]), lawTarget[k]);
        }

        /** eta0, tau and a = Z Lambda for the rows of a cluster. */
        private void prepare(int from, int len, Parameters at) {
            data.fixedPredictor(from, len, at.psi, eta0);
            data.logDispersion(from, len, at.psi, tau);
            for (int k = 0; k < q; k++) {
                double[] ak = a[k];
                Arrays.fill(ak, 0, len, 0);
                for (int i = k; i < q; i++) {
                    double l = at.lambda[i * q + k];
                    if (l == 0) continue;
                    double[] zi = z[i];
                    for (int j = 0; j < len; j++) ak[j] += l * zi[from + j];
                }
            }
        }

        private void predictor(int len, double[] at, double[] to) {
            System.arraycopy(eta0, 0, to, 0, len);
            for (int k = 0; k < q; k++) {
                double uk = at[k];
                double[] ak = a[k];
                for (int j = 0; j < len; j++) to[j] += ak[j] * uk;
            }
        }

        /** H = -d2h/du2 at the derivatives in {@code out} and {@code lawOut}, lower triangle. */
        void fillHessian(int len) {
            double[] l2 = out[Density.L_ETA2];
            for (int i = 0; i < q; i++)
                for (int k = 0; k <= i; k++) {
                    double sum = 0;
                    double[] ai = a[i];
                    double[] ak = a[k];
                    for (int j = 0; j < len; j++) sum -= l2[j] * ai[j] * ak[j];
                    h[i * q + k] = sum;
                }
            for (int k = 0; k < q; k++) h[k * q + k] -= lawOut[k][RandomLaw.F2];
        }

        /** The same with every row's curvature made non-negative, for steps far from the mode where H is indefinite. */
        private void fillClippedHessian(int len) {
            double[] l2 = out[Density.L_ETA2];
            for (int j = 0; j < len; j++) l2[j] = -Math.abs(l2[j]);
            for (int k = 0; k < q; k++) lawOut[k][RandomLaw.F2] = -Math.max(1e-3, Math.abs(lawOut[k][RandomLaw.F2]));
            fillHessian(len);
        }

        /** Newton's method for the mode of h from the last mode; leaves u, eta. @return false if it is not found */
        boolean findMode(int cluster, Parameters at) {
            int from = start[cluster];
            int len = start[cluster + 1] - from;
            prepare(from, len, at);
            System.arraycopy(modes, cluster * q, u, 0, q);
            predictor(len, u, eta);
            if (q == 0) return true;
            double slope = Double.POSITIVE_INFINITY;
            for (int iteration = 0; iteration < MAX_NEWTON; iteration++) {
                boolean finite = gradient(from, len, at);
                if (iteration == 0 && !finite) {
                    // the last mode is useless here: start afresh
                    Arrays.fill(u, 0);
                    predictor(len, u, eta);
                    if (!gradient(from, len, at)) return false;
                } else if (iteration > 0) {
                    // h rises along the last step as long as its slope there has not turned to the opposite
                    int halvings = 0;
                    while (!finite || dot(g, step) < -0.9 * slope) {
                        if (++halvings > MAX_HALVINGS) return false;
                        for (int k = 0; k < q; k++) {
                            step[k] *= 0.5;
                            u[k] = previous[k] + step[k];
                        }
                        slope *= 0.5;
                        predictor(len, u, eta);
                        finite = gradient(from, len, at);
                    }
                }
                fillHessian(len);
                if (!SmallCholesky.factor(h, 0, q)) {
                    fillClippedHessian(len);
                    if (!SmallCholesky.factor(h, 0, q)) return false;
                }
                System.arraycopy(g, 0, step, 0, q);
                SmallCholesky.forward(h, 0, q, step, 0);
                SmallCholesky.backward(h, 0, q, step, 0);
                slope = dot(g, step);
                System.arraycopy(u, 0, previous, 0, q);
                for (int k = 0; k < q; k++) u[k] += step[k];
                predictor(len, u, eta);
                if (slope < MODE_TOLERANCE) {
                    System.arraycopy(u, 0, modes, cluster * q, q);
                    return true;
                }
            }
            return false;
        }

        /** g = dh/du at u, eta. @return whether it is finite */
        private boolean gradient(int from, int len, Parameters at) {
            density(from, len, Density.NEWTON, eta);
            double[] l1 = out[Density.L_ETA];
            boolean finite = true;
            for (int k = 0; k < q; k++) {
                evaluateLaw(k, u[k], at);
                double sum = lawOut[k][RandomLaw.F1];
                double[] ak = a[k];
                for (int j = 0; j < len; j++) sum += l1[j] * ak[j];
                g[k] = sum;
                finite &= Math.abs(sum) < Double.POSITIVE_INFINITY;
            }
            return finite;
        }

        private double dot(double[] v, double[] w) {
            double sum = 0;
            for (int k = 0; k < q; k++) sum += v[k] * w[k];
            return sum;
        }

        /** a_j' M a_j for row j. */
        double quadraticForm(double[] m, int j) {
            double sum = 0;
            for (int i = 0; i < q; i++) {
                double inner = 0;
                for (int k = 0; k < q; k++) inner += m[i * q + k] * a[k][j];
                sum += a[i][j] * inner;
            }
            return sum;
        }

        /** db/dbeta = Lambda H^-1 A' diag(l2) X, q x p, from the derivatives and the factor of H in hand. */
        double[][] slopes(int from, int len, Parameters at) {
            double[][] result = new double[q][p];
            double[] weighted = new double[len];
            for (int k = 0; k < p; k++) {
                for (int j = 0; j < len; j++) weighted[j] = out[Density.L_ETA2][j] * data.x()[k][from + j];
                for (int i = 0; i < q; i++) rhs[i] = ModelData.dot(a[i], 0, len, weighted);
                SmallCholesky.forward(h, 0, q, rhs, 0);
                SmallCholesky.backward(h, 0, q, rhs, 0);
                double[] b = at.multiply(rhs);
                for (int i = 0; i < q; i++) result[i][k] = b[i];
            }
            return result;
        }

        /** g += (Z' v) u'. */
        void addOuter(int from, int len, double[] v, double[] effects, double[] to) {
            for (int i = 0; i < q; i++) {
                double sum = ModelData.dot(z[i], from, len, v);
                for (int k = 0; k < q; k++) to[i * q + k] += sum * effects[k];
            }
        }

        /**
         * The part of df/dLambda that goes through H and the mode (D15): Z'(half l3 s + l2 c) u' + Z' l1 r' + Z' diag(l2) Z Lambda M2,
         * where {@code score} already holds h's own part, added before.
         */
        void addLambdaGradient(int from, int len, Parameters at, Sums sums) {
            double[] l1 = out[Density.L_ETA];
            double[] l2 = out[Density.L_ETA2];
            double[] l3 = out[Density.L_ETA3];
            double[] through = nodeOut[0];
            for (int j = 0; j < len; j++) {
                double c = 0;
                for (int k = 0; k < q; k++) c += a[k][j] * rhs[k];
                through[j] = 0.5 * l3[j] * s[j] + l2[j] * c;
            }
            addOuter(from, len, through, u, sums.lambda);
            addOuter(from, len, l1, rhs, sums.lambda);
            // Z' diag(l2) A M2, with A = Z Lambda
            for (int i = 0; i < q; i++) {
                double[] zi = z[i];
                for (int k = 0; k < q; k++) {
                    double[] ak = a[k];
                    double sum = 0;
                    for (int j = 0; j < len; j++) sum += l2[j] * zi[from + j] * ak[j];
                    matrix[i * q + k] = sum;
                }
            }
            for (int i = 0; i < q; i++)
                for (int k = 0; k < q; k++) {
                    double sum = 0;
                    for (int e = 0; e < q; e++) sum += matrix[i * q + e] * m2[e * q + k];
                    sums.lambda[i * q + k] += sum;
                }
        }

        /**
         * Sum over the nodes u^ + sqrt(2) L^-T x in log space (D12): returns log of the sum of weights times exp(h) up to the terms of
         * the caller; leaves the averages over nodes of the scores in {@code score} and {@code tauScore}, adds h's own part of the
         * Lambda and law gradients, subtracts 2 K from {@code m2} and sets {@code rhs} = A = average of dh/du (D13).
         */
        double quadrature(int from, int len, Parameters at, Sums sums) {
            double max = Double.NEGATIVE_INFINITY;
            double total = 0;
            double[] lambdaPart = new double[q * q];
            double[] lawPart = new double[q];
            double[] b = new double[q * q];
            Arrays.fill(score, 0, len, 0);
            Arrays.fill(tauScore, 0, len, 0);
            int want = Density.VALUE + Density.NEWTON + (data.hasDispersion() ? Density.DISPERSION : 0);
            lawTarget = nodeLaw;
            for (int node = 0; node < grid.size; node++) {
                double[] x = grid.x[node];
                for (int k = 0; k < q; k++) previous[k] = Math.sqrt(2) * x[k];
                SmallCholesky.backward(h, 0, q, previous, 0);
                for (int k = 0; k < q; k++) previous[k] += u[k];
                predictor(len, previous, eta);
                data.density().evaluate(from, len, data.y(), data.w(), eta, tau, want, nodeOut);
                multiplyCounts(from, len, want, nodeOut);
                double value = grid.logWeight[node];
                for (int j = 0; j < len; j++) value += nodeOut[Density.L][j];
                for (int k = 0; k < q; k++) {
                    evaluateLaw(k, previous[k], at);
                    value += nodeLaw[k][RandomLaw.F];
                }
                if (!(value > Double.NEGATIVE_INFINITY)) continue; // a node outside the domain has density 0
                if (value > max) {
                    double shrink = max == Double.NEGATIVE_INFINITY ? 0 : Math.exp(max - value);
                    total *= shrink;
                    for (int j = 0; j < len; j++) score[j] *= shrink;
                    for (int j = 0; j < len; j++) tauScore[j] *= shrink;
                    scale(lambdaPart, shrink);
                    scale(lawPart, shrink);
                    scale(b, shrink);
                    scale(rhs, shrink);
                    max = value;
                }
                double weight = Math.exp(value - max);
                total += weight;
                double[] l1 = nodeOut[Density.L_ETA];
                for (int j = 0; j < len; j++) score[j] += weight * l1[j];
                if (data.hasDispersion()) {
                    double[] lTau = nodeOut[Density.L_TAU];
                    for (int j = 0; j < len; j++) tauScore[j] += weight * lTau[j];
                }
                for (int i = 0; i < q; i++) {
                    double zl = weight * ModelData.dot(z[i], from, len, l1);
                    for (int k = 0; k < q; k++) lambdaPart[i * q + k] += zl * previous[k];
                    double hu = nodeLaw[i][RandomLaw.F1];
                    double[] ai = a[i];
                    for (int j = 0; j < len; j++) hu += l1[j] * ai[j];
                    hu *= weight;
                    rhs[i] += hu;
                    for (int k = 0; k < q; k++) b[i * q + k] += Math.sqrt(2) * hu * x[k];
                    lawPart[i] += weight * nodeLaw[i][RandomLaw.F_T];
                }
            }
            lawTarget = lawOut;
            double inverseTotal = 1 / total;
            for (int j = 0; j < len; j++) score[j] *= inverseTotal;
            for (int j = 0; j < len; j++) tauScore[j] *= inverseTotal;
            scale(rhs, inverseTotal);
            scale(b, inverseTotal);
            for (int i = 0; i < q * q; i++) sums.lambda[i] += inverseTotal * lambdaPart[i];
            for (int k = 0; k < q; k++) sums.law[k] += inverseTotal * lawPart[k];
            subtractRotation(b);
            predictor(len, u, eta);
            return max + Math.log(total) - 0.5 * q * Math.log(Math.PI);
        }

        /** m2 -= 2 K with K = -L^-T sym(Phi(C)) L^-1, C = B' L^-T, Phi the lower triangle with half the diagonal. */
        private void subtractRotation(double[] b) {
            // C' = L^-1 B, column by column
            for (int k = 0; k < q; k++) {
                for (int i = 0; i < q; i++) column[i] = b[i * q + k];
                SmallCholesky.forward(h, 0, q, column, 0);
                for (int i = 0; i < q; i++) matrix[k * q + i] = column[i];
            }
            for (int i = 0; i < q; i++)
                for (int k = 0; k < q; k++) product[i * q + k] = 0.5 * (i >= k ? matrix[i * q + k] : matrix[k * q + i]);
            // L^-T S L^-1 for symmetric S: solve from both sides
            for (int k = 0; k < q; k++) {
                for (int i = 0; i < q; i++) column[i] = product[i * q + k];
                SmallCholesky.backward(h, 0, q, column, 0);
                for (int i = 0; i < q; i++) product[i * q + k] = column[i];
            }
            for (int i = 0; i < q; i++) SmallCholesky.backward(h, 0, q, product, i * q);
            for (int i = 0; i < q * q; i++) m2[i] += 2 * product[i];
        }

        private static void scale(double[] v, double by) {
            for (int i = 0; i < v.length; i++) v[i] *= by;
        }
    }
}
