package org.glmmsql.likelihood;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Levels of all random terms that rows connect, directly or by way of others: what is of two components is independent. */
final class Components {
    /** By term: component of each level. */
    final int[][] ofLevel;

    final int count;

    Components(List<TermData> terms) {
        int[] start = new int[terms.size() + 1];
        for (int t = 0; t < terms.size(); t++)
            start[t + 1] = start[t] + terms.get(t).m();
        int[] parent = new int[start[terms.size()]];
        for (int i = 0; i < parent.length; i++) parent[i] = i;
        for (int t = 1; t < terms.size(); t++) {
            int[] first = terms.get(0).level();
            int[] level = terms.get(t).level();
            for (int i = 0; i < level.length; i++) {
                int a = root(parent, first[i]);
                int b = root(parent, start[t] + level[i]);
                parent[Math.max(a, b)] = Math.min(a, b);
            }
        }
        ofLevel = new int[terms.size()][];
        Map<Integer, Integer> numbers = new HashMap<>();
        for (int t = 0; t < terms.size(); t++) {
            ofLevel[t] = new int[terms.get(t).m()];
            for (int l = 0; l < ofLevel[t].length; l++) {
                int root = root(parent, start[t] + l);
                Integer known = numbers.putIfAbsent(root, numbers.size());
                ofLevel[t][l] = known == null ? numbers.size() - 1 : known;
            }
        }
        count = numbers.size();
    }

    private static int root(int[] parent, int i) {
        int at = i;
        while (parent[at] != at) {
            parent[at] = parent[parent[at]];
            at = parent[at];
        }
        return at;
    }
}
