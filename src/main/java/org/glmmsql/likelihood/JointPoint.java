package org.glmmsql.likelihood;

import java.util.Arrays;
import org.glmmsql.random.RandomLaw;

/**
 * The h-likelihood of all random effects as one vector at parameters and effects (D5): its value, its score by the effects, and its
 * observed information H, factored on its block structure. Where beta is integrated out too it is the end of the vector.
 */
final class JointPoint {
    final ModelData data;
    final BlockStructure structure;
    final BlockCross cross;
    final Factorization factorization;
    /** log f at the effects in hand. */
    final RowDerivatives f;
    /** Laws of the effects, by scalar in elimination order. */
    final double[][] law;
    /** Effects in elimination order, beta last where it is integrated out: the warm start of the next search. */
    double[] u;
    /** Whether {@link #factorization} holds a factor. */
    boolean factored;

    double[] psi = new double[0];
    /** Of each term, by elimination position. */
    double[][] lambdas = new double[0][];

    final Checkpoint checkpoint;
    private final double[][] fixed;
    private final double[][] eta;
    /** Minus the second derivatives by the predictors with effects, by the places of {@link RowDerivatives#random}. */
    private final double[][][] omega;

    private final double[] prior;
    private final boolean merged;

    /** @param p coefficients of the mean that are integrated out, none or all */
    JointPoint(ModelData data, int p, Runnable cancellation, int threads) {
        this.data = data;
        structure = new BlockStructure(data.terms(), p);
        checkpoint = new Checkpoint(cancellation);
        cross = new BlockCross(structure, data, checkpoint);
        factorization = Factorization.of(structure, threads, checkpoint);
        int n = data.n();
        f = new RowDerivatives(data, data.random() | (p > 0 ? 1 : 0), n);
        merged = !data.unmerged(0, n);
        fixed = new double[data.predictors().size()][n];
        eta = fixed.clone();
        for (int s : f.random) eta[s] = new double[n];
        int m = f.random.length;
        omega = new double[m][m][];
        for (int i = 0; i < m; i++)
            for (int k = 0; k <= i; k++) {
                omega[i][k] = new double[n];
                omega[k][i] = omega[i][k];
            }
        prior = new double[structure.scalars];
        law = new double[structure.scalars - p][RandomLaw.ROWS];
        u = new double[structure.scalars];
    }

    /** Takes parameters of which a beta that is integrated out is 0. */
    void set(double[] parameters) {
        psi = parameters;
        lambdas = cross.lambdas(psi);
        data.fixedPredictors(0, data.n(), psi, fixed);
    }

    /** h without its constants at effects v, with the derivatives of Newton's method; negative infinity outside the domain. */
    double heightAt(double[] v) {
        predict(v);
        evaluate(f.height);
        evaluateLaws(v);
        double h = height();
        return Double.isNaN(h) ? Double.NEGATIVE_INFINITY : h;
    }

    /** The predictors at effects v. */
    void predict(double[] v) {
        multiply(lambdas, v, eta);
        for (int s : f.random) for (int i = 0; i < eta[s].length; i++) eta[s][i] += fixed[s][i];
    }

    /** All derivatives, and the factor of H, at the effects in hand. @return false if H is not positive definite */
    boolean expand() {
        evaluate(f.all);
        evaluateLaws(u);
        return factor(false);
    }

    /** log f at the predictors in hand. */
    void evaluate(org.glmmsql.family.Want want) {
        f.evaluate(0, data.n(), eta, want, merged);
        checkpoint.after((long) want.rows(eta.length).length * data.n());
    }

    double height() {
        double sum = 0;
        for (double l : f.value()) sum += l;
        for (double[] l : law) sum += l[RandomLaw.F];
        return sum;
    }

    void evaluateLaws(double[] v) {
        for (int e = 0; e < structure.terms.size(); e++) {
            TermData term = structure.term(e);
            int q = term.q();
            for (int l = 0; l < term.m(); l++)
                for (int k = 0; k < q; k++) {
                    int at = structure.scalarStart[e] + l * q + k;
                    term.law().evaluate(v[at], term.lawTheta(psi, k), law[at]);
                }
        }
    }

    /** dh/dw at the derivatives in hand. */
    double[] score() {
        double[] g = cross.scores(firsts());
        cross.multiplyLambda(lambdas, g, true);
        for (int i = 0; i < law.length; i++) g[i] += law[i][RandomLaw.F1];
        return g;
    }

    /** l_s by predictor. */
    double[][] firsts() {
        double[][] firsts = new double[eta.length][];
        for (int s = 0; s < firsts.length; s++) firsts[s] = f.first(s);
        return firsts;
    }

    /** H at the derivatives in hand. @param clipped with every curvature made positive, for steps far from the mode */
    boolean factor(boolean clipped) {
        if (clipped) f.clip(data.n());
        for (int i = 0; i < f.random.length; i++)
            for (int k = 0; k <= i; k++) {
                double[] l2 = f.second(f.random[i], f.random[k]);
                double[] to = omega[i][k];
                for (int j = 0; j < to.length; j++) to[j] = -l2[j];
            }
        for (int i = 0; i < law.length; i++)
            prior[i] = clipped ? Math.max(1e-3, Math.abs(law[i][RandomLaw.F2])) : -law[i][RandomLaw.F2];
        cross.fill((s, t) -> omega[place(s)][place(t)]);
        factored = factorization.factor(cross, lambdas, prior);
        return factored;
    }

    private int place(int predictor) {
        return Arrays.binarySearch(f.random, predictor);
    }

    /**
     * Z Lambda v by predictor and row, plus X times the beta at the end of v where that is integrated out.
     *
     * @param to by predictor; those without effects are left as they are
     */
    void multiply(double[][] lambdas, double[] v, double[][] to) {
        int n = data.n();
        for (int s : f.random) Arrays.fill(to[s], 0);
        addRandom(lambdas, v, to);
        for (int k = 0; k < structure.p; k++) {
            double beta = v[structure.scalars - structure.p + k];
            double[] x = data.x()[k];
            for (int i = 0; i < n; i++) to[0][i] += x[i] * beta;
            checkpoint.after(n);
        }
    }

    /** Adds Z Lambda v by predictor and row. */
    void addRandom(double[][] lambdas, double[] v, double[][] to) {
        int n = data.n();
        double[] b = v.clone();
        cross.multiplyLambda(lambdas, b, false);
        for (int e = 0; e < structure.terms.size(); e++) {
            TermData term = structure.term(e);
            int q = term.q();
            int from = structure.scalarStart[e];
            int[] level = term.level();
            double[] result = to[term.predictor()];
            int[] effect = term.effectOfRow();
            if (effect != null) {
                for (int i = 0; i < n; i++) result[i] += term.z()[effect[i]][i] * b[from + level[i] * q + effect[i]];
                checkpoint.after(n);
                continue;
            }
            for (int k = 0; k < q; k++) {
                double[] z = term.z()[k];
                for (int i = 0; i < n; i++) result[i] += z[i] * b[from + level[i] * q + k];
                checkpoint.after(n);
            }
        }
    }
}
