package org.glmmsql.likelihood;

import java.util.Arrays;
import java.util.Locale;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;

/**
 * Cholesky factor H = L L' on a {@link BlockStructure}: log-determinant, solutions, and the entries of H^-1 on the pattern of L
 * (Takahashi, Fagan and Chin 1973; DESIGN.md, D21 to D23).
 */
final class BlockCholesky implements Factorization {
    final BlockStructure structure;
    /** q x q blocks of the sparse nodes; the lower triangles are read. */
    final double[] diagonal;
    /** q x length blocks of the sparse nodes. */
    final double[] values;
    /** Rows of the trailing block, upper triangle read. */
    final double[][] dense;

    /** What may go into the blocks of one fit. */
    private static final double SHARE_OF_HEAP = 0.6;

    private final int denseSize;
    private final Checkpoint checkpoint;
    private final DenseCholesky denseFactor;
    /** H^-1 in the places of {@link #diagonal} and {@link #values}, full dense block. */
    private final double[] inverseDiagonal;

    private final double[] inverseValues;
    /** What {@link #invert} was last called with for this factor, or -1. */
    private int inverted = -1;

    private final double[][] inverseDense;

    BlockCholesky(BlockStructure structure, int threads, Checkpoint checkpoint) {
        this.structure = structure;
        this.checkpoint = checkpoint;
        requireMemory(structure);
        diagonal = new double[structure.diagonalStart[structure.nodes]];
        values = new double[Math.toIntExact(structure.valueStart[structure.nodes])];
        denseSize = structure.denseSize();
        denseFactor = new DenseCholesky(denseSize, threads, checkpoint);
        dense = denseFactor.a;
        inverseDiagonal = new double[diagonal.length];
        inverseValues = new double[values.length];
        inverseDense = denseFactor.inverse;
    }

    /** Blocks of doubles: H and its inverse, sparse and dense part. */
    private static void requireMemory(BlockStructure structure) {
        long sparse = structure.valueStart[structure.nodes];
        long dense = (long) structure.denseSize() * structure.denseSize();
        double bytes = 2.0 * Double.BYTES * (sparse + dense);
        double heap = Runtime.getRuntime().maxMemory();
        if (sparse > Integer.MAX_VALUE - 8 || bytes > SHARE_OF_HEAP * heap)
            throw new GlmmException(
                    ErrorCode.MEMORY,
                    String.format(
                            Locale.ROOT,
                            "the crossed grouping factors leave a dense block of %d effects, %.1f GB of the %.1f GB of memory Java has;"
                                    + " give more (java -Xmx), or leave out one of the crossed terms",
                            structure.denseSize(),
                            bytes / 1e9,
                            heap / 1e9));
    }

    void clear() {
        Arrays.fill(diagonal, 0);
        Arrays.fill(values, 0);
        for (int i = 0; i < denseSize; i++) Arrays.fill(dense[i], i, denseSize, 0);
    }

    @Override
    public boolean factor(BlockCross cross, double[][] lambdas, double[] prior) {
        new BlockAssembly(cross, lambdas, this).assemble(prior);
        return factor();
    }

    /** Replaces H by L. @return false if H is not positive definite */
    private boolean factor() {
        inverted = -1;
        BlockStructure s = structure;
        for (int j = 0; j < s.nodes; j++) {
            int q = s.nodeSize[j];
            int at = s.diagonalStart[j];
            if (!SmallCholesky.factor(diagonal, at, q)) return false;
            int length = s.length(j);
            int from = (int) s.valueStart[j];
            for (int c = 0; c < q; c++) {
                for (int k = 0; k < c; k++) {
                    double l = diagonal[at + c * q + k];
                    for (int i = 0; i < length; i++) values[from + c * length + i] -= l * values[from + k * length + i];
                }
                double scale = 1 / diagonal[at + c * q + c];
                for (int i = 0; i < length; i++) values[from + c * length + i] *= scale;
            }
            for (int c = 0; c < q; c++) update(j, from + c * length, length);
            checkpoint.after((long) q * length * length);
        }
        return denseFactor.factor();
    }

    /** Subtracts w w' for the row w of a node's factor from the blocks of the later scalars. */
    private void update(int j, int row, int length) {
        BlockStructure s = structure;
        int[] index = s.index;
        int first = s.indexStart[j];
        int i = 0;
        int map = s.mapStart[j];
        while (i < length && index[first + i] < s.sparseScalars) {
            int k = s.nodeOfScalar[index[first + i]];
            int size = s.nodeSize[k];
            int lengthK = s.length(k);
            int end = i + size;
            for (int r = 0; r < size; r++) {
                double w = values[row + i + r];
                for (int c = r; c < size; c++) diagonal[s.diagonalStart[k] + c * size + r] -= w * values[row + i + c];
                int to = (int) s.valueStart[k] + r * lengthK;
                for (int later = end; later < length; later++)
                    values[to + s.map[map + later - end]] -= w * values[row + later];
            }
            map += length - end;
            i = end;
        }
        for (; i < length; i++) {
            double w = values[row + i];
            if (w == 0) continue;
            double[] to = dense[index[first + i] - s.sparseScalars];
            for (int later = i; later < length; later++)
                to[index[first + later] - s.sparseScalars] -= w * values[row + later];
        }
    }

    @Override
    public double logDet(int without) {
        double sum = 0;
        for (int j = 0; j < structure.nodes; j++)
            sum += SmallCholesky.logDet(diagonal, structure.diagonalStart[j], structure.nodeSize[j]);
        return sum + denseFactor.logDet(without);
    }

    @Override
    public void solve(double[] x) {
        BlockStructure s = structure;
        for (int j = 0; j < s.nodes; j++) {
            int q = s.nodeSize[j];
            int at = scalarOf(j);
            SmallCholesky.forward(diagonal, s.diagonalStart[j], q, x, at);
            int length = s.length(j);
            for (int c = 0; c < q; c++) {
                int row = (int) s.valueStart[j] + c * length;
                double v = x[at + c];
                for (int i = 0; i < length; i++) x[s.index[s.indexStart[j] + i]] -= values[row + i] * v;
            }
        }
        denseFactor.solve(x, s.sparseScalars);
        for (int j = s.nodes - 1; j >= 0; j--) {
            int q = s.nodeSize[j];
            int at = scalarOf(j);
            int length = s.length(j);
            for (int c = 0; c < q; c++) {
                int row = (int) s.valueStart[j] + c * length;
                double v = 0;
                for (int i = 0; i < length; i++) v += values[row + i] * x[s.index[s.indexStart[j] + i]];
                x[at + c] -= v;
            }
            SmallCholesky.backward(diagonal, s.diagonalStart[j], q, x, at);
        }
    }

    private int scalarOf(int node) {
        int e = 0;
        while (node >= structure.nodeStart[e + 1]) e++;
        return structure.scalarStart[e] + (node - structure.nodeStart[e]) * structure.nodeSize[node];
    }

    @Override
    public void invert(int without) {
        if (inverted == without) return;
        inverted = without;
        BlockStructure s = structure;
        denseFactor.invert();
        if (without > 0) dropLast(without);
        double[] column = new double[64];
        double[] inverse = new double[64 * 64];
        for (int j = s.nodes - 1; j >= 0; j--) {
            int q = s.nodeSize[j];
            if (column.length < q) {
                column = new double[q];
                inverse = new double[q * q];
            }
            int at = s.diagonalStart[j];
            int length = s.length(j);
            int used = length - without;
            int first = s.indexStart[j];
            int from = (int) s.valueStart[j];
            // U = L^-T W in place of the inverse's off-diagonal block, then -U Z
            double[] u = new double[q * used];
            for (int i = 0; i < used; i++) {
                for (int c = 0; c < q; c++) column[c] = values[from + c * length + i];
                SmallCholesky.backward(diagonal, at, q, column, 0);
                for (int c = 0; c < q; c++) u[c * used + i] = column[c];
            }
            for (int c = 0; c < q; c++) Arrays.fill(inverseValues, from + c * length, from + (c + 1) * length, 0);
            multiplyByInverse(j, u, used, length);
            SmallCholesky.invert(diagonal, at, q, inverse, 0);
            for (int c = 0; c < q; c++)
                for (int r = 0; r < q; r++) {
                    double sum = inverse[c * q + r];
                    for (int i = 0; i < used; i++) sum -= inverseValues[from + c * length + i] * u[r * used + i];
                    inverseDiagonal[at + c * q + r] = sum;
                }
            checkpoint.after((long) q * used * used);
        }
    }

    /** Off-diagonal block of the inverse of node j: -U Z, Z the inverse among the node's neighbours. */
    private void multiplyByInverse(int j, double[] u, int used, int length) {
        BlockStructure s = structure;
        int q = s.nodeSize[j];
        int first = s.indexStart[j];
        int from = (int) s.valueStart[j];
        int i = 0;
        int map = s.mapStart[j];
        while (i < used && s.index[first + i] < s.sparseScalars) {
            int k = s.nodeOfScalar[s.index[first + i]];
            int size = s.nodeSize[k];
            int lengthK = s.length(k);
            int end = i + size;
            for (int c = 0; c < q; c++)
                for (int r = 0; r < size; r++) {
                    for (int r2 = 0; r2 < size; r2++)
                        inverseValues[from + c * length + i + r] -=
                                u[c * used + i + r2] * inverseDiagonal[s.diagonalStart[k] + r * size + r2];
                    int row = (int) s.valueStart[k] + r * lengthK;
                    for (int later = end; later < used; later++) {
                        double entry = inverseValues[row + s.map[map + later - end]];
                        inverseValues[from + c * length + i + r] -= u[c * used + later] * entry;
                        inverseValues[from + c * length + later] -= u[c * used + i + r] * entry;
                    }
                }
            map += length - end;
            i = end;
        }
        for (int a = i; a < used; a++) {
            double[] z = inverseDense[s.index[first + a] - s.sparseScalars];
            for (int c = 0; c < q; c++) {
                double sum = 0;
                for (int b = i; b < used; b++) sum += u[c * used + b] * z[s.index[first + b] - s.sparseScalars];
                inverseValues[from + c * length + a] -= sum;
            }
        }
    }

    /** From the inverse of the whole trailing block to that of its leading part: Z11 - Z12 Z22^-1 Z21. */
    private void dropLast(int without) {
        int keep = denseSize - without;
        double[][] z = inverseDense;
        double[] l = new double[without * without];
        for (int i = 0; i < without; i++) for (int k = 0; k < without; k++) l[i * without + k] = z[keep + i][keep + k];
        SmallCholesky.factor(l, 0, without);
        double[][] w = new double[keep][without];
        for (int i = 0; i < keep; i++) {
            System.arraycopy(z[i], keep, w[i], 0, without);
            SmallCholesky.forward(l, 0, without, w[i], 0);
        }
        for (int i = 0; i < keep; i++) {
            for (int k = 0; k < keep; k++) {
                double sum = 0;
                for (int c = 0; c < without; c++) sum += w[i][c] * w[k][c];
                z[i][k] -= sum;
            }
            checkpoint.after((long) keep * without);
        }
    }

    @Override
    public double inverseEntry(int e, int l, int c, int f, int m, int d, long cellAt) {
        BlockStructure s = structure;
        int qe = s.term(e).q();
        if (e < s.sparseTerms) {
            int j = s.nodeStart[e] + l;
            if (e == f) return inverseDiagonal[s.diagonalStart[j] + c * qe + d];
            return inverseValues[(int) cellAt + c * s.length(j) + d];
        }
        int row = s.scalarStart[e] + l * qe + c - s.sparseScalars;
        int column = s.scalarStart[f] + m * s.term(f).q() + d - s.sparseScalars;
        return inverseDense[row][column];
    }

    @Override
    public double inverseEntryBeta(int e, int l, int c, int k) {
        BlockStructure s = structure;
        int qe = s.term(e).q();
        if (e < s.sparseTerms) {
            int j = s.nodeStart[e] + l;
            int length = s.length(j);
            return inverseValues[(int) s.valueStart[j] + c * length + length - s.p + k];
        }
        int row = s.scalarStart[e] + l * qe + c - s.sparseScalars;
        return inverseDense[row][denseSize - s.p + k];
    }

    @Override
    public double inverseBeta(int i, int k) {
        return inverseDense[denseSize - structure.p + i][denseSize - structure.p + k];
    }
}
