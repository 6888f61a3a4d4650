package org.glmmsql.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.glmmsql.family.LogDensity;

/**
 * Rows whose log-likelihood is asked for.
 *
 * @param y responses
 * @param w prior weights
 * @param eta fixed parts of the linear predictors, by predictor
 * @param terms random terms of all predictors
 */
record LogLikRows(double[] y, double[] w, double[][] eta, List<Term> terms, LogDensity density) {
    /**
     * A random term.
     *
     * @param predictor that its effects are part of
     * @param level name of the level of each row
     * @param z what multiplies the effects in each row
     */
    record Term(int predictor, RandomTerm term, String[] level, double[][] z) {}

    /**
     * Rows that have levels in common, directly or by others.
     *
     * @param rows their numbers
     * @param level by term and row, the number of its level among those of the term here
     * @param levels by term, how many
     */
    record Part(int[] rows, int[][] level, int[] levels) {}

    /** The same in an order that depends on their values alone. */
    LogLikRows sorted() {
        Comparator<Integer> order = Comparator.comparing(i -> 0);
        for (Term term : terms) {
            order = order.thenComparing(i -> term.level[i]);
        }
        order = order.thenComparingDouble(i -> y[i]).thenComparingDouble(i -> w[i]);
        for (double[] predictor : eta) {
            order = order.thenComparingDouble(i -> predictor[i]);
        }
        for (Term term : terms) {
            for (int c = 0; c < term.term.q(); c++) {
                int column = c;
                order = order.thenComparingDouble(i -> term.z[i][column]);
            }
        }
        int[] rows = IntStream.range(0, y.length)
                .boxed()
                .sorted(order)
                .mapToInt(Integer::intValue)
                .toArray();
        double[][] predictors = new double[eta.length][];
        for (int s = 0; s < eta.length; s++) {
            predictors[s] = chosen(eta[s], rows);
        }
        return new LogLikRows(
                chosen(y, rows),
                chosen(w, rows),
                predictors,
                terms.stream()
                        .map(term -> new Term(
                                term.predictor,
                                term.term,
                                IntStream.of(rows).mapToObj(i -> term.level[i]).toArray(String[]::new),
                                IntStream.of(rows).mapToObj(i -> term.z[i]).toArray(double[][]::new)))
                        .toList(),
                density);
    }

    static double[] chosen(double[] values, int[] rows) {
        return IntStream.of(rows).mapToDouble(i -> values[i]).toArray();
    }

    /** The parts that are independent of one another. */
    List<Part> parts() {
        int n = y.length;
        int[] parent = IntStream.range(0, n).toArray();
        for (Term term : terms) {
            Map<String, Integer> first = new HashMap<>();
            for (int i = 0; i < n; i++) {
                Integer known = first.putIfAbsent(term.term.group() + "\u0000" + term.level[i], i);
                if (known != null) {
                    join(parent, known, i);
                }
            }
        }
        Map<Integer, List<Integer>> rows = new LinkedHashMap<>();
        for (int i = 0; i < n; i++) {
            // without random terms all rows are one part
            int root = terms.isEmpty() ? 0 : root(parent, i);
            rows.computeIfAbsent(root, any -> new ArrayList<>()).add(i);
        }
        return rows.values().stream()
                .map(some -> part(some.stream().mapToInt(Integer::intValue).toArray()))
                .toList();
    }

    private Part part(int[] rows) {
        int[][] level = new int[terms.size()][rows.length];
        int[] levels = new int[terms.size()];
        for (int t = 0; t < levels.length; t++) {
            Map<String, Integer> known = new HashMap<>();
            for (int r = 0; r < rows.length; r++) {
                level[t][r] = known.computeIfAbsent(terms.get(t).level[rows[r]], any -> known.size());
            }
            levels[t] = known.size();
        }
        return new Part(rows, level, levels);
    }

    private static int root(int[] parent, int i) {
        int root = i;
        while (parent[root] != root) {
            root = parent[root];
        }
        for (int at = i; parent[at] != root; ) {
            int next = parent[at];
            parent[at] = root;
            at = next;
        }
        return root;
    }

    private static void join(int[] parent, int a, int b) {
        int one = root(parent, a);
        int other = root(parent, b);
        parent[Math.max(one, other)] = Math.min(one, other);
    }
}
