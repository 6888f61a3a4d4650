package org.glmmsql.family;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where the derivatives of a {@link Jet} lie, and where the rows of a {@link LogDensity} have them: in as many variables as are asked for.
 * Predictors without effects are constants as long as nothing by them is wanted. Immutable, one for all rows.
 */
final class JetLayout {
    private record Key(int predictors, Want want) {}

    private static final Map<Key, JetLayout> LAYOUTS = new ConcurrentHashMap<>();

    /** The highest order that is computed. */
    final int order;

    /** Of the derivatives by a; by a and b; by a, b and c. */
    final int[] first;

    final int[][] second;
    final int[][][] third;

    /** Number of the variable of each predictor, or -1. */
    final int[] number;
    /** Places asked for, and where a jet has them. */
    final int[] place;

    final int[] inJet;

    private JetLayout(int predictors, Want want) {
        number = new int[predictors];
        int variables = 0;
        for (int s = 0; s < predictors; s++) {
            number[s] = want.isRandom(s) && (want.newton() || want.third()) || want.others() ? variables++ : -1;
        }
        order = want.third() || want.others() ? 3 : 2;
        first = new int[variables];
        second = new int[variables][variables];
        third = new int[variables][variables][variables];
        for (int a = 0; a < variables; a++) {
            first[a] = Want.place(a);
            for (int b = 0; b < variables; b++) {
                second[a][b] = Want.place(a, b);
                for (int c = 0; c < variables; c++) {
                    third[a][b][c] = Want.place(a, b, c);
                }
            }
        }
        place = want.rows(predictors);
        inJet = new int[place.length];
        int[] all = places(predictors);
        for (int i = 0; i < place.length; i++) {
            inJet[i] = all[place[i]];
        }
    }

    static JetLayout of(int predictors, Want want) {
        return LAYOUTS.computeIfAbsent(new Key(predictors, want), key -> new JetLayout(predictors, want));
    }

    int variables() {
        return first.length;
    }

    /** By place of the predictors that of the variables; 0 where some predictor is none. */
    private int[] places(int predictors) {
        int[] all = new int[Want.places(predictors)];
        for (int s = 0; s < predictors; s++) {
            for (int u = 0; u <= s; u++) {
                for (int v = 0; v <= u; v++) {
                    if (number[s] < 0 || number[u] < 0 || number[v] < 0) {
                        continue;
                    }
                    all[Want.place(s)] = Want.place(number[s]);
                    all[Want.place(s, u)] = Want.place(number[s], number[u]);
                    all[Want.place(s, u, v)] = Want.place(number[s], number[u], number[v]);
                }
            }
        }
        return all;
    }
}
