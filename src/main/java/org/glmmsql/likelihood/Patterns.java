package org.glmmsql.likelihood;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.glmmsql.random.Structure;

/**
 * Which effects the levels of a term have. A level whose rows lack positions has effects at its own positions only; levels with the same
 * ones have one pattern, and one Lambda. Effects are numbered within a level; where it has fewer than q, the others have a Lambda of 0.
 *
 * @param structures by pattern, over its positions; the first has q
 * @param positions by pattern, numbers of its positions among those of the design
 * @param ofLevel pattern of each level in canonical order
 * @param indicators whether each row is known to have one effect of a level
 */
record Patterns(List<Structure> structures, int[][] positions, int[] ofLevel, boolean indicators) {
    /** Where the effects of all levels are the same ones. */
    static Patterns one(Structure structure, int q, int m) {
        int[] all = new int[q];
        for (int k = 0; k < q; k++) all[k] = k;
        return new Patterns(List.of(structure), new int[][] {all}, new int[m], false);
    }

    /** The patterns of a term whose rows have one position each, or one for all levels if none has less or the structure has no others. */
    static Patterns of(Structure structure, double[][] z, int[] level, int m) {
        int q = z.length;
        Patterns whole = one(structure, q, m);
        if (!structure.byPosition() || structure.within(new int[] {0}) == null) return whole;
        int[][] byLevel = positionsByLevel(z, level, m);
        TreeMap<int[], Integer> numbers =
                new TreeMap<>(Comparator.<int[]>comparingInt(own -> -own.length).thenComparing(Arrays::compare));
        for (int[] own : byLevel) numbers.put(own, 0);
        if (numbers.firstKey().length < 2 || numbers.size() == 1 && numbers.firstKey().length == q)
            return new Patterns(whole.structures, whole.positions, whole.ofLevel, true);
        List<Structure> structures = new ArrayList<>();
        int[][] positions = numbers.keySet().toArray(int[][]::new);
        for (int[] own : positions) {
            numbers.put(own, structures.size());
            structures.add(structure.within(own));
        }
        int[] ofLevel = new int[m];
        for (int l = 0; l < m; l++) ofLevel[l] = numbers.get(byLevel[l]);
        return new Patterns(structures, positions, ofLevel, true);
    }

    /** The same where rows are sums of others, and may have more effects of a level than one. */
    Patterns ofAnyColumns() {
        return new Patterns(structures, positions, ofLevel, false);
    }

    private static int[][] positionsByLevel(double[][] z, int[] level, int m) {
        boolean[][] has = new boolean[m][];
        for (int k = 0; k < z.length; k++)
            for (int i = 0; i < level.length; i++)
                if (z[k][i] != 0) {
                    if (has[level[i]] == null) has[level[i]] = new boolean[z.length];
                    has[level[i]][k] = true;
                }
        int[][] positions = new int[m][];
        for (int l = 0; l < m; l++) positions[l] = has[l] == null ? new int[0] : places(has[l]);
        return positions;
    }

    private static int[] places(boolean[] has) {
        int[] places = new int[has.length];
        int count = 0;
        for (int k = 0; k < has.length; k++) if (has[k]) places[count++] = k;
        return Arrays.copyOf(places, count);
    }

    /** Whether levels differ in their effects. */
    boolean differ() {
        return positions.length > 1;
    }

    /** The largest number of effects of a level. */
    int q() {
        return positions[0].length;
    }

    /** Indicators of the positions within the levels. */
    double[][] local(double[][] z, int[] level) {
        double[][] local = new double[q()][level.length];
        for (int pattern = 0; pattern < positions.length; pattern++)
            for (int k = 0; k < positions[pattern].length; k++) {
                double[] column = z[positions[pattern][k]];
                for (int i = 0; i < level.length; i++) if (ofLevel[level[i]] == pattern) local[k][i] = column[i];
            }
        return local;
    }

    /** Lambda of all patterns, q x q each, one after the other. */
    double[] lambdas(double[] psi, int from) {
        int q = q();
        double[] all = new double[positions.length * q * q];
        for (int pattern = 0; pattern < positions.length; pattern++) {
            int own = positions[pattern].length;
            if (own == 0) continue;
            double[] lambda = new double[own * own];
            structures.get(pattern).lambda(own, psi, from, lambda);
            for (int i = 0; i < own; i++) System.arraycopy(lambda, i * own, all, (pattern * q + i) * q, own);
        }
        return all;
    }

    /** The chain rule, given df / dLambda in the layout of {@link #lambdas}. */
    void gradient(double[] psi, int from, double[] g, double[] gradient) {
        int q = q();
        for (int pattern = 0; pattern < positions.length; pattern++) {
            int own = positions[pattern].length;
            if (own == 0) continue;
            double[] block = new double[own * own];
            for (int i = 0; i < own; i++) System.arraycopy(g, (pattern * q + i) * q, block, i * own, own);
            structures.get(pattern).gradient(own, psi, from, block, gradient);
        }
    }

    /** dLambda / dtheta_k in the layout of {@link #lambdas}, for each parameter. */
    double[][] slopes(double[] psi, int from, int parameters) {
        int q = q();
        double[][] all = new double[parameters][positions.length * q * q];
        for (int pattern = 0; pattern < positions.length; pattern++) {
            int own = positions[pattern].length;
            if (own == 0) continue;
            double[][] slopes = new double[parameters][own * own];
            structures.get(pattern).slopes(own, psi, from, slopes);
            for (int k = 0; k < parameters; k++)
                for (int i = 0; i < own; i++) System.arraycopy(slopes[k], i * own, all[k], (pattern * q + i) * q, own);
        }
        return all;
    }
}
