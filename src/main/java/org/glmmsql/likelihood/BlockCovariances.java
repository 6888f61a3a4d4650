package org.glmmsql.likelihood;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Conditional covariances of effects of different terms given beta: Lambda_e V_ef Lambda_f', V_ef the block of H^-1. All pairs of levels
 * where they are not many; else those that occur together in a row, if these are not many either or each level has one partner, as in a
 * nesting; else none.
 */
final class BlockCovariances {
    /** Of the covariances between two terms. */
    static final int MOST = 10_000;

    private final BlockCross cross;
    private final BlockStructure s;
    private final double[][] lambdas;
    private final Factorization h;
    private final double scale;
    private final double[][] slopes;

    /** @param slopes dw/dbeta by scalar, one array a fixed effect */
    BlockCovariances(BlockCross cross, double[][] lambdas, Factorization h, double scale, double[][] slopes) {
        this.cross = cross;
        s = cross.structure;
        this.lambdas = lambdas;
        this.h = h;
        this.scale = scale;
        this.slopes = slopes;
    }

    /** By pair of terms of the design. */
    List<ConditionalModes.Between> all() {
        List<ConditionalModes.Between> result = new ArrayList<>();
        for (int e = 0; e < s.terms.size(); e++)
            for (int f = e + 1; f < s.terms.size(); f++) {
                long size = (long) s.term(e).q() * s.term(f).q();
                int cells = s.cells[e][f].size();
                if (size * s.term(e).m() * s.term(f).m() <= MOST) result.add(ofAllLevels(e, f));
                else if (cells <= s.term(e).m() || size * cells <= MOST) result.add(ofCells(e, f));
            }
        return result;
    }

    /** By solutions for each effect of the term with fewer levels: entries beyond the pattern of the factor are not kept. */
    private ConditionalModes.Between ofAllLevels(int e, int f) {
        TermData a = s.term(e);
        TermData b = s.term(f);
        int q = a.q();
        int r = b.q();
        Pair pair = new Pair(e, f);
        double[] block = new double[q * r];
        for (int m = 0; m < b.m(); m++) {
            double[][] columns = new double[r][];
            for (int d = 0; d < r; d++) columns[d] = column(s.scalarStart[f] + m * r + d);
            for (int l = 0; l < a.m(); l++) {
                for (int c = 0; c < q; c++)
                    for (int d = 0; d < r; d++) block[c * r + d] = columns[d][s.scalarStart[e] + l * q + c];
                pair.add(l, m, block);
            }
        }
        return pair.told();
    }

    /** Of H^-1 without beta: H^-1 - H^-1_wb (H^-1_bb)^-1 H^-1_bw. */
    private double[] column(int scalar) {
        double[] x = new double[s.scalars];
        x[scalar] = 1;
        h.solve(x);
        for (int k = 0; k < s.p; k++) {
            double ofBeta = x[s.scalars - s.p + k];
            for (int i = 0; i < s.scalars - s.p; i++) x[i] -= slopes[k][i] * ofBeta;
        }
        return x;
    }

    private ConditionalModes.Between ofCells(int e, int f) {
        h.invert(s.p);
        BlockStructure.Cells cells = s.cells[e][f];
        int q = s.term(e).q();
        int r = s.term(f).q();
        Pair pair = new Pair(e, f);
        double[] block = new double[q * r];
        for (int k = 0; k < cells.size(); k++) {
            for (int c = 0; c < q; c++)
                for (int d = 0; d < r; d++)
                    block[c * r + d] = h.inverseEntry(e, cells.first[k], c, f, cells.second[k], d, cells.place(k));
            pair.add(cells.first[k], cells.second[k], block);
        }
        return pair.told();
    }

    /** Covariances of two terms as they come, level by level. */
    private final class Pair {
        private final int e;
        private final int f;
        private final TermData a;
        private final TermData b;
        /** Whether the term that is eliminated first is the first of the design, too. */
        private final boolean inOrder;

        private final int size;
        private final int[][] with;
        private final double[][] covariances;
        /** By level of the first term of the design, how many blocks there are. */
        private final int[] count;

        Pair(int e, int f) {
            this.e = e;
            this.f = f;
            a = s.term(e);
            b = s.term(f);
            inOrder = s.order[e] < s.order[f];
            int m = (inOrder ? a : b).m();
            size = a.q() * b.q();
            with = new int[m][0];
            covariances = new double[m][0];
            count = new int[m];
        }

        /** @param v the block of H^-1 between two levels, by rows */
        void add(int l, int m, double[] v) {
            int q = a.q();
            int r = b.q();
            int own = inOrder ? a.original()[l] : b.original()[m];
            int place = count[own]++;
            if (place == with[own].length) {
                with[own] = Arrays.copyOf(with[own], Math.max(1, 2 * place));
                covariances[own] = Arrays.copyOf(covariances[own], with[own].length * size);
            }
            with[own][place] = inOrder ? b.original()[m] : a.original()[l];
            double[] to = covariances[own];
            for (int i = 0; i < q; i++)
                for (int j = 0; j < r; j++) {
                    double sum = 0;
                    for (int c = 0; c <= i; c++) {
                        double half = 0;
                        for (int d = 0; d <= j; d++) half += v[c * r + d] * lambdas[f][b.at(m) + j * r + d];
                        sum += lambdas[e][a.at(l) + i * q + c] * half;
                    }
                    to[place * size + (inOrder ? i * r + j : j * q + i)] = scale * sum;
                }
        }

        /** In the order of the levels. */
        ConditionalModes.Between told() {
            for (int l = 0; l < count.length; l++) {
                int[] sorted = Arrays.copyOf(with[l], count[l]);
                Arrays.sort(sorted);
                double[] blocks = new double[count[l] * size];
                for (int k = 0; k < count[l]; k++)
                    System.arraycopy(
                            covariances[l], k * size, blocks, Arrays.binarySearch(sorted, with[l][k]) * size, size);
                with[l] = sorted;
                covariances[l] = blocks;
            }
            int first = Math.min(s.order[e], s.order[f]);
            return new ConditionalModes.Between(first, Math.max(s.order[e], s.order[f]), with, covariances);
        }
    }
}
