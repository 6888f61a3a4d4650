package org.glmmsql.likelihood;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;

/**
 * Sums for Kenward and Roger of a model whose residuals are correlated, with the matrices V, V_i of the rows that are correlated with one
 * another: the levels of random terms and the groups of residuals that are connected (D63). Rows of different components are independent.
 */
final class ComponentInformation implements ExpectedInformation.Sums {
    /** Rows of a component whose matrices are formed. */
    private static final int LARGEST = 2000;

    private final ModelData data;
    private final double[] psi;
    private final double[][] phi;
    private final ResidualCovariances residuals;
    private final List<TermCovariances> random;
    private final Checkpoint checkpoint;
    /** Row numbers by component. */
    private final List<int[]> components;

    private final int p;
    private final int size;
    /** Parameters of random terms, which come first. */
    private final int ofTerms;

    private final double[][][] forms;
    private final double[][] traces;
    private final double[][] tracesOfQ;

    /** @param phi covariance matrix of beta */
    ComponentInformation(
            ModelData data,
            double[] psi,
            double[][] phi,
            List<TermCovariances> random,
            ResidualCovariances residuals,
            Checkpoint checkpoint) {
        this.data = data;
        this.psi = psi;
        this.phi = phi;
        this.random = random;
        this.residuals = residuals;
        this.checkpoint = checkpoint;
        p = data.p();
        ofTerms = random.stream().mapToInt(TermCovariances::size).sum();
        size = ofTerms + residuals.size();
        components = of(data);
        forms = new double[size][p][p];
        traces = new double[size][size];
        tracesOfQ = new double[size][size];
        for (int[] rows : components) add(new Block(rows));
    }

    /**
     * Row numbers by component.
     *
     * @throws GlmmException MEMORY if too many rows are correlated with one another
     */
    static List<int[]> of(ModelData data) {
        int[] start = data.residual() == null
                ? IntStream.rangeClosed(0, data.n()).toArray()
                : data.residual().start();
        Components levels = data.terms().isEmpty() ? null : new Components(data.terms());
        Map<Integer, List<Integer>> rows = new HashMap<>();
        List<List<Integer>> ordered = new ArrayList<>();
        for (int g = 0; g + 1 < start.length; g++) {
            // the rows of a group are of one level of each random term
            int number =
                    levels == null ? g : levels.ofLevel[0][data.terms().get(0).level()[start[g]]];
            List<Integer> of = rows.computeIfAbsent(number, key -> {
                List<Integer> fresh = new ArrayList<>();
                ordered.add(fresh);
                return fresh;
            });
            for (int i = start[g]; i < start[g + 1]; i++) of.add(i);
            if (of.size() > LARGEST)
                throw new GlmmException(
                        ErrorCode.MEMORY,
                        String.format(
                                Locale.ROOT,
                                "df = kenward_roger forms the matrices of all rows that are correlated with one another, and here more than"
                                        + " %d are; use df = satterthwaite",
                                LARGEST));
        }
        return ordered.stream()
                .map(list -> list.stream().mapToInt(Integer::intValue).toArray())
                .toList();
    }

    /** The matrices of one component. */
    private final class Block {
        final int[] rows;
        final int m;
        /** dV / dgamma. */
        final DMatrixRMaj[] slopes = new DMatrixRMaj[size];

        final DMatrixRMaj inverse;
        /** V^-1 X. */
        final DMatrixRMaj e;

        Block(int[] rows) {
            this.rows = rows;
            m = rows.length;
            DMatrixRMaj v = new DMatrixRMaj(m, m);
            for (TermData term : data.terms()) {
                addRandom(term, TermCovariances.sigma(term, term.lambdas(psi)), v);
            }
            residuals.addCovariance(rows, v);
            for (int i = 0; i < size; i++) slopes[i] = new DMatrixRMaj(m, m);
            int at = 0;
            for (TermCovariances own : random)
                for (int i = 0; i < own.size(); i++) addRandom(own.term, own.slope(i), slopes[at++]);
            for (int i = 0; i < residuals.size(); i++) residuals.addSlope(i, rows, slopes[at++]);
            inverse = new DMatrixRMaj(m, m);
            LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.symmPosDef(m);
            if (solver.setA(v)) solver.invert(inverse);
            else inverse.fill(Double.NaN);
            DMatrixRMaj x = new DMatrixRMaj(m, p);
            for (int i = 0; i < m; i++) for (int k = 0; k < p; k++) x.set(i, k, data.x()[k][rows[i]]);
            e = product(inverse, x);
            checkpoint.after((long) m * m * (m + size));
        }

        /** Adds Z S Z'. */
        private void addRandom(TermData term, double[] s, DMatrixRMaj to) {
            int q = term.q();
            for (int i = 0; i < m; i++)
                for (int j = 0; j < m; j++) {
                    int level = term.level()[rows[i]];
                    if (level != term.level()[rows[j]]) continue;
                    int at = term.at(level);
                    double sum = 0;
                    for (int a = 0; a < q; a++)
                        for (int b = 0; b < q; b++)
                            sum += term.z()[a][rows[i]] * s[at + a * q + b] * term.z()[b][rows[j]];
                    to.add(i, j, sum);
                }
        }
    }

    private static DMatrixRMaj product(DMatrixRMaj a, DMatrixRMaj b) {
        DMatrixRMaj result = new DMatrixRMaj(a.numRows, b.numCols);
        CommonOps_DDRM.mult(a, b, result);
        return result;
    }

    private void add(Block block) {
        int m = block.m;
        DMatrixRMaj[] b = new DMatrixRMaj[size];
        DMatrixRMaj[] u = new DMatrixRMaj[size];
        DMatrixRMaj byPhi = product(block.e, new DMatrixRMaj(phi));
        DMatrixRMaj h = new DMatrixRMaj(m, m);
        CommonOps_DDRM.multTransB(byPhi, block.e, h);
        for (int i = 0; i < size; i++) {
            // V_i V^-1, and V_i E Phi E'
            b[i] = product(block.slopes[i], block.inverse);
            u[i] = product(h, block.slopes[i]);
            addForm(block.e, block.slopes[i], forms[i]);
        }
        for (int i = 0; i < size; i++)
            for (int j = 0; j < size; j++) {
                if (j <= i) {
                    double trace = traceOfProduct(b[i], b[j], m);
                    traces[i][j] += trace;
                    if (j < i) traces[j][i] += trace;
                }
                // tr(H V_i V^-1 V_j) = tr((H V_i) (V_j V^-1)')
                tracesOfQ[i][j] += dot(u[i], b[j]);
            }
        checkpoint.after((long) m * m * size * (m + size));
    }

    private static double traceOfProduct(DMatrixRMaj a, DMatrixRMaj b, int m) {
        double sum = 0;
        for (int i = 0; i < m; i++) for (int j = 0; j < m; j++) sum += a.data[i * m + j] * b.data[j * m + i];
        return sum;
    }

    private static double dot(DMatrixRMaj a, DMatrixRMaj b) {
        double sum = 0;
        for (int i = 0; i < a.data.length; i++) sum += a.data[i] * b.data[i];
        return sum;
    }

    /** Adds E' S E. */
    private static void addForm(DMatrixRMaj e, DMatrixRMaj s, double[][] to) {
        DMatrixRMaj half = product(s, e);
        DMatrixRMaj form = new DMatrixRMaj(e.numCols, e.numCols);
        CommonOps_DDRM.multTransA(e, half, form);
        for (int i = 0; i < to.length; i++) for (int j = 0; j < to.length; j++) to[i][j] += form.get(i, j);
    }

    @Override
    public double[][][] p() {
        return forms;
    }

    @Override
    public double[][] traces() {
        return traces;
    }

    @Override
    public double[][] tracesOfQ() {
        return tracesOfQ;
    }

    @Override
    public double[][] weighted(double[][] w) {
        double[][] sum = new double[p][p];
        List<double[]> second = new ArrayList<>();
        int at = 0;
        for (TermCovariances own : random) {
            second.add(own.second(RandomInformation.block(w, at, at + own.size())));
            at += own.size();
        }
        ResidualCovariances.Curvature ofResiduals = residuals.second(RandomInformation.block(w, ofTerms, size));
        for (int[] rows : components) {
            Block block = new Block(rows);
            int m = block.m;
            DMatrixRMaj total = new DMatrixRMaj(m, m);
            for (int i = 0; i < size; i++) {
                DMatrixRMaj others = new DMatrixRMaj(m, m);
                for (int j = 0; j < size; j++)
                    if (w[i][j] != 0) CommonOps_DDRM.addEquals(others, w[i][j], block.slopes[j]);
                CommonOps_DDRM.addEquals(total, product(product(block.slopes[i], block.inverse), others));
            }
            DMatrixRMaj curvature = new DMatrixRMaj(m, m);
            for (int t = 0; t < random.size(); t++) block.addRandom(random.get(t).term, second.get(t), curvature);
            ofResiduals.add(rows, curvature);
            CommonOps_DDRM.addEquals(total, -0.25, curvature);
            addForm(block.e, total, sum);
            checkpoint.after((long) m * m * size * (m + size));
        }
        return sum;
    }
}
