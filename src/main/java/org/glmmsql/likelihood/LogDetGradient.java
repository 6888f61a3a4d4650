package org.glmmsql.likelihood;

import java.util.Arrays;

/** The gradient of log det H by Lambda, from the cross-products and the inverse of H on their pattern (DESIGN.md, D11, D18). */
final class LogDetGradient {
    private final BlockCross cross;
    private final BlockStructure structure;
    private final double[][] lambdas;
    private final Factorization h;
    /** By elimination position, in the layout of {@link TermData#lambdas}. */
    private final double[][] g;

    /** @param g by elimination position, q x q: what the gradient is added to */
    LogDetGradient(BlockCross cross, double[][] lambdas, Factorization h, double[][] g) {
        this.cross = cross;
        this.lambdas = lambdas;
        this.h = h;
        this.g = g;
        structure = cross.structure;
    }

    /**
     * Adds {@code factor} times half the gradient, the blocks of Z' Omega Z Lambda H^-1 summed over levels. The inverse must have been
     * computed.
     *
     * @param withBeta whether H^-1 is of H with its fixed effects
     */
    void add(double factor, boolean withBeta) {
        for (int e = 0; e < g.length; e++) {
            TermData a = structure.term(e);
            int q = a.q();
            double[] v = new double[q * q];
            for (int l = 0; l < a.m(); l++) {
                for (int c = 0; c < q; c++)
                    for (int d = 0; d < q; d++) v[c * q + d] = h.inverseEntry(e, l, c, e, l, d, 0);
                addOwn(factor, cross.own[e], l * q * q, q, lambdas[e], v, g[e], a.at(l));
                if (withBeta) addWithColumns(factor, e, l);
            }
            for (int f = e + 1; f < g.length; f++) addPairs(factor, e, f);
        }
    }

    /** The lower triangle of factor C Lambda V for the q x q blocks of one level: that of g is all that is read. */
    private static void addOwn(
            double factor, double[] c, int at, int q, double[] lambda, double[] v, double[] g, int of) {
        if (q == 1) {
            g[of] += factor * c[at] * lambda[of] * v[0];
            return;
        }
        double[] row = new double[q];
        for (int i = 0; i < q; i++) {
            Arrays.fill(row, 0);
            for (int l = 0; l < q; l++)
                SmallCholesky.addTo(row, 0, factor * c[at + i * q + l], lambda, of + l * q, l + 1);
            for (int k = 0; k < q; k++) SmallCholesky.addTo(g, of + i * q, row[k], v, k * q, i + 1);
        }
    }

    private void addWithColumns(double factor, int e, int l) {
        int q = structure.term(e).q();
        int p = structure.p;
        for (int i = 0; i < q; i++)
            for (int k = 0; k < q; k++) {
                double sum = 0;
                for (int b = 0; b < p; b++) sum += cross.zx[e][(l * q + i) * p + b] * h.inverseEntryBeta(e, l, k, b);
                g[e][structure.term(e).at(l) + i * q + k] += factor * sum;
            }
    }

    private void addPairs(double factor, int e, int f) {
        int q = structure.term(e).q();
        int qb = structure.term(f).q();
        BlockStructure.Cells cells = structure.cells[e][f];
        double[] v = new double[q * qb];
        double[] pairs = cross.pairs[e][f];
        for (int cell = 0; cell < cells.size(); cell++) {
            for (int c = 0; c < q; c++)
                for (int d = 0; d < qb; d++)
                    v[c * qb + d] =
                            h.inverseEntry(e, cells.first[cell], c, f, cells.second[cell], d, cells.place(cell));
            int a = structure.term(e).at(cells.first[cell]);
            int b = structure.term(f).at(cells.second[cell]);
            addProduct(factor, pairs, cell * q * qb, q, qb, false, lambdas[f], b, v, true, g[e], a);
            addProduct(factor, pairs, cell * q * qb, q, qb, true, lambdas[e], a, v, false, g[f], b);
        }
        cross.checkpoint.after((long) cells.size() * q * qb);
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
            int ofLambda,
            double[] v,
            boolean vTransposed,
            double[] g,
            int ofG) {
        int rows = transposed ? r : q;
        int inner = transposed ? q : r;
        if (rows == 1 && inner == 1) {
            g[ofG] += factor * c[at] * lambda[ofLambda] * v[0];
            return;
        }
        for (int i = 0; i < rows; i++)
            for (int k = 0; k < inner; k++) {
                double cl = 0;
                for (int l = k; l < inner; l++)
                    cl += (transposed ? c[at + l * r + i] : c[at + i * r + l]) * lambda[ofLambda + l * inner + k];
                for (int j = 0; j < rows; j++)
                    g[ofG + i * rows + j] += factor * cl * (vTransposed ? v[j * inner + k] : v[k * rows + j]);
            }
    }
}
