package org.glmmsql.likelihood;

import java.util.Arrays;

/**
 * Weighted cross-products Z' Omega Z, Z' Omega X, X' Omega X on a {@link BlockStructure}, level by level; and what becomes of them: H,
 * and the gradient of log det H by Lambda (DESIGN.md, D18, D20).
 */
final class BlockCross {
    private final BlockStructure structure;
    private final ModelData data;
    private final Checkpoint checkpoint;
    /** By elimination position: m blocks q x q. */
    private final double[][] own;
    /** By pair of positions: a block q_e x q_f for each cell. */
    private final double[][][] pairs;
    /** By elimination position: m blocks q x p. */
    private final double[][] zx;

    private final double[] xx;

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
        int n = data.n();
        int p = structure.p;
        double[][] x = data.x();
        for (int e = 0; e < own.length; e++) {
            TermData a = structure.term(e);
            int q = a.q();
            int[] level = a.level();
            double[] omega = weights.between(a.predictor(), a.predictor());
            double[] withX = p == 0 ? omega : weights.between(a.predictor(), 0);
            Arrays.fill(own[e], 0);
            Arrays.fill(zx[e], 0);
            for (int c = 0; c < q; c++) {
                double[] zc = a.z()[c];
                for (int d = 0; d < q; d++) {
                    double[] zd = a.z()[d];
                    for (int i = 0; i < n; i++) own[e][(level[i] * q + c) * q + d] += omega[i] * zc[i] * zd[i];
                    checkpoint.after(n);
                }
                for (int k = 0; k < p; k++) {
                    double[] xk = x[k];
                    for (int i = 0; i < n; i++) zx[e][(level[i] * q + c) * p + k] += withX[i] * zc[i] * xk[i];
                    checkpoint.after(n);
                }
            }
            for (int f = e + 1; f < own.length; f++) {
                TermData b = structure.term(f);
                int qb = b.q();
                int[] cell = structure.cells[e][f].ofRow;
                double[] between = weights.between(a.predictor(), b.predictor());
                double[] block = pairs[e][f];
                Arrays.fill(block, 0);
                for (int c = 0; c < q; c++)
                    for (int d = 0; d < qb; d++) {
                        double[] zc = a.z()[c];
                        double[] zd = b.z()[d];
                        for (int i = 0; i < n; i++) block[(cell[i] * q + c) * qb + d] += between[i] * zc[i] * zd[i];
                        checkpoint.after(n);
                    }
            }
        }
        double[] omega = p == 0 ? new double[0] : weights.between(0, 0);
        for (int k = 0; k < p; k++)
            for (int l = 0; l <= k; l++) {
                double sum = 0;
                for (int i = 0; i < n; i++) sum += omega[i] * x[k][i] * x[l][i];
                xx[k * p + l] = sum;
                xx[l * p + k] = sum;
                checkpoint.after(n);
            }
    }

    /** Lambda of each term at psi, by elimination position. */
    double[][] lambdas(double[] psi) {
        double[][] lambdas = new double[own.length][];
        for (int e = 0; e < own.length; e++) {
            TermData term = structure.term(e);
            lambdas[e] = new double[term.q() * term.q()];
            term.lambda(psi, lambdas[e]);
        }
        return lambdas;
    }

    /** H = [Lambda' C Lambda, Lambda' ZX; ., XX] plus the diagonal {@code prior} (one value a scalar, 0 for beta). */
    void assemble(double[][] lambdas, double[] prior, BlockCholesky h) {
        BlockStructure s = structure;
        h.clear();
        int nd = s.denseSize();
        int p = s.p;
        double[] block = new double[64];
        for (int e = 0; e < own.length; e++) {
            TermData a = s.term(e);
            int q = a.q();
            boolean sparse = e < s.sparseTerms;
            for (int l = 0; l < a.m(); l++) {
                block = product(lambdas[e], q, own[e], l * q * q, lambdas[e], q, block);
                int scalar = s.scalarStart[e] + l * q;
                for (int c = 0; c < q; c++) {
                    block[c * q + c] += prior[scalar + c];
                    if (sparse) {
                        int at = s.diagonalStart[s.nodeStart[e] + l];
                        System.arraycopy(block, c * q, h.diagonal, at + c * q, q);
                    } else {
                        int row = scalar + c - s.sparseScalars;
                        System.arraycopy(block, c * q + c, h.dense[row], row, q - c);
                    }
                }
                for (int c = 0; c < q; c++)
                    for (int k = 0; k < p; k++) {
                        double sum = 0;
                        for (int i = c; i < q; i++) sum += lambdas[e][i * q + c] * zx[e][(l * q + i) * p + k];
                        if (sparse) {
                            int j = s.nodeStart[e] + l;
                            int length = s.length(j);
                            h.values[(int) s.valueStart[j] + c * length + length - p + k] += sum;
                        } else {
                            h.dense[scalar + c - s.sparseScalars][nd - p + k] += sum;
                        }
                    }
            }
            for (int f = e + 1; f < own.length; f++) {
                TermData b = s.term(f);
                int qb = b.q();
                BlockStructure.Cells cells = s.cells[e][f];
                for (int cell = 0; cell < cells.size(); cell++) {
                    block = product(lambdas[e], q, pairs[e][f], cell * q * qb, lambdas[f], qb, block);
                    if (sparse) {
                        int length = s.length(s.nodeStart[e] + cells.first[cell]);
                        for (int c = 0; c < q; c++)
                            for (int d = 0; d < qb; d++)
                                h.values[(int) cells.place(cell) + c * length + d] += block[c * qb + d];
                    } else {
                        int column = s.scalarStart[e] + cells.first[cell] * q - s.sparseScalars;
                        int row = s.scalarStart[f] + cells.second[cell] * qb - s.sparseScalars;
                        for (int c = 0; c < q; c++)
                            for (int d = 0; d < qb; d++) h.dense[column + c][row + d] += block[c * qb + d];
                    }
                }
                checkpoint.after((long) cells.size() * q * qb);
            }
        }
        for (int k = 0; k < p; k++) for (int l = k; l < p; l++) h.dense[nd - p + k][nd - p + l] += xx[k * p + l];
    }

    /** A' C B for lower triangular A (q x q), B (r x r) and C (q x r, at an offset), into {@code to}. */
    private static double[] product(double[] a, int q, double[] c, int at, double[] b, int r, double[] to) {
        double[] result = to.length >= q * r ? to : new double[q * r];
        if (q == 1 && r == 1) {
            result[0] = a[0] * c[at] * b[0];
            return result;
        }
        for (int i = 0; i < q; i++)
            for (int j = 0; j < r; j++) {
                double sum = 0;
                for (int k = i; k < q; k++) {
                    double inner = 0;
                    for (int l = j; l < r; l++) inner += c[at + k * r + l] * b[l * r + j];
                    sum += a[k * q + i] * inner;
                }
                result[i * r + j] = sum;
            }
        return result;
    }

    /**
     * Adds {@code factor} times half the gradient of log det H by Lambda, the blocks of Z' Omega Z Lambda H^-1 summed over levels, to
     * {@code g} (by elimination position, q x q). The inverse must have been computed.
     *
     * @param withBeta whether H^-1 is of H with its fixed effects
     */
    void addLogDetGradient(double factor, double[][] lambdas, BlockCholesky h, boolean withBeta, double[][] g) {
        BlockStructure s = structure;
        for (int e = 0; e < own.length; e++) {
            TermData a = s.term(e);
            int q = a.q();
            double[] v = new double[q * q];
            for (int l = 0; l < a.m(); l++) {
                for (int c = 0; c < q; c++)
                    for (int d = 0; d < q; d++) v[c * q + d] = h.inverseEntry(e, l, c, e, l, d, 0);
                addProduct(factor, own[e], l * q * q, q, q, false, lambdas[e], v, false, g[e]);
                if (withBeta)
                    for (int i = 0; i < q; i++)
                        for (int k = 0; k < q; k++) {
                            double sum = 0;
                            for (int b = 0; b < s.p; b++)
                                sum += zx[e][(l * q + i) * s.p + b] * h.inverseEntryBeta(e, l, k, b);
                            g[e][i * q + k] += factor * sum;
                        }
            }
            for (int f = e + 1; f < own.length; f++) {
                int qb = s.term(f).q();
                BlockStructure.Cells cells = s.cells[e][f];
                double[] vef = new double[q * qb];
                for (int cell = 0; cell < cells.size(); cell++) {
                    for (int c = 0; c < q; c++)
                        for (int d = 0; d < qb; d++)
                            vef[c * qb + d] = h.inverseEntry(
                                    e, cells.first[cell], c, f, cells.second[cell], d, cells.place(cell));
                    addProduct(factor, pairs[e][f], cell * q * qb, q, qb, false, lambdas[f], vef, true, g[e]);
                    addProduct(factor, pairs[e][f], cell * q * qb, q, qb, true, lambdas[e], vef, false, g[f]);
                }
                checkpoint.after((long) cells.size() * q * qb);
            }
        }
    }

    /**
     * g += factor C Lambda V, where C is a q x r block (its transpose if {@code transposed}), Lambda fits its columns, and V's rows fit
     * Lambda (its transpose if {@code vTransposed}).
     */
    private static void addProduct(
            double factor,
            double[] c,
            int at,
            int q,
            int r,
            boolean transposed,
            double[] lambda,
            double[] v,
            boolean vTransposed,
            double[] g) {
        int rows = transposed ? r : q;
        int inner = transposed ? q : r;
        if (rows == 1 && inner == 1) {
            g[0] += factor * c[at] * lambda[0] * v[0];
            return;
        }
        for (int i = 0; i < rows; i++)
            for (int k = 0; k < inner; k++) {
                double cl = 0;
                for (int l = k; l < inner; l++)
                    cl += (transposed ? c[at + l * r + i] : c[at + i * r + l]) * lambda[l * inner + k];
                for (int j = 0; j < rows; j++)
                    g[i * rows + j] += factor * cl * (vTransposed ? v[j * inner + k] : v[k * rows + j]);
            }
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
                for (int i = 0; i < q; i++) {
                    double sum = 0;
                    if (transposed) for (int k = i; k < q; k++) sum += lambdas[e][k * q + i] * x[from + k];
                    else for (int k = 0; k <= i; k++) sum += lambdas[e][i * q + k] * x[from + k];
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

    /**
     * dw/dbeta = -H^-1 Lambda' Z' Omega X by scalar, one array a fixed effect, where beta is part of the structure: minus H^-1_{w,beta}
     * (H^-1_{beta,beta})^-1 of the inverse of the whole matrix, which must be in hand, is the same thing without a solution.
     */
    double[][] slopes(BlockCholesky h) {
        BlockStructure s = structure;
        int p = s.p;
        double[] schur = new double[p * p];
        for (int i = 0; i < p; i++) for (int k = 0; k < p; k++) schur[i * p + k] = h.inverseBeta(i, k);
        SmallCholesky.factor(schur, 0, p);
        double[][] slopes = new double[p][s.scalars];
        double[] row = new double[p];
        for (int e = 0; e < own.length; e++) {
            int q = s.term(e).q();
            for (int l = 0; l < s.term(e).m(); l++)
                for (int c = 0; c < q; c++) {
                    for (int k = 0; k < p; k++) row[k] = h.inverseEntryBeta(e, l, c, k);
                    SmallCholesky.forward(schur, 0, p, row, 0);
                    SmallCholesky.backward(schur, 0, p, row, 0);
                    for (int k = 0; k < p; k++) slopes[k][s.scalarStart[e] + l * q + c] = row[k];
                }
        }
        return slopes;
    }

    /**
     * Conditional modes, covariances Lambda H^-1 Lambda' times {@code scale}, and slopes by the levels of the design.
     *
     * @param slopes dw/dbeta by scalar, one array a fixed effect
     */
    ConditionalModes conditionalModes(
            double[][] lambdas, double[] u, BlockCholesky h, double scale, double[][] slopes) {
        int p = slopes.length;
        double[][] effects = new double[p][];
        for (int k = 0; k < p; k++) {
            effects[k] = slopes[k].clone();
            multiplyLambda(lambdas, effects[k], false);
        }
        BlockStructure s = structure;
        double[] b = u.clone();
        multiplyLambda(lambdas, b, false);
        ConditionalModes.Term[] terms = new ConditionalModes.Term[own.length];
        for (int e = 0; e < own.length; e++) {
            TermData a = s.term(e);
            int q = a.q();
            double[][] modes = new double[a.m()][];
            double[][] covariance = new double[a.m()][q * (q + 1) / 2];
            double[][] byBeta = new double[a.m()][q * p];
            for (int l = 0; l < a.m(); l++) {
                int level = a.original()[l];
                int from = s.scalarStart[e] + l * q;
                modes[level] = Arrays.copyOfRange(b, from, from + q);
                for (int i = 0; i < q; i++) for (int k = 0; k < p; k++) byBeta[level][i * p + k] = effects[k][from + i];
                for (int i = 0, at = 0; i < q; i++)
                    for (int j = 0; j <= i; j++, at++) {
                        double sum = 0;
                        for (int c = 0; c <= i; c++)
                            for (int d = 0; d <= j; d++)
                                sum += lambdas[e][i * q + c]
                                        * h.inverseEntry(e, l, c, e, l, d, 0)
                                        * lambdas[e][j * q + d];
                        covariance[level][at] = scale * sum;
                    }
            }
            terms[s.order[e]] = new ConditionalModes.Term(modes, covariance, byBeta);
        }
        return new ConditionalModes(Arrays.asList(terms));
    }
}
