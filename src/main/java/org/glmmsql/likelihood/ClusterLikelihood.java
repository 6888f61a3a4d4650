package org.glmmsql.likelihood;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
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
    /** Clusters are worked on in runs of at least this many rows (but the last): enough for vector loops, few enough for the cache. */
    private static final int RUN_ROWS = 1024;

    private static final int GLM_ROWS = 512;
    private static final int MAX_NEWTON = 100;
    private static final int MAX_HALVINGS = 40;
    /** Passes over a run that move all its clusters; the few that need more are looked at one by one. */
    private static final int MAX_PASSES = 4;
    /** Newton stops when a step's decrement is below this; the step is still taken, so the modes are good to its square. */
    private static final double MODE_TOLERANCE = 1e-11;
    /** The same for passes over a run, whose last one takes one more step to the first order. */
    private static final double PASS_TOLERANCE = 1e-7;
    /** The decrement of that last step, at most. */
    private static final double LAST_TOLERANCE = 1e-13;
    /** A step with a larger decrement is taken with care only. */
    private static final double FAR = 1;

    private static final double LOG_2PI = Math.log(2 * Math.PI);

    private final ModelData data;
    private final int p;
    private final int q;
    private final int clusters;
    private final int[] start;
    /** First cluster of each run. */
    private final int[] runStart;

    private final int runRows;
    private final int clusterRows;
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
    private final Queue<Run> idle = new ConcurrentLinkedQueue<>();

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
        List<Integer> runs = new ArrayList<>();
        int longestRun = 0;
        int longestCluster = 0;
        for (int c = 0, rows = RUN_ROWS; c < clusters; c++) {
            if (rows >= RUN_ROWS) {
                runs.add(c);
                rows = 0;
            }
            rows += start[c + 1] - start[c];
            longestRun = Math.max(longestRun, rows);
            longestCluster = Math.max(longestCluster, start[c + 1] - start[c]);
        }
        runs.add(clusters);
        this.runStart = runs.stream().mapToInt(Integer::intValue).toArray();
        this.runRows = longestRun;
        this.clusterRows = longestCluster;
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
        int runs = runStart.length - 1;
        Sums[] sums = new Sums[runs];
        AtomicInteger next = new AtomicInteger();
        IntStream workers = IntStream.range(0, Math.min(threads, runs));
        if (threads > 1) workers = workers.parallel();
        workers.forEach(worker -> {
            Run run = idle.poll();
            if (run == null) run = new Run(runRows);
            for (int i = next.getAndIncrement(); i < runs; i = next.getAndIncrement()) {
                cancellation.run();
                sums[i] = new Sums();
                if (!addRun(runStart[i], runStart[i + 1], parameters, run, sums[i]))
                    sums[i].value = Double.NEGATIVE_INFINITY;
            }
            idle.add(run);
        });
        Sums total = sums[0];
        for (int i = 1; i < runs; i++) total.add(sums[i]);
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

    /** Adds a run's log-likelihood and gradient. @return false if a cluster has no mode with a positive definite H */
    private boolean addRun(int first, int end, Parameters at, Run run, Sums sums) {
        run.load(first, end, at);
        run.approachModes(at);
        run.density(run.everything());
        for (int c = first; c < end; c++) {
            if (run.addCluster(c, at, sums)) continue;
            run.skip(c);
            Run alone = new Run(start[c + 1] - start[c]);
            alone.load(c, c + 1, at);
            if (!alone.findMode(at)) return false;
            alone.density(alone.everything());
            if (!alone.addCluster(c, at, sums)) return false;
            alone.addFixed(sums);
        }
        run.addFixed(sums);
        return true;
    }

    @Override
    public ConditionalModes conditionalModes(double[] psi) {
        Parameters at = new Parameters(psi);
        Run run = new Run(clusterRows);
        List<ConditionalModes.Term> result = new ArrayList<>();
        for (TermData term : data.terms())
            result.add(new ConditionalModes.Term(
                    new double[term.m()][term.q()],
                    new double[term.m()][term.q() * (term.q() + 1) / 2],
                    new double[term.m()][term.q() * p]));
        for (int c = 0; c < clusters; c++) {
            int from = start[c];
            run.load(c, c + 1, at);
            run.findMode(at);
            run.density(Density.NEWTON);
            run.evaluateLaws(run.u, at);
            run.fillHessian(0, start[c + 1] - from);
            SmallCholesky.factor(run.h, 0, q);
            SmallCholesky.invert(run.h, 0, q, run.inverse, 0, run.column);
            double[] b = at.multiply(run.u);
            double[] covariance = at.sandwich(run.inverse);
            double[][] slopes = run.slopes(at);
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

    /** A run of clusters and the scratch for it; rows are counted from the first of the run. */
    private final class Run {
        private int first;
        private int end;
        private int from;
        private int rows;
        /** Whether some row of the run stands for several. */
        private boolean merged;

        final double[] eta0;
        final double[] eta;
        final double[] tau;
        final double[][] a;
        final double[][] out;
        final double[] score;
        final double[] tauScore;
        final double[] s;
        /** What reaches each row's score through H and the mode. */
        final double[] through;
        /** Of one node of the quadrature for one cluster. */
        final double[] nodeEta;

        final double[] nodeTau;
        final double[][] nodeOut;
        final double[] u = new double[q];
        final double[] previous = new double[q];
        final double[] step = new double[q];
        final double[] g = new double[q];
        final double[] h = new double[q * q];
        final double[] inverse = new double[q * q];
        final double[] m2 = new double[q * q];
        final double[] rhs = new double[q];
        final double[] column = new double[q];
        final double[] matrix = new double[q * q];
        final double[] product = new double[q * q];
        final double[][] lawOut = new double[q][RandomLaw.ROWS];
        final double[][] nodeLaw = new double[q][RandomLaw.ROWS];
        private double[][] lawTarget = lawOut;

        Run(int capacity) {
            int withTau = data.hasDispersion() ? capacity : 0;
            int perNode = grid.size > 1 ? capacity : 0;
            eta0 = new double[capacity];
            eta = new double[capacity];
            tau = new double[withTau];
            a = new double[q][capacity];
            out = rows(capacity, withTau);
            score = new double[capacity];
            tauScore = new double[withTau];
            s = new double[capacity];
            through = new double[capacity];
            nodeEta = new double[perNode];
            nodeTau = new double[Math.min(perNode, withTau)];
            nodeOut = rows(perNode, Math.min(perNode, withTau));
        }

        private static double[][] rows(int capacity, int withTau) {
            double[][] result = new double[Density.ROWS][];
            for (int r = 0; r < Density.ROWS; r++) result[r] = new double[r < Density.L_TAU ? capacity : withTau];
            return result;
        }

        /** eta0, tau and a = Z Lambda for the rows of clusters first..end-1, and eta at their last modes. */
        void load(int firstCluster, int endCluster, Parameters at) {
            first = firstCluster;
            end = endCluster;
            from = start[first];
            rows = start[end] - from;
            merged = false;
            for (int i = from; i < from + rows && !merged; i++) merged = data.count()[i] != 1;
            data.fixedPredictor(from, rows, at.psi, eta0);
            data.logDispersion(from, rows, at.psi, tau);
            for (int k = 0; k < q; k++) {
                double[] ak = a[k];
                Arrays.fill(ak, 0, rows, 0);
                for (int i = k; i < q; i++) {
                    double l = at.lambda[i * q + k];
                    if (l == 0) continue;
                    double[] zi = z[i];
                    for (int j = 0; j < rows; j++) ak[j] += l * zi[from + j];
                }
            }
            for (int c = first; c < end; c++) {
                System.arraycopy(modes, c * q, u, 0, q);
                predictor(row(c), length(c), u, eta, row(c));
            }
        }

        private int row(int cluster) {
            return start[cluster] - from;
        }

        private int length(int cluster) {
            return start[cluster + 1] - start[cluster];
        }

        int everything() {
            return data.hasDispersion() ? Density.ALL : Density.ALL - Density.DISPERSION;
        }

        /** log f and derivatives of all rows of the run at eta. */
        void density(int want) {
            data.density().evaluate(from, rows, data.y(), data.w(), eta, tau, want, out);
            multiplyCounts(from, rows, want, out);
        }

        private void multiplyCounts(int row, int len, int want, double[][] values) {
            if (!merged) return;
            double[] count = data.count();
            if ((want & Density.VALUE) != 0) multiply(values[Density.L], count, row, len);
            if ((want & Density.NEWTON) != 0) {
                multiply(values[Density.L_ETA], count, row, len);
                multiply(values[Density.L_ETA2], count, row, len);
            }
            if ((want & Density.THIRD) != 0) multiply(values[Density.L_ETA3], count, row, len);
            if ((want & Density.DISPERSION) != 0)
                for (int r = Density.L_TAU; r < Density.ROWS; r++) multiply(values[r], count, row, len);
        }

        private static void multiply(double[] v, double[] count, int from, int len) {
            for (int j = 0; j < len; j++) v[j] *= count[from + j];
        }

        void evaluateLaws(double[] w, Parameters at) {
            for (int k = 0; k < q; k++)
                law[k].evaluate(w[k], termOf[k].lawTheta(at.psi, coefficientOf[k]), lawTarget[k]);
        }

        /** eta0 + A effects for {@code len} rows from {@code row}, into {@code to} from {@code place}. */
        private void predictor(int row, int len, double[] effects, double[] to, int place) {
            System.arraycopy(eta0, row, to, place, len);
            for (int k = 0; k < q; k++) {
                double uk = effects[k];
                double[] ak = a[k];
                for (int j = 0; j < len; j++) to[place + j] += ak[row + j] * uk;
            }
        }

        /** Newton steps of all clusters together from their last modes, as long as steps are worth a pass. */
        void approachModes(Parameters at) {
            if (q == 0) return;
            double worst = Double.POSITIVE_INFINITY;
            for (int pass = 0; pass < MAX_PASSES && worst > PASS_TOLERANCE; pass++) {
                density(Density.NEWTON);
                worst = 0;
                for (int c = first; c < end; c++) {
                    System.arraycopy(modes, c * q, u, 0, q);
                    double decrement = newtonStep(row(c), length(c), at);
                    // far from the mode the full step may not be a good one: the cluster is left for later
                    if (!(decrement < FAR)) continue;
                    worst = Math.max(worst, decrement);
                    for (int k = 0; k < q; k++) u[k] += step[k];
                    System.arraycopy(u, 0, modes, c * q, q);
                    predictor(row(c), length(c), u, eta, row(c));
                }
            }
        }

        /** g, H's factor in h, and step = H^-1 g at u. @return g' H^-1 g, NaN if H is not positive definite */
        private double newtonStep(int row, int len, Parameters at) {
            evaluateLaws(u, at);
            if (q == 1) {
                double[] a0 = a[0];
                double[] l1 = out[Density.L_ETA];
                double[] l2 = out[Density.L_ETA2];
                double gradient = lawOut[0][RandomLaw.F1];
                double curvature = -lawOut[0][RandomLaw.F2];
                for (int j = row; j < row + len; j++) {
                    double aj = a0[j];
                    gradient += aj * l1[j];
                    curvature -= aj * aj * l2[j];
                }
                g[0] = gradient;
                h[0] = curvature;
            } else {
                fillGradient(row, len);
                fillHessian(row, len);
            }
            if (!SmallCholesky.factor(h, 0, q)) return Double.NaN;
            solveForStep();
            return dot(g, step);
        }

        private void solveForStep() {
            System.arraycopy(g, 0, step, 0, q);
            SmallCholesky.forward(h, 0, q, step, 0);
            SmallCholesky.backward(h, 0, q, step, 0);
        }

        private void fillGradient(int row, int len) {
            for (int k = 0; k < q; k++) g[k] = lawOut[k][RandomLaw.F1] + dot(a[k], out[Density.L_ETA], row, len);
        }

        /** H = -d2h/du2 at the derivatives in {@code out} and {@code lawOut}, lower triangle. */
        void fillHessian(int row, int len) {
            double[] l2 = out[Density.L_ETA2];
            for (int i = 0; i < q; i++)
                for (int k = 0; k <= i; k++) {
                    double[] ai = a[i];
                    double[] ak = a[k];
                    double sum = 0;
                    for (int j = row; j < row + len; j++) sum -= l2[j] * ai[j] * ak[j];
                    h[i * q + k] = sum;
                }
            for (int k = 0; k < q; k++) h[k * q + k] -= lawOut[k][RandomLaw.F2];
        }

        private static double dot(double[] v, double[] w, int row, int len) {
            double sum = 0;
            for (int j = row; j < row + len; j++) sum += v[j] * w[j];
            return sum;
        }

        private double dot(double[] v, double[] w) {
            return dot(v, w, 0, q);
        }

        /**
         * Adds a cluster's log-likelihood and gradient, but leaves the scores by beta and delta in its rows for {@link #addFixed}. The
         * last small step to the mode is taken to the first order: r + H^-1 g for the r of (D8), and g' H^-1 g / 2 + r' g for the value.
         *
         * @return false if the cluster is not close enough to its mode, and nothing is added
         */
        boolean addCluster(int cluster, Parameters at, Sums sums) {
            int row = row(cluster);
            int len = length(cluster);
            System.arraycopy(modes, cluster * q, u, 0, q);
            double decrement = q == 0 ? 0 : newtonStep(row, len, at);
            if (!(decrement < LAST_TOLERANCE)) return false;
            for (int k = 0; k < q; k++) modes[cluster * q + k] += step[k];
            if (q > 0) SmallCholesky.invert(h, 0, q, inverse, 0, column);
            double value = 0.5 * q * LOG_2PI - 0.5 * SmallCholesky.logDet(h, 0, q);
            // m2 = H^-1 - 2 K: half of it multiplies dH in the gradient (D14); for Laplace K = 0
            System.arraycopy(inverse, 0, m2, 0, q * q);
            Arrays.fill(rhs, 0, q, 0);
            boolean laplace = grid.size == 1;
            if (laplace) {
                double[] l = out[Density.L];
                for (int j = row; j < row + len; j++) value += l[j];
                for (int k = 0; k < q; k++) {
                    value += lawOut[k][RandomLaw.F];
                    sums.law[k] += lawOut[k][RandomLaw.F_T];
                }
                value += 0.5 * decrement;
                System.arraycopy(out[Density.L_ETA], row, score, row, len);
                if (data.hasDispersion()) System.arraycopy(out[Density.L_TAU], row, tauScore, row, len);
            } else {
                value += quadrature(row, len, at, sums);
            }
            halveLeverages(row, len);
            for (int k = 0; k < q; k++)
                rhs[k] += 0.5 * lawOut[k][RandomLaw.F3] * m2[k * q + k] + dot(a[k], through, row, len);
            SmallCholesky.forward(h, 0, q, rhs, 0);
            SmallCholesky.backward(h, 0, q, rhs, 0);
            value += dot(rhs, g);
            if (laplace) for (int k = 0; k < q; k++) rhs[k] += step[k];
            addThrough(row, len);
            if (q > 0) addLambdaGradient(row, len, laplace, sums);
            if (!plainNormal)
                for (int k = 0; k < q; k++)
                    sums.law[k] += 0.5 * lawOut[k][RandomLaw.F2_T] * m2[k * q + k] + lawOut[k][RandomLaw.F1_T] * rhs[k];
            sums.value += value;
            return true;
        }

        /** s = a' M2 a by row, and through = s / 2 times the third derivative (D9). */
        private void halveLeverages(int row, int len) {
            double[] l3 = out[Density.L_ETA3];
            if (q == 1) {
                double[] a0 = a[0];
                double m = m2[0];
                for (int j = row; j < row + len; j++) s[j] = m * a0[j] * a0[j];
            } else {
                for (int j = row; j < row + len; j++) s[j] = quadraticForm(m2, j);
            }
            for (int j = row; j < row + len; j++) through[j] = 0.5 * l3[j] * s[j];
        }

        /** Adds the second derivative times c = A r to through, and through to the scores (D10). */
        private void addThrough(int row, int len) {
            double[] l2 = out[Density.L_ETA2];
            for (int k = 0; k < q; k++) {
                double r = rhs[k];
                double[] ak = a[k];
                for (int j = row; j < row + len; j++) through[j] += l2[j] * ak[j] * r;
            }
            for (int j = row; j < row + len; j++) score[j] += through[j];
            if (!data.hasDispersion()) return;
            double[] l2Tau = out[Density.L_ETA2_TAU];
            for (int j = row; j < row + len; j++) tauScore[j] += 0.5 * l2Tau[j] * s[j];
            double[] l1Tau = out[Density.L_ETA_TAU];
            for (int k = 0; k < q; k++)
                for (int j = row; j < row + len; j++) tauScore[j] += l1Tau[j] * a[k][j] * rhs[k];
        }

        /** Leaves a cluster's rows out of {@link #addFixed}. */
        void skip(int cluster) {
            Arrays.fill(score, row(cluster), row(cluster) + length(cluster), 0);
            if (data.hasDispersion()) Arrays.fill(tauScore, row(cluster), row(cluster) + length(cluster), 0);
        }

        /** The gradient by beta and delta from the scores of all rows. */
        void addFixed(Sums sums) {
            for (int k = 0; k < p; k++) sums.beta[k] += ModelData.dot(data.x()[k], from, rows, score);
            for (int k = 0; k < data.d().length; k++) sums.delta[k] += ModelData.dot(data.d()[k], from, rows, tauScore);
        }

        /** H with every row's curvature made non-negative, for steps far from the mode where H is indefinite. */
        private void fillClippedHessian() {
            double[] l2 = out[Density.L_ETA2];
            for (int j = 0; j < rows; j++) l2[j] = -Math.abs(l2[j]);
            for (int k = 0; k < q; k++) lawOut[k][RandomLaw.F2] = -Math.max(1e-3, Math.abs(lawOut[k][RandomLaw.F2]));
            fillHessian(0, rows);
        }

        /** Newton's method with step-halving for the mode of a run of one cluster; leaves u, eta. @return false if it is not found */
        boolean findMode(Parameters at) {
            System.arraycopy(modes, first * q, u, 0, q);
            if (q == 0) return true;
            double slope = Double.POSITIVE_INFINITY;
            for (int iteration = 0; iteration < MAX_NEWTON; iteration++) {
                boolean finite = gradient(at);
                if (iteration == 0 && !finite) {
                    // the last mode is useless here: start afresh
                    Arrays.fill(u, 0);
                    predictor(0, rows, u, eta, 0);
                    if (!gradient(at)) return false;
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
                        predictor(0, rows, u, eta, 0);
                        finite = gradient(at);
                    }
                }
                fillHessian(0, rows);
                if (!SmallCholesky.factor(h, 0, q)) {
                    fillClippedHessian();
                    if (!SmallCholesky.factor(h, 0, q)) return false;
                }
                solveForStep();
                slope = dot(g, step);
                System.arraycopy(u, 0, previous, 0, q);
                for (int k = 0; k < q; k++) u[k] += step[k];
                predictor(0, rows, u, eta, 0);
                if (slope < MODE_TOLERANCE) {
                    System.arraycopy(u, 0, modes, first * q, q);
                    return true;
                }
            }
            return false;
        }

        /** g = dh/du at u, eta of a run of one cluster. @return whether it is finite */
        private boolean gradient(Parameters at) {
            density(Density.NEWTON);
            evaluateLaws(u, at);
            fillGradient(0, rows);
            boolean finite = true;
            for (int k = 0; k < q; k++) finite &= Math.abs(g[k]) < Double.POSITIVE_INFINITY;
            return finite;
        }

        /** a_j' M a_j for row j. */
        private double quadraticForm(double[] m, int j) {
            double sum = 0;
            for (int i = 0; i < q; i++) {
                double inner = 0;
                for (int k = 0; k < q; k++) inner += m[i * q + k] * a[k][j];
                sum += a[i][j] * inner;
            }
            return sum;
        }

        /** db/dbeta = Lambda H^-1 A' diag(l2) X, q x p, of a run of one cluster, from the derivatives and the factor of H in hand. */
        double[][] slopes(Parameters at) {
            double[][] result = new double[q][p];
            for (int k = 0; k < p; k++) {
                for (int j = 0; j < rows; j++) through[j] = out[Density.L_ETA2][j] * data.x()[k][from + j];
                for (int i = 0; i < q; i++) rhs[i] = dot(a[i], through, 0, rows);
                SmallCholesky.forward(h, 0, q, rhs, 0);
                SmallCholesky.backward(h, 0, q, rhs, 0);
                double[] b = at.multiply(rhs);
                for (int i = 0; i < q; i++) result[i][k] = b[i];
            }
            return result;
        }

        /** to += (Z' v) effects'. */
        private void addOuter(int row, int len, double[] v, double[] effects, double[] to) {
            for (int i = 0; i < q; i++) {
                double sum = zDot(i, row, len, v, row);
                for (int k = 0; k < q; k++) to[i * q + k] += sum * effects[k];
            }
        }

        /** Column i of Z for {@code len} rows from {@code row} times v from {@code place}. */
        private double zDot(int i, int row, int len, double[] v, int place) {
            double[] zi = z[i];
            int shift = from + row - place;
            double sum = 0;
            for (int j = place; j < place + len; j++) sum += zi[shift + j] * v[j];
            return sum;
        }

        /**
         * df/dLambda (D11): Z' score u' + Z' l1 r' + Z' diag(l2) Z Lambda M2. With quadrature, h's own part of the first is in the sums
         * already, averaged over the nodes.
         */
        private void addLambdaGradient(int row, int len, boolean laplace, Sums sums) {
            addOuter(row, len, laplace ? score : through, u, sums.lambda);
            addOuter(row, len, out[Density.L_ETA], rhs, sums.lambda);
            double[] l2 = out[Density.L_ETA2];
            for (int i = 0; i < q; i++) {
                double[] zi = z[i];
                for (int k = 0; k < q; k++) {
                    double[] ak = a[k];
                    double sum = 0;
                    for (int j = row; j < row + len; j++) sum += l2[j] * zi[from + j] * ak[j];
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
        private double quadrature(int row, int len, Parameters at, Sums sums) {
            double max = Double.NEGATIVE_INFINITY;
            double total = 0;
            double[] lambdaPart = new double[q * q];
            double[] lawPart = new double[q];
            double[] b = new double[q * q];
            Arrays.fill(score, row, row + len, 0);
            boolean dispersion = data.hasDispersion();
            if (dispersion) {
                Arrays.fill(tauScore, row, row + len, 0);
                System.arraycopy(tau, row, nodeTau, 0, len);
            }
            int want = Density.VALUE + Density.NEWTON + (dispersion ? Density.DISPERSION : 0);
            lawTarget = nodeLaw;
            for (int node = 0; node < grid.size; node++) {
                double[] x = grid.x[node];
                for (int k = 0; k < q; k++) previous[k] = Math.sqrt(2) * x[k];
                SmallCholesky.backward(h, 0, q, previous, 0);
                for (int k = 0; k < q; k++) previous[k] += u[k];
                predictor(row, len, previous, nodeEta, 0);
                data.density().evaluate(from + row, len, data.y(), data.w(), nodeEta, nodeTau, want, nodeOut);
                multiplyCounts(from + row, len, want, nodeOut);
                double value = grid.logWeight[node];
                for (int j = 0; j < len; j++) value += nodeOut[Density.L][j];
                evaluateLaws(previous, at);
                for (int k = 0; k < q; k++) value += nodeLaw[k][RandomLaw.F];
                if (!(value > Double.NEGATIVE_INFINITY)) continue; // a node outside the domain has density 0
                if (value > max) {
                    double shrink = max == Double.NEGATIVE_INFINITY ? 0 : Math.exp(max - value);
                    total *= shrink;
                    scale(score, row, len, shrink);
                    if (dispersion) scale(tauScore, row, len, shrink);
                    scale(lambdaPart, shrink);
                    scale(lawPart, shrink);
                    scale(b, shrink);
                    scale(rhs, shrink);
                    max = value;
                }
                double weight = Math.exp(value - max);
                total += weight;
                double[] l1 = nodeOut[Density.L_ETA];
                for (int j = 0; j < len; j++) score[row + j] += weight * l1[j];
                if (dispersion) {
                    double[] lTau = nodeOut[Density.L_TAU];
                    for (int j = 0; j < len; j++) tauScore[row + j] += weight * lTau[j];
                }
                for (int i = 0; i < q; i++) {
                    double zl = weight * zDot(i, row, len, l1, 0);
                    for (int k = 0; k < q; k++) lambdaPart[i * q + k] += zl * previous[k];
                    double hu = nodeLaw[i][RandomLaw.F1];
                    double[] ai = a[i];
                    for (int j = 0; j < len; j++) hu += l1[j] * ai[row + j];
                    hu *= weight;
                    rhs[i] += hu;
                    for (int k = 0; k < q; k++) b[i * q + k] += Math.sqrt(2) * hu * x[k];
                    lawPart[i] += weight * nodeLaw[i][RandomLaw.F_T];
                }
            }
            lawTarget = lawOut;
            double inverseTotal = 1 / total;
            scale(score, row, len, inverseTotal);
            if (dispersion) scale(tauScore, row, len, inverseTotal);
            scale(rhs, inverseTotal);
            scale(b, inverseTotal);
            for (int i = 0; i < q * q; i++) sums.lambda[i] += inverseTotal * lambdaPart[i];
            for (int k = 0; k < q; k++) sums.law[k] += inverseTotal * lawPart[k];
            subtractRotation(b);
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
            scale(v, 0, v.length, by);
        }

        private static void scale(double[] v, int row, int len, double by) {
            for (int i = row; i < row + len; i++) v[i] *= by;
        }
    }
}
