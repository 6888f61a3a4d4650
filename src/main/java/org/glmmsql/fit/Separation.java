package org.glmmsql.fit;

import java.util.Arrays;
import java.util.BitSet;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;
import org.glmmsql.design.Design;
import org.glmmsql.family.Family;

/**
 * Whether a combination of the columns of X separates the responses (DESIGN.md, D30): then the likelihood rises for ever along it.
 * Alternating least squares and rectification (Correia, Guimaraes and Zylkin 2021, section 3.2): the fitted values of u >= 0 on the
 * signed columns tend to the nearest separating direction, or to 0 if there is none.
 */
final class Separation {
    private static final int ITERATIONS = 5000;
    /** Weight of the rows that must stay at 0. */
    private static final double WALL = 1e7;

    private static final double NEGATIVE = 1e-5;
    private static final double NOTHING = 1e-2;

    private final int n;
    private final int p;
    private final double[][] x;
    private final Runnable cancellation;
    /** By row: the side of the response's edge, 0 inside; and the weight. */
    private final double[] sign;

    private final double[] weight;
    private final double[] scale;
    private final double[] fitted;

    /** Of the columns; a combination that separates once there is one. */
    private final double[] coefficients;

    /**
     * @param x columns of at least as many values as there are signs
     * @param sign the side of each row's edge, 0 inside
     * @param weights 0 for a row that does not count
     */
    Separation(double[][] x, double[] sign, double[] weights, Runnable cancellation) {
        this.cancellation = cancellation;
        this.x = x;
        this.sign = sign;
        n = sign.length;
        p = x.length;
        weight = new double[n];
        for (int i = 0; i < n; i++) weight[i] = !(weights[i] > 0) ? 0 : sign[i] == 0 ? WALL : 1;
        scale = new double[p];
        fitted = new double[n];
        coefficients = new double[p];
    }

    /** Rows that some combination of columns separates, in the numbering of the design; empty if there is none. */
    static BitSet rows(Family family, Design design, double[] weights, Runnable cancellation) {
        double[] y = design.response().y();
        double[] sign = new double[design.n()];
        double[] counted = new double[sign.length];
        for (int i = 0; i < sign.length; i++) {
            sign[i] = family.edge(y[i]);
            counted[i] = family.isApart(y[i]) ? 0 : weights[i];
        }
        return new Separation(design.fixed().columns(), sign, counted, cancellation).rows();
    }

    /** The combination that separates the {@link #rows}. */
    double[] coefficients() {
        return coefficients;
    }

    BitSet rows() {
        LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.chol(p);
        BitSet none = new BitSet();
        if (!solver.setA(gram())) return none;
        double[] u = new double[n];
        for (int i = 0; i < n; i++) u[i] = weight[i] > 0 && sign[i] != 0 ? 1 : 0;
        for (int iteration = 0; iteration < ITERATIONS; iteration++) {
            fit(u, solver);
            double lowest = 0;
            double highest = 0;
            for (int i = 0; i < n; i++) {
                if (sign[i] == 0 || !(weight[i] > 0)) continue;
                double f = sign[i] * fitted[i];
                lowest = Math.min(lowest, f);
                highest = Math.max(highest, f);
                u[i] = Math.max(0, f);
            }
            if (highest < NOTHING) return none;
            if (lowest > -NEGATIVE * highest) {
                BitSet separated = new BitSet(n);
                for (int i = 0; i < n; i++) if (u[i] > NOTHING * highest) separated.set(i);
                return separated;
            }
        }
        return none;
    }

    /** X'WX of columns of one size. */
    private DMatrixRMaj gram() {
        DMatrixRMaj gram = new DMatrixRMaj(p, p);
        for (int k = 0; k < p; k++) {
            double squares = 0;
            for (int i = 0; i < n; i++) squares += x[k][i] * x[k][i];
            scale[k] = 1 / Math.sqrt(squares / n);
            cancellation.run();
            for (int l = 0; l <= k; l++) {
                double sum = 0;
                for (int i = 0; i < n; i++) sum += weight[i] * x[k][i] * x[l][i];
                gram.set(k, l, sum * scale[k] * scale[l]);
                gram.set(l, k, gram.get(k, l));
            }
        }
        // a ridge far below the walls keeps columns that live on them alone solvable
        for (int k = 0; k < p; k++) gram.add(k, k, 1e-12 * gram.get(k, k));
        return gram;
    }

    /** The fitted values of the signed u. */
    private void fit(double[] u, LinearSolverDense<DMatrixRMaj> solver) {
        DMatrixRMaj rhs = new DMatrixRMaj(p, 1);
        DMatrixRMaj gamma = new DMatrixRMaj(p, 1);
        for (int k = 0; k < p; k++) {
            double sum = 0;
            for (int i = 0; i < n; i++) sum += sign[i] * u[i] * x[k][i];
            rhs.set(k, 0, sum * scale[k]);
        }
        cancellation.run();
        solver.solve(rhs, gamma);
        Arrays.fill(fitted, 0);
        for (int k = 0; k < p; k++) {
            double g = gamma.get(k, 0) * scale[k];
            coefficients[k] = g;
            for (int i = 0; i < n; i++) fitted[i] += g * x[k][i];
        }
    }
}
