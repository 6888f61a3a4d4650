package org.glmmsql.likelihood;

import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.glmmsql.random.RandomLaw;
import org.jspecify.annotations.Nullable;

/** The gradient of Laplace's approximation at a {@link JointPoint} that is expanded (D8 to D11). */
final class JointGradient {
    private final JointPoint point;
    private final ModelData data;
    private final BlockStructure structure;
    private final Factorization factorization;

    JointGradient(JointPoint point) {
        this.point = point;
        data = point.data;
        structure = point.structure;
        factorization = point.factorization;
    }

    /**
     * Adds the gradient. How the effects follow the parameters is what {@code adjoint} says: it turns the gradient of -log det H / 2 by
     * the effects into r, by H^-1 where they stay at the mode. Null: they stay where they are on the scale of the linear predictor, and
     * only the leverages count (D33).
     */
    void add(@Nullable UnaryOperator<double[]> adjoint, double[] gradient) {
        int n = data.n();
        LaplaceScores laplace = new LaplaceScores(point.f, data.predictors().size(), n);
        addLeverages(laplace);
        double[] r = new double[structure.scalars];
        double[][] score = new double[data.predictors().size()][];
        for (int s = 0; s < score.length; s++) score[s] = point.f.first(s).clone();
        laplace.sumThrough(0, n, false);
        if (adjoint != null) {
            laplace.sumThrough(0, n, true);
            r = point.cross.scores(laplace.through);
            point.cross.multiplyLambda(point.lambdas, r, true);
            for (int i = 0; i < point.law.length; i++) r[i] += 0.5 * point.law[i][RandomLaw.F3] * inverseDiagonal(i);
            r = adjoint.apply(r);
            double[][] change = new double[score.length][];
            for (int u = 0; u < point.f.random.length; u++) change[point.f.random[u]] = laplace.change[u];
            point.multiply(point.lambdas, r, change);
        }
        for (int s = 0; s < score.length; s++) {
            boolean held = adjoint == null && Arrays.binarySearch(point.f.random, s) >= 0;
            if (!held) laplace.addTo(score[s], s, 0, n);
            // a beta that is integrated out has no gradient
            if (s > 0 || structure.p == 0) data.predictors().get(s).addGradient(0, n, score[s], gradient);
        }
        addTermGradients(score, r, adjoint != null, gradient);
    }

    private void addTermGradients(double[][] score, double[] r, boolean following, double[] gradient) {
        double[] zScore = point.cross.scores(score);
        double[] zFirst = point.cross.scores(point.firsts());
        int count = structure.terms.size();
        double[][] g = new double[count][];
        for (int e = 0; e < count; e++) {
            TermData term = structure.term(e);
            int q = term.q();
            g[e] = term.blocks();
            for (int l = 0; l < term.m(); l++) {
                int from = structure.scalarStart[e] + l * q;
                int at = term.at(l);
                for (int i = 0; i < q; i++)
                    for (int k = 0; k <= i; k++)
                        g[e][at + i * q + k] += zScore[from + i] * point.u[from + k] + zFirst[from + i] * r[from + k];
            }
        }
        new LogDetGradient(point.cross, point.lambdas, factorization, g).add(-1, structure.p > 0);
        for (int e = 0; e < count; e++) {
            TermData term = structure.term(e);
            term.gradient(point.psi, g[e], gradient);
            if (term.law().dependsOnTheta()) addLawGradient(e, term, r, following, gradient);
        }
    }

    private void addLawGradient(int e, TermData term, double[] r, boolean following, double[] gradient) {
        int q = term.q();
        for (int l = 0; l < term.m(); l++)
            for (int k = 0; k < q; k++) {
                int at = structure.scalarStart[e] + l * q + k;
                double[] law = point.law[at];
                double sum = law[RandomLaw.F_T] + law[RandomLaw.F1_T] * r[at];
                if (following) sum += 0.5 * law[RandomLaw.F2_T] * inverseDiagonal(at);
                gradient[term.thetaFrom() + k] += sum;
            }
    }

    private double inverseDiagonal(int scalar) {
        int e = 0;
        while (scalar >= structure.scalarStart[e + 1]) e++;
        int q = structure.term(e).q();
        int l = (scalar - structure.scalarStart[e]) / q;
        int c = (scalar - structure.scalarStart[e]) % q;
        return factorization.inverseEntry(e, l, c, e, l, c, 0);
    }

    /** The trace of H^-1 times the rows' part of H, which is the sum of -l_uv S_uv. */
    double effectiveParameters() {
        LaplaceScores laplace = new LaplaceScores(point.f, data.predictors().size(), data.n());
        addLeverages(laplace);
        int[] random = point.f.random;
        double sum = 0;
        for (int u = 0; u < random.length; u++)
            for (int v = 0; v <= u; v++) {
                double[] second = point.f.second(random[u], random[v]);
                double[] leverage = laplace.leverage(u, v);
                double times = u == v ? 1 : 2;
                for (int i = 0; i < leverage.length; i++) sum -= times * second[i] * leverage[i];
            }
        return sum;
    }

    /** S_uv = a_u' H^-1 a_v for every row, a_u = Lambda' z of the terms in predictor u, followed by x where beta is integrated out. */
    private void addLeverages(LaplaceScores laplace) {
        factorization.invert(0);
        int count = structure.terms.size();
        for (int e = 0; e < count; e++) {
            addOwnLeverages(e, leverage(laplace, e, e));
            for (int f = e + 1; f < count; f++) addPairLeverages(e, f, times(e, f), leverage(laplace, e, f));
            if (structure.p > 0) addCrossLeverages(e, laplace);
        }
        for (int k = 0; k < structure.p; k++)
            for (int l = 0; l <= k; l++) {
                double v = (k == l ? 1 : 2) * factorization.inverseBeta(k, l);
                double[] xk = data.x()[k];
                double[] xl = data.x()[l];
                double[] s = laplace.leverage(0, 0);
                for (int row = 0; row < s.length; row++) s[row] += v * xk[row] * xl[row];
                point.checkpoint.after(s.length);
            }
    }

    private double[] leverage(LaplaceScores laplace, int e, int f) {
        int u = Arrays.binarySearch(point.f.random, structure.term(e).predictor());
        int v = Arrays.binarySearch(point.f.random, structure.term(f).predictor());
        return laplace.leverage(u, v);
    }

    /** How often a pair of terms counts: both ways within a predictor, once between two. */
    private int times(int e, int f) {
        return structure.term(e).predictor() == structure.term(f).predictor() ? 2 : 1;
    }

    private void addOwnLeverages(int e, double[] s) {
        TermData a = structure.term(e);
        int q = a.q();
        double[] lambda = point.lambdas[e];
        // Lambda H^-1 Lambda' by level, then z' . z by row
        double[] own = new double[a.m() * q * q];
        int[] effect = a.effectOfRow();
        if (effect != null) {
            for (int l = 0; l < a.m(); l++)
                BlockModes.variances(lambda, a.at(l), factorization, e, l, q, own, l * q * q);
            for (int row = 0; row < s.length; row++) {
                int i = effect[row];
                double z = a.z()[i][row];
                s[row] += z * z * own[(a.level()[row] * q + i) * q + i];
            }
            point.checkpoint.after(s.length);
            return;
        }
        for (int l = 0; l < a.m(); l++) BlockModes.sandwich(lambda, a.at(l), factorization, e, l, q, own, l * q * q);
        for (int i = 0; i < q; i++)
            for (int j = 0; j < q; j++) {
                for (int row = 0; row < s.length; row++)
                    s[row] += a.z()[i][row] * a.z()[j][row] * own[(a.level()[row] * q + i) * q + j];
                point.checkpoint.after(s.length);
            }
    }

    private void addPairLeverages(int e, int f, int times, double[] s) {
        TermData a = structure.term(e);
        TermData b = structure.term(f);
        int q = a.q();
        int qb = b.q();
        BlockStructure.Cells cells = structure.cells[e][f];
        double[] pair = new double[cells.size() * q * qb];
        for (int cell = 0; cell < cells.size(); cell++)
            for (int i = 0; i < q; i++)
                for (int j = 0; j < qb; j++) pair[(cell * q + i) * qb + j] = pairEntry(e, f, cells, cell, i, j);
        point.checkpoint.after((long) cells.size() * q * qb);
        for (int i = 0; i < q; i++)
            for (int j = 0; j < qb; j++) {
                for (int row = 0; row < s.length; row++)
                    s[row] += times * a.z()[i][row] * b.z()[j][row] * pair[(cells.ofRow[row] * q + i) * qb + j];
                point.checkpoint.after(s.length);
            }
    }

    /** Of Lambda_e H^-1 Lambda_f' between two levels that meet. */
    private double pairEntry(int e, int f, BlockStructure.Cells cells, int cell, int i, int j) {
        int q = structure.term(e).q();
        int qb = structure.term(f).q();
        int first = cells.first[cell];
        int second = cells.second[cell];
        int a = structure.term(e).at(first);
        int b = structure.term(f).at(second);
        double sum = 0;
        for (int c = 0; c <= i; c++)
            for (int d = 0; d <= j; d++)
                sum += point.lambdas[e][a + i * q + c]
                        * factorization.inverseEntry(e, first, c, f, second, d, cells.place(cell))
                        * point.lambdas[f][b + j * qb + d];
        return sum;
    }

    /** Adds z' Lambda H^-1_wb x by row, for the term at position e, twice if that is in the predictor of x. */
    private void addCrossLeverages(int e, LaplaceScores laplace) {
        TermData a = structure.term(e);
        double[] s = laplace.leverage(0, Arrays.binarySearch(point.f.random, a.predictor()));
        double[] lambda = point.lambdas[e];
        int q = a.q();
        int p = structure.p;
        int times = a.predictor() == 0 ? 2 : 1;
        double[] cross = new double[a.m() * q * p];
        for (int l = 0; l < a.m(); l++)
            for (int i = 0; i < q; i++)
                for (int k = 0; k < p; k++) {
                    double sum = 0;
                    for (int c = 0; c <= i; c++)
                        sum += lambda[a.at(l) + i * q + c] * factorization.inverseEntryBeta(e, l, c, k);
                    cross[(l * q + i) * p + k] = times * sum;
                }
        for (int i = 0; i < q; i++) {
            double[] z = a.z()[i];
            for (int k = 0; k < p; k++) {
                double[] x = data.x()[k];
                for (int row = 0; row < s.length; row++)
                    s[row] += z[row] * x[row] * cross[(a.level()[row] * q + i) * p + k];
                point.checkpoint.after(s.length);
            }
        }
    }
}
