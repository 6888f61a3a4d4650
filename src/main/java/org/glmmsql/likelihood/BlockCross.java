package org.glmmsql.likelihood;

import java.util.Arrays;

/**
 * Weighted cross-products Z' Omega Z, Z' Omega X, X' Omega X on a {@link BlockStructure}, level by level: sums over the rows that H is
 * made of (DESIGN.md, D18, D20).
 */
final class BlockCross {
    final BlockStructure structure;
    private final ModelData data;
    final Checkpoint checkpoint;
    /** By elimination position: m blocks q x q. */
    final double[][] own;
    /** By pair of positions: a block q_e x q_f for each cell. */
    final double[][][] pairs;
    /** By elimination position: m blocks q x p. */
    final double[][] zx;

    final double[] xx;

    BlockCross(BlockStructure structure, ModelData data, Checkpoint checkpoint) {
        this.structure = structure;
        this.data = data;
        this.checkpoint = checkpoint;
        int count = structure.terms.size();
        own = new double[count][];
        zx = new double[count][];
        pairs = new double[count][count][];
        for (int e = 0; e < count; e++) {
            TermData a = structure.term(e);
            own[e] = new double[a.m() * a.q() * a.q()];
            zx[e] = new double[a.m() * a.q() * structure.p];
            for (int f = e + 1; f < count; f++)
                pairs[e][f] = new double
                        [structure.cells[e][f].size()
                                * a.q()
                                * structure.term(f).q()];
        }
        xx = new double[structure.p * structure.p];
    }

    /** Weights of the rows between two linear predictors: minus the second derivatives of log f. */
    @FunctionalInterface
    interface Weights {
        double[] between(int s, int u);
    }

    /** Replaces the cross-products by those with these weights. */
    void fill(Weights weights) {
        for (int e = 0; e < own.length; e++) {
            int predictor = structure.term(e).predictor();
            fillOwn(e, weights.between(predictor, predictor));
            if (structure.p > 0) fillWithColumns(e, weights.between(predictor, 0));
            for (int f = e + 1; f < own.length; f++)
                fillPair(e, f, weights.between(predictor, structure.term(f).predictor()));
        }
        if (structure.p > 0) fillColumns(weights.between(0, 0));
    }

    private void fillOwn(int e, double[] omega) {
        TermData a = structure.term(e);
        int q = a.q();
        int[] level = a.level();
        double[] block = own[e];
        Arrays.fill(block, 0);
        int[] effect = a.effectOfRow();
        if (effect != null) {
            for (int i = 0; i < level.length; i++) {
                int c = effect[i];
                double z = a.z()[c][i];
                block[(level[i] * q + c) * q + c] += omega[i] * z * z;
            }
            checkpoint.after(level.length);
            return;
        }
        for (int c = 0; c < q; c++)
            for (int d = 0; d < q; d++) {
                double[] zc = a.z()[c];
                double[] zd = a.z()[d];
                for (int i = 0; i < level.length; i++) block[(level[i] * q + c) * q + d] += omega[i] * zc[i] * zd[i];
                checkpoint.after(level.length);
            }
    }

    private void fillWithColumns(int e, double[] omega) {
        TermData a = structure.term(e);
        int q = a.q();
        int p = structure.p;
        int[] level = a.level();
        double[] block = zx[e];
        Arrays.fill(block, 0);
        int[] effect = a.effectOfRow();
        if (effect != null) {
            for (int i = 0; i < level.length; i++) {
                double v = omega[i] * a.z()[effect[i]][i];
                int at = (level[i] * q + effect[i]) * p;
                for (int k = 0; k < p; k++) block[at + k] += v * data.x()[k][i];
            }
            checkpoint.after((long) level.length * p);
            return;
        }
        for (int c = 0; c < q; c++)
            for (int k = 0; k < p; k++) {
                double[] zc = a.z()[c];
                double[] xk = data.x()[k];
                for (int i = 0; i < level.length; i++) block[(level[i] * q + c) * p + k] += omega[i] * zc[i] * xk[i];
                checkpoint.after(level.length);
            }
    }

    private void fillPair(int e, int f, double[] omega) {
        TermData a = structure.term(e);
        TermData b = structure.term(f);
        int q = a.q();
        int qb = b.q();
        int[] cell = structure.cells[e][f].ofRow;
        double[] block = pairs[e][f];
        Arrays.fill(block, 0);
        for (int c = 0; c < q; c++)
            for (int d = 0; d < qb; d++) {
                double[] zc = a.z()[c];
                double[] zd = b.z()[d];
                for (int i = 0; i < cell.length; i++) block[(cell[i] * q + c) * qb + d] += omega[i] * zc[i] * zd[i];
                checkpoint.after(cell.length);
            }
    }

    private void fillColumns(double[] omega) {
        int p = structure.p;
        double[][] x = data.x();
        for (int k = 0; k < p; k++)
            for (int l = 0; l <= k; l++) {
                double sum = ModelData.dot(x[k], x[l], 0, omega.length, omega, 0);
                xx[k * p + l] = sum;
                xx[l * p + k] = sum;
                checkpoint.after(omega.length);
            }
    }

    /** Lambda of each term at psi, by elimination position. */
    double[][] lambdas(double[] psi) {
        double[][] lambdas = new double[own.length][];
        for (int e = 0; e < own.length; e++) {
            TermData term = structure.term(e);
            lambdas[e] = term.lambdas(psi);
        }
        return lambdas;
    }

    /** Z' v by elimination-ordered scalars (before Lambda), and X' v of the mean in the last p places. @param byPredictor v */
    double[] scores(double[][] byPredictor) {
        BlockStructure s = structure;
        double[] result = new double[s.scalars];
        int n = data.n();
        for (int e = 0; e < own.length; e++) {
            TermData a = s.term(e);
            int q = a.q();
            int from = s.scalarStart[e];
            int[] level = a.level();
            double[] v = byPredictor[a.predictor()];
            int[] effect = a.effectOfRow();
            if (effect != null) {
                for (int i = 0; i < n; i++) result[from + level[i] * q + effect[i]] += v[i] * a.z()[effect[i]][i];
                continue;
            }
            for (int c = 0; c < q; c++) {
                double[] z = a.z()[c];
                for (int i = 0; i < n; i++) result[from + level[i] * q + c] += v[i] * z[i];
            }
        }
        for (int k = 0; k < s.p; k++) result[s.scalars - s.p + k] = ModelData.dot(data.x()[k], 0, n, byPredictor[0], 0);
        return result;
    }

    /** x := Lambda' x (or Lambda x) for every level. */
    void multiplyLambda(double[][] lambdas, double[] x, boolean transposed) {
        BlockStructure s = structure;
        for (int e = 0; e < own.length; e++) {
            TermData a = s.term(e);
            int q = a.q();
            double[] result = new double[q];
            for (int l = 0; l < a.m(); l++) {
                int from = s.scalarStart[e] + l * q;
                int at = a.at(l);
                for (int i = 0; i < q; i++) {
                    double sum = 0;
                    if (transposed) for (int k = i; k < q; k++) sum += lambdas[e][at + k * q + i] * x[from + k];
                    else for (int k = 0; k <= i; k++) sum += lambdas[e][at + i * q + k] * x[from + k];
                    result[i] = sum;
                }
                System.arraycopy(result, 0, x, from, q);
            }
        }
    }

    /** C b: what Z' Omega (Z b + X beta) is for b by scalars with beta last; for weights that do not change (gaussian). */
    double[] multiply(double[] b) {
        BlockStructure s = structure;
        int p = s.p;
        int betaFrom = s.scalars - p;
        double[] result = new double[s.scalars];
        for (int e = 0; e < own.length; e++) {
            TermData a = s.term(e);
            int q = a.q();
            for (int l = 0; l < a.m(); l++) {
                int from = s.scalarStart[e] + l * q;
                for (int i = 0; i < q; i++) {
                    double sum = 0;
                    for (int k = 0; k < q; k++) sum += own[e][(l * q + i) * q + k] * b[from + k];
                    for (int k = 0; k < p; k++) {
                        double c = zx[e][(l * q + i) * p + k];
                        sum += c * b[betaFrom + k];
                        result[betaFrom + k] += c * b[from + i];
                    }
                    result[from + i] += sum;
                }
            }
            for (int f = e + 1; f < own.length; f++) {
                int qb = s.term(f).q();
                BlockStructure.Cells cells = s.cells[e][f];
                for (int cell = 0; cell < cells.size(); cell++) {
                    int first = s.scalarStart[e] + cells.first[cell] * q;
                    int second = s.scalarStart[f] + cells.second[cell] * qb;
                    for (int i = 0; i < q; i++)
                        for (int k = 0; k < qb; k++) {
                            double c = pairs[e][f][(cell * q + i) * qb + k];
                            result[first + i] += c * b[second + k];
                            result[second + k] += c * b[first + i];
                        }
                }
            }
        }
        for (int k = 0; k < p; k++) for (int l = 0; l < p; l++) result[betaFrom + k] += xx[k * p + l] * b[betaFrom + l];
        return result;
    }

    double[] xx() {
        return xx;
    }
}
