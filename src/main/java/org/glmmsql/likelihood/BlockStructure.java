package org.glmmsql.likelihood;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Where H = -d2h/dv dv' of several random terms has entries, and in which order its block Cholesky factor eliminates (DESIGN.md, D20
 * to D22). Terms are ordered by number of levels, most first. A term stays <em>sparse</em> as long as eliminating the ones before it
 * leaves its own block block-diagonal: the first term always, every term of a nesting, no second term of a crossing. The rest, and
 * the fixed effects where they are integrated out too, form one dense trailing block.
 *
 * <p>Scalars are numbered in elimination order: level by level of the sparse terms, then the dense ones, then beta.
 */
final class BlockStructure {
    final List<TermData> terms;
    /** Term index by elimination position. */
    final int[] order;
    /** Number of sparse terms, the first in {@link #order}. */
    final int sparseTerms;
    /** By elimination position: number of the term's first scalar. */
    final int[] scalarStart;
    /** By elimination position of a sparse term: its first node. */
    final int[] nodeStart;

    final int nodes;
    final int sparseScalars;
    final int scalars;
    /** Number of fixed effects that are part of the structure, the last scalars. */
    final int p;
    /** Pairs of elimination positions (e, f), e < f, that rows connect. */
    final Cells[][] cells;
    /** By node: scalars it is connected to after elimination of those before, ascending, {@code index[indexStart[j]..]}. */
    final int[] indexStart;

    final int[] index;
    /** By node: start of its q x length off-diagonal block in the value array. */
    final long[] valueStart;
    /** By node: start of its q x q diagonal block. */
    final int[] diagonalStart;
    /** By node: its number of coefficients. */
    final int[] nodeSize;
    /** Places of a node's later scalars in the lists of its sparse neighbours, {@code map[mapStart[j]..]}. */
    final int[] mapStart;

    final int[] map;
    /** Node of each sparse scalar. */
    final int[] nodeOfScalar;

    /** Pairs of levels of two terms that occur together in a row. */
    static final class Cells {
        final int[] ofRow;
        final int[] first;
        final int[] second;
        private long[] at = new long[0];

        Cells(int[] levelA, int[] levelB, int mB) {
            int n = levelA.length;
            long[] sorted = new long[n];
            for (int i = 0; i < n; i++) sorted[i] = key(levelA[i], levelB[i], mB);
            Arrays.sort(sorted);
            int distinct = 0;
            for (int i = 0; i < n; i++) if (i == 0 || sorted[i] != sorted[i - 1]) sorted[distinct++] = sorted[i];
            first = new int[distinct];
            second = new int[distinct];
            for (int c = 0; c < distinct; c++) {
                first[c] = (int) (sorted[c] / mB);
                second[c] = (int) (sorted[c] % mB);
            }
            ofRow = new int[n];
            for (int i = 0; i < n; i++)
                ofRow[i] = i > 0 && levelA[i] == levelA[i - 1] && levelB[i] == levelB[i - 1]
                        ? ofRow[i - 1]
                        : Arrays.binarySearch(sorted, 0, distinct, key(levelA[i], levelB[i], mB));
        }

        private static long key(int a, int b, int mB) {
            return (long) a * mB + b;
        }

        int size() {
            return first.length;
        }

        /** Start of a cell's entries in the value array, if its first term is sparse. */
        long place(int cell) {
            return at.length == 0 ? 0 : at[cell];
        }
    }

    /** @param p number of fixed effects to integrate out with the random ones, or 0 */
    BlockStructure(List<TermData> terms, int p) {
        this.terms = terms;
        this.p = p;
        int count = terms.size();
        order = IntStream.range(0, count)
                .boxed()
                .sorted(Comparator.comparingInt(t -> -terms.get(t).m()))
                .mapToInt(Integer::intValue)
                .toArray();
        cells = new Cells[count][count];
        for (int e = 0; e < count; e++)
            for (int f = e + 1; f < count; f++) cells[e][f] = new Cells(term(e).level(), term(f).level(), term(f).m());

        int[] blockStart = new int[count + 1];
        for (int e = 0; e < count; e++) blockStart[e + 1] = blockStart[e] + term(e).m();
        List<int[][]> neighbours = new ArrayList<>();
        int sparse = 0;
        while (sparse < count && staysBlockDiagonal(sparse, neighbours, blockStart)) {
            neighbours.add(neighboursOf(sparse, neighbours, blockStart));
            sparse++;
        }
        sparseTerms = sparse;

        scalarStart = new int[count + 1];
        nodeStart = new int[sparse + 1];
        for (int e = 0; e < count; e++) {
            scalarStart[e + 1] = scalarStart[e] + term(e).m() * term(e).q();
            if (e < sparse) nodeStart[e + 1] = nodeStart[e] + term(e).m();
        }
        nodes = nodeStart[sparse];
        sparseScalars = scalarStart[sparse];
        scalars = scalarStart[count] + p;

        indexStart = new int[nodes + 1];
        valueStart = new long[nodes + 1];
        diagonalStart = new int[nodes + 1];
        nodeSize = new int[nodes];
        nodeOfScalar = new int[sparseScalars];
        placeNodes(neighbours, blockStart);
        index = new int[indexStart[nodes]];
        fillIndex(neighbours, blockStart);
        mapStart = new int[nodes + 1];
        map = mapNeighbours();
        for (int e = 0; e < sparse; e++) for (int f = e + 1; f < count; f++) placeCells(e, f);
    }

    private void placeNodes(List<int[][]> neighbours, int[] blockStart) {
        for (int e = 0, j = 0; e < sparseTerms; e++)
            for (int l = 0; l < term(e).m(); l++, j++) {
                int q = term(e).q();
                int length = p;
                for (int block : neighbours.get(e)[l])
                    length += term(termOfBlock(block, blockStart)).q();
                indexStart[j + 1] = indexStart[j] + length;
                valueStart[j + 1] = valueStart[j] + (long) q * length;
                diagonalStart[j + 1] = diagonalStart[j] + q * q;
                nodeSize[j] = q;
                for (int c = 0; c < q; c++) nodeOfScalar[scalarStart[e] + l * q + c] = j;
            }
    }

    private void fillIndex(List<int[][]> neighbours, int[] blockStart) {
        for (int e = 0, j = 0; e < sparseTerms; e++)
            for (int l = 0; l < term(e).m(); l++, j++) {
                int at = indexStart[j];
                for (int block : neighbours.get(e)[l]) {
                    int f = termOfBlock(block, blockStart);
                    int q = term(f).q();
                    int from = scalarStart[f] + (block - blockStart[f]) * q;
                    for (int c = 0; c < q; c++) index[at++] = from + c;
                }
                for (int k = 0; k < p; k++) index[at++] = scalars - p + k;
            }
    }

    private void placeCells(int e, int f) {
        Cells pair = cells[e][f];
        pair.at = new long[pair.size()];
        for (int c = 0; c < pair.size(); c++) {
            int j = nodeStart[e] + pair.first[c];
            pair.at[c] = valueStart[j] + place(j, scalarStart[f] + pair.second[c] * term(f).q());
        }
    }

    TermData term(int position) {
        return terms.get(order[position]);
    }

    /** Number of scalars in the list of a node. */
    int length(int node) {
        return indexStart[node + 1] - indexStart[node];
    }

    /** Number of scalars of the dense trailing block. */
    int denseSize() {
        return scalars - sparseScalars;
    }

    private int place(int node, int scalar) {
        return Arrays.binarySearch(index, indexStart[node], indexStart[node + 1], scalar) - indexStart[node];
    }

    private static int termOfBlock(int block, int[] blockStart) {
        int f = 0;
        while (block >= blockStart[f + 1]) f++;
        return f;
    }

    private static boolean staysBlockDiagonal(int f, List<int[][]> neighbours, int[] blockStart) {
        for (int[][] ofTerm : neighbours)
            for (int[] list : ofTerm) {
                int inTerm = 0;
                for (int block : list) if (block >= blockStart[f] && block < blockStart[f + 1]) inTerm++;
                if (inTerm > 1) return false;
            }
        return true;
    }

    /** Later blocks each level of a sparse term is connected to: by its rows, and by fill from the levels whose parent it is. */
    private int[][] neighboursOf(int e, List<int[][]> earlier, int[] blockStart) {
        int m = term(e).m();
        IntLists lists = new IntLists(m);
        for (int f = e + 1; f < order.length; f++)
            for (int c = 0; c < cells[e][f].size(); c++)
                lists.add(cells[e][f].first[c], blockStart[f] + cells[e][f].second[c]);
        for (int[][] ofTerm : earlier)
            for (int[] list : ofTerm)
                if (list.length > 0 && list[0] >= blockStart[e] && list[0] < blockStart[e + 1])
                    for (int k = 1; k < list.length; k++) lists.add(list[0] - blockStart[e], list[k]);
        return lists.sortedDistinct();
    }

    private int[] mapNeighbours() {
        int total = 0;
        for (int j = 0; j < nodes; j++) {
            mapStart[j] = total;
            for (int i = indexStart[j]; i < indexStart[j + 1] && index[i] < sparseScalars; ) {
                int size = nodeSize[nodeOfScalar[index[i]]];
                i += size;
                total += indexStart[j + 1] - i;
            }
        }
        mapStart[nodes] = total;
        int[] result = new int[total];
        int at = 0;
        for (int j = 0; j < nodes; j++)
            for (int i = indexStart[j]; i < indexStart[j + 1] && index[i] < sparseScalars; ) {
                int k = nodeOfScalar[index[i]];
                i += nodeSize[k];
                for (int later = i; later < indexStart[j + 1]; later++) result[at++] = place(k, index[later]);
            }
        return result;
    }

    /** Growing lists of ints, one for each level. */
    private static final class IntLists {
        private static final int[] EMPTY = new int[0];
        private final int[][] lists;
        private final int[] sizes;

        IntLists(int m) {
            lists = new int[m][];
            Arrays.fill(lists, EMPTY);
            sizes = new int[m];
        }

        void add(int list, int value) {
            int[] current = lists[list];
            int size = sizes[list];
            if (size > 0 && current[size - 1] == value) return;
            if (size == current.length) lists[list] = current = Arrays.copyOf(current, Math.max(2, 2 * size));
            current[size] = value;
            sizes[list]++;
        }

        int[][] sortedDistinct() {
            for (int l = 0; l < lists.length; l++) {
                int[] list = lists[l];
                Arrays.sort(list, 0, sizes[l]);
                int distinct = 0;
                for (int i = 0; i < sizes[l]; i++) if (i == 0 || list[i] != list[i - 1]) list[distinct++] = list[i];
                lists[l] = distinct == list.length ? list : Arrays.copyOf(list, distinct);
            }
            return lists;
        }
    }
}
