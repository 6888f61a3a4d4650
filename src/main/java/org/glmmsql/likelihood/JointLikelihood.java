package org.glmmsql.likelihood;

import java.util.Arrays;
import org.glmmsql.family.Density;
import org.glmmsql.random.RandomLaw;

/**
 * Laplace's approximation with any number of grouping factors, nested or crossed: all random effects are one vector, H is factored on
 * its block structure, and the exact gradient needs H^-1 on the pattern alone (DESIGN.md, D8 to D11 and D20 to D23).
 */
public final class JointLikelihood implements MarginalLikelihood {
    private static final int MAX_NEWTON = 200;
    private static final double MODE_TOLERANCE = 1e-11;
    private static final double LOG_2PI = Math.log(2 * Math.PI);

    private final ModelData data;
    private final BlockStructure structure;
    private final BlockCross cross;
    private final BlockCholesky cholesky;
    private final Runnable cancellation;
    private final double[][] out;
    private final double[] fixed;
    private final double[] eta;
    private final double[] tau;
    private final double[] omega;
    private final double[] prior;
    private final double[][] law;
    private final boolean plainNormal;
    /** Modes by scalar in elimination order: the warm start. */
    private double[] u;

    public JointLikelihood(ModelData data, Runnable cancellation, int threads) {
        this.data = data;
        this.cancellation = cancellation;
        structure = new BlockStructure(data.terms(), 0);
        cross = new BlockCross(structure, data);
        cholesky = new BlockCholesky(structure, threads);
        int n = data.n();
        out = new double[Density.ROWS][data.hasDispersion() ? n : 0];
        for (int row = 0; row <= Density.L_ETA3; row++) out[row] = new double[n];
        fixed = new double[n];
        eta = new double[n];
        tau = new double[data.hasDispersion() ? n : 0];
        omega = new double[n];
        prior = new double[structure.scalars];
        law = new double[structure.scalars][];
        plainNormal = data.terms().stream().noneMatch(t -> t.law().dependsOnTheta());
        for (int i = 0; i < law.length; i++) law[i] = new double[RandomLaw.ROWS];
        u = new double[structure.scalars];
    }

    @Override
    public int size() {
        return data.size();
    }

    @Override
    public double evaluate(double[] psi, double[] gradient) {
        Arrays.fill(gradient, 0);
        double[][] lambdas = cross.lambdas(psi);
        if (!findModes(psi, lambdas)) return Double.NEGATIVE_INFINITY;
        int n = data.n();
        double[][] f = out;
        density(data.hasDispersion() ? Density.ALL : Density.ALL - Density.DISPERSION);
        evaluateLaws(psi);
        if (!factor(lambdas, false)) return Double.NEGATIVE_INFINITY;
        double value = value() + 0.5 * (structure.scalars * LOG_2PI - cholesky.logDet(0)) + data.logConstant();
        if (Double.isNaN(value)) return Double.NEGATIVE_INFINITY;
        cholesky.invert(0);

        double[] s = leverages(lambdas);
        double[] l1 = f[Density.L_ETA];
        double[] l2 = f[Density.L_ETA2];
        double[] l3 = f[Density.L_ETA3];
        double[] half = new double[n];
        for (int i = 0; i < n; i++) half[i] = 0.5 * l3[i] * s[i];
        double[] r = cross.scores(half);
        cross.multiplyLambda(lambdas, r, true);
        for (int i = 0; i < r.length; i++) r[i] += 0.5 * law[i][RandomLaw.F3] * inverseDiagonal(i);
        cholesky.solve(r);
        double[] c = predictor(lambdas, r, null);

        double[] score = new double[n];
        for (int i = 0; i < n; i++) score[i] = l1[i] + half[i] + l2[i] * c[i];
        for (int k = 0; k < data.p(); k++) gradient[k] = ModelData.dot(data.x()[k], 0, n, score);
        if (data.hasDispersion()) {
            double[] t = new double[n];
            for (int i = 0; i < n; i++)
                t[i] = f[Density.L_TAU][i] + 0.5 * f[Density.L_ETA2_TAU][i] * s[i] + f[Density.L_ETA_TAU][i] * c[i];
            for (int k = 0; k < data.d().length; k++)
                gradient[data.deltaFrom() + k] = ModelData.dot(data.d()[k], 0, n, t);
        }
        double[] zScore = cross.scores(score);
        double[] zl1 = cross.scores(l1);
        int count = structure.terms.size();
        double[][] g = new double[count][];
        for (int e = 0; e < count; e++) {
            TermData term = structure.term(e);
            int q = term.q();
            g[e] = new double[q * q];
            for (int l = 0; l < term.m(); l++) {
                int from = structure.scalarStart[e] + l * q;
                for (int i = 0; i < q; i++)
                    for (int k = 0; k < q; k++)
                        g[e][i * q + k] += zScore[from + i] * u[from + k] + zl1[from + i] * r[from + k];
            }
        }
        cross.addLogDetGradient(-1, lambdas, cholesky, false, g);
        for (int e = 0; e < count; e++) {
            TermData term = structure.term(e);
            term.gradient(psi, g[e], gradient);
            if (!term.law().dependsOnTheta()) continue;
            int q = term.q();
            for (int l = 0; l < term.m(); l++)
                for (int k = 0; k < q; k++) {
                    int at = structure.scalarStart[e] + l * q + k;
                    gradient[term.thetaFrom() + k] += law[at][RandomLaw.F_T]
                            + 0.5 * law[at][RandomLaw.F2_T] * inverseDiagonal(at)
                            + law[at][RandomLaw.F1_T] * r[at];
                }
        }
        return value;
    }

    /** Newton's method with step-halving on h, from the last modes. */
    private boolean findModes(double[] psi, double[][] lambdas) {
        int n = data.n();
        data.fixedPredictor(0, n, psi, fixed);
        data.logDispersion(0, n, psi, tau);
        double value = valueAt(psi, lambdas, u);
        if (!(value > Double.NEGATIVE_INFINITY)) {
            u = new double[u.length];
            value = valueAt(psi, lambdas, u);
            if (!(value > Double.NEGATIVE_INFINITY)) return false;
        }
        for (int iteration = 0; iteration < MAX_NEWTON; iteration++) {
            cancellation.run();
            density(Density.NEWTON);
            double[] g = cross.scores(out[Density.L_ETA]);
            cross.multiplyLambda(lambdas, g, true);
            for (int i = 0; i < g.length; i++) g[i] += law[i][RandomLaw.F1];
            if (!factor(lambdas, false) && !factor(lambdas, true)) return false;
            double[] step = g.clone();
            cholesky.solve(step);
            double decrement = 0;
            for (int i = 0; i < g.length; i++) decrement += g[i] * step[i];
            double[] candidate = new double[u.length];
            double next = Double.NEGATIVE_INFINITY;
            boolean moved = false;
            double t = 1;
            for (int halving = 0; halving < 40 && !moved; halving++, t /= 2) {
                for (int i = 0; i < u.length; i++) candidate[i] = u[i] + t * step[i];
                next = valueAt(psi, lambdas, candidate);
                moved = next >= value + 1e-4 * t * decrement
                        || decrement < 1e-6 && next >= value - 1e-9 * Math.abs(value);
            }
            if (!moved) return false;
            u = candidate;
            value = next;
            if (decrement < MODE_TOLERANCE) return true;
        }
        return false;
    }

    /** h at effects v; leaves eta and the laws there. */
    private double valueAt(double[] psi, double[][] lambdas, double[] v) {
        double[] random = predictor(lambdas, v, eta);
        for (int i = 0; i < random.length; i++) eta[i] += fixed[i];
        density(Density.VALUE);
        double[] kept = u;
        u = v;
        evaluateLaws(psi);
        u = kept;
        double h = value();
        return Double.isNaN(h) ? Double.NEGATIVE_INFINITY : h;
    }

    private double value() {
        double sum = 0;
        for (double l : out[Density.L]) sum += l;
        for (double[] f : law) sum += f[RandomLaw.F];
        return sum;
    }

    private void density(int want) {
        int n = data.n();
        data.density().evaluate(0, n, data.y(), data.w(), eta, tau, want, out);
        double[] count = data.count();
        if ((want & Density.VALUE) != 0) multiply(out[Density.L], count);
        if ((want & Density.NEWTON) != 0) {
            multiply(out[Density.L_ETA], count);
            multiply(out[Density.L_ETA2], count);
        }
        if ((want & Density.THIRD) != 0) multiply(out[Density.L_ETA3], count);
        if ((want & Density.DISPERSION) != 0)
            for (int row = Density.L_TAU; row < Density.ROWS; row++) multiply(out[row], count);
    }

    private static void multiply(double[] v, double[] by) {
        for (int i = 0; i < v.length; i++) v[i] *= by[i];
    }

    private void evaluateLaws(double[] psi) {
        for (int e = 0; e < structure.terms.size(); e++) {
            TermData term = structure.term(e);
            int q = term.q();
            for (int l = 0; l < term.m(); l++)
                for (int k = 0; k < q; k++) {
                    int at = structure.scalarStart[e] + l * q + k;
                    term.law().evaluate(u[at], term.lawTheta(psi, k), law[at]);
                }
        }
    }

    /** H at the derivatives in hand. @param clipped with every curvature made positive, for steps far from the mode */
    private boolean factor(double[][] lambdas, boolean clipped) {
        double[] l2 = out[Density.L_ETA2];
        for (int i = 0; i < omega.length; i++) omega[i] = clipped ? Math.abs(l2[i]) : -l2[i];
        for (int i = 0; i < prior.length; i++)
            prior[i] = clipped ? Math.max(1e-3, Math.abs(law[i][RandomLaw.F2])) : -law[i][RandomLaw.F2];
        cross.fill(omega);
        cross.assemble(lambdas, prior, cholesky);
        return cholesky.factor();
    }

    /** Z Lambda v by row. */
    private double[] predictor(double[][] lambdas, double[] v, double @org.jspecify.annotations.Nullable [] to) {
        int n = data.n();
        double[] result = to == null ? new double[n] : to;
        Arrays.fill(result, 0);
        double[] b = v.clone();
        cross.multiplyLambda(lambdas, b, false);
        for (int e = 0; e < structure.terms.size(); e++) {
            TermData term = structure.term(e);
            int q = term.q();
            int from = structure.scalarStart[e];
            int[] level = term.level();
            for (int k = 0; k < q; k++) {
                double[] z = term.z()[k];
                for (int i = 0; i < n; i++) result[i] += z[i] * b[from + level[i] * q + k];
            }
        }
        return result;
    }

    private double inverseDiagonal(int scalar) {
        int e = 0;
        while (scalar >= structure.scalarStart[e + 1]) e++;
        int q = structure.term(e).q();
        int l = (scalar - structure.scalarStart[e]) / q;
        int c = (scalar - structure.scalarStart[e]) % q;
        return cholesky.inverseEntry(e, l, c, e, l, c, 0);
    }

    /** s_i = a_i' H^-1 a_i, a_i = Lambda' z_i, for every row. */
    private double[] leverages(double[][] lambdas) {
        int n = data.n();
        double[] s = new double[n];
        int count = structure.terms.size();
        for (int e = 0; e < count; e++) {
            TermData a = structure.term(e);
            int q = a.q();
            // Lambda H^-1 Lambda' by level, then z' . z by row
            double[] own = new double[a.m() * q * q];
            for (int l = 0; l < a.m(); l++)
                for (int i = 0; i < q; i++)
                    for (int j = 0; j < q; j++) {
                        double sum = 0;
                        for (int c = 0; c <= i; c++)
                            for (int d = 0; d <= j; d++)
                                sum += lambdas[e][i * q + c]
                                        * cholesky.inverseEntry(e, l, c, e, l, d, 0)
                                        * lambdas[e][j * q + d];
                        own[(l * q + i) * q + j] = sum;
                    }
            for (int i = 0; i < q; i++)
                for (int j = 0; j < q; j++)
                    for (int row = 0; row < n; row++)
                        s[row] += a.z()[i][row] * a.z()[j][row] * own[(a.level()[row] * q + i) * q + j];
            for (int f = e + 1; f < count; f++) {
                TermData b = structure.term(f);
                int qb = b.q();
                BlockStructure.Cells cells = structure.cells[e][f];
                double[] pair = new double[cells.size() * q * qb];
                for (int cell = 0; cell < cells.size(); cell++)
                    for (int i = 0; i < q; i++)
                        for (int j = 0; j < qb; j++) {
                            double sum = 0;
                            for (int c = 0; c <= i; c++)
                                for (int d = 0; d <= j; d++)
                                    sum += lambdas[e][i * q + c]
                                            * cholesky.inverseEntry(
                                                    e,
                                                    cells.first[cell],
                                                    c,
                                                    f,
                                                    cells.second[cell],
                                                    d,
                                                    cells.place(cell))
                                            * lambdas[f][j * qb + d];
                            pair[(cell * q + i) * qb + j] = sum;
                        }
                for (int i = 0; i < q; i++)
                    for (int j = 0; j < qb; j++)
                        for (int row = 0; row < n; row++)
                            s[row] += 2 * a.z()[i][row] * b.z()[j][row] * pair[(cells.ofRow[row] * q + i) * qb + j];
            }
        }
        return s;
    }

    @Override
    public ConditionalModes conditionalModes(double[] psi) {
        double[][] lambdas = cross.lambdas(psi);
        findModes(psi, lambdas);
        density(Density.NEWTON);
        evaluateLaws(psi);
        factor(lambdas, false);
        cholesky.invert(0);
        return cross.conditionalModes(lambdas, u, cholesky, 1);
    }
}
