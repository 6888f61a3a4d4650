package org.glmmsql.likelihood;

import java.util.Arrays;

/**
 * H = [Lambda' C Lambda, Lambda' ZX; ., XX] plus a diagonal, from the cross-products into the blocks of a {@link BlockCholesky} (D20).
 */
final class BlockAssembly {
    private final BlockCross cross;
    private final BlockStructure structure;
    private final double[][] lambdas;
    private final BlockCholesky h;
    private double[] block = new double[64];
    private double[] half = new double[64];

    BlockAssembly(BlockCross cross, double[][] lambdas, BlockCholesky h) {
        this.cross = cross;
        this.lambdas = lambdas;
        this.h = h;
        structure = cross.structure;
    }

    /** @param prior the diagonal, one value a scalar, 0 for beta */
    void assemble(double[] prior) {
        h.clear();
        for (int e = 0; e < lambdas.length; e++) {
            for (int l = 0; l < structure.term(e).m(); l++) {
                addOwn(e, l, prior);
                addWithColumns(e, l);
            }
            for (int f = e + 1; f < lambdas.length; f++) addPairs(e, f);
        }
        int p = structure.p;
        int from = structure.denseSize() - p;
        for (int k = 0; k < p; k++) for (int l = k; l < p; l++) h.dense[from + k][from + l] += cross.xx[k * p + l];
    }

    private void addOwn(int e, int l, double[] prior) {
        int q = structure.term(e).q();
        int scalar = structure.scalarStart[e] + l * q;
        int of = structure.term(e).at(l);
        multiplyOwn(lambdas[e], of, q, cross.own[e], l * q * q);
        for (int c = 0; c < q; c++) {
            block[c * q + c] += prior[scalar + c];
            if (e < structure.sparseTerms) {
                int at = structure.diagonalStart[structure.nodeStart[e] + l];
                System.arraycopy(block, c * q, h.diagonal, at + c * q, q);
            } else {
                int row = scalar + c - structure.sparseScalars;
                System.arraycopy(block, c * q + c, h.dense[row], row, q - c);
            }
        }
    }

    private void addWithColumns(int e, int l) {
        int q = structure.term(e).q();
        int p = structure.p;
        int of = structure.term(e).at(l);
        int row = structure.scalarStart[e] + l * q - structure.sparseScalars;
        for (int c = 0; c < q; c++)
            for (int k = 0; k < p; k++) {
                double sum = 0;
                for (int i = c; i < q; i++) sum += lambdas[e][of + i * q + c] * cross.zx[e][(l * q + i) * p + k];
                if (e < structure.sparseTerms) {
                    int j = structure.nodeStart[e] + l;
                    int length = structure.length(j);
                    h.values[(int) structure.valueStart[j] + c * length + length - p + k] += sum;
                } else {
                    h.dense[row + c][structure.denseSize() - p + k] += sum;
                }
            }
    }

    private void addPairs(int e, int f) {
        int q = structure.term(e).q();
        int qb = structure.term(f).q();
        BlockStructure.Cells cells = structure.cells[e][f];
        for (int cell = 0; cell < cells.size(); cell++) {
            int first = structure.term(e).at(cells.first[cell]);
            int second = structure.term(f).at(cells.second[cell]);
            multiply(lambdas[e], first, q, cross.pairs[e][f], cell * q * qb, lambdas[f], second, qb);
            if (e < structure.sparseTerms) {
                int length = structure.length(structure.nodeStart[e] + cells.first[cell]);
                for (int c = 0; c < q; c++)
                    for (int d = 0; d < qb; d++)
                        h.values[(int) cells.place(cell) + c * length + d] += block[c * qb + d];
            } else {
                int column = structure.scalarStart[e] + cells.first[cell] * q - structure.sparseScalars;
                int row = structure.scalarStart[f] + cells.second[cell] * qb - structure.sparseScalars;
                for (int c = 0; c < q; c++)
                    for (int d = 0; d < qb; d++) h.dense[column + c][row + d] += block[c * qb + d];
            }
        }
        cross.checkpoint.after((long) cells.size() * q * qb);
    }

    /** Lambda' C Lambda of one level into {@link #block}: of what is symmetric, half is computed. */
    private void multiplyOwn(double[] lambda, int of, int q, double[] c, int at) {
        if (block.length < q * q) block = new double[q * q];
        if (q == 1) {
            block[0] = lambda[of] * c[at] * lambda[of];
            return;
        }
        if (half.length < q) half = new double[q];
        Arrays.fill(block, 0, q * q, 0);
        for (int k = 0; k < q; k++) {
            Arrays.fill(half, 0, k + 1, 0);
            // those of later l are in columns beyond k too, which are not needed; of effects by position most are 0
            for (int l = 0; l < q; l++)
                SmallCholesky.addTo(half, 0, c[at + k * q + l], lambda, of + l * q, Math.min(k, l) + 1);
            for (int i = 0; i <= k; i++) SmallCholesky.addTo(block, i * q, lambda[of + k * q + i], half, 0, i + 1);
        }
        for (int i = 0; i < q; i++) for (int j = 0; j < i; j++) block[j * q + i] = block[i * q + j];
    }

    /** A' C B for lower triangular A (q x q), B (r x r) and C (q x r), each at an offset, into {@link #block}. */
    private void multiply(double[] a, int atA, int q, double[] c, int at, double[] b, int atB, int r) {
        if (block.length < q * r) block = new double[q * r];
        if (q == 1 && r == 1) {
            block[0] = a[atA] * c[at] * b[atB];
            return;
        }
        if (half.length < q * r) half = new double[q * r];
        Arrays.fill(half, 0, q * r, 0);
        for (int k = 0; k < q; k++)
            for (int l = 0; l < r; l++) {
                double v = c[at + k * r + l];
                // of effects by position most are
                if (v == 0) continue;
                for (int j = 0; j <= l; j++) half[k * r + j] += v * b[atB + l * r + j];
            }
        Arrays.fill(block, 0, q * r, 0);
        for (int k = 0; k < q; k++)
            for (int i = 0; i <= k; i++) {
                double v = a[atA + k * q + i];
                for (int j = 0; j < r; j++) block[i * r + j] += v * half[k * r + j];
            }
    }
}
