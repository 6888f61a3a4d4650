package org.glmmsql.family;

import java.util.ArrayList;
import java.util.List;

/**
 * Where the {@link Jet}s of one row live: Taylor expansions in K variables, truncated after the third order. The room of a row is used
 * again for the next, so that nothing is allocated per row.
 */
final class JetSpace {
    final int variables;
    /** Of the derivatives by a; by a and b; by a, b and c. */
    final int[] first;

    final int[][] second;
    final int[][][] third;
    /** What is computed: 0 for values alone. */
    int order = 3;

    private final List<Jet> jets = new ArrayList<>();
    private int used;

    JetSpace(int variables) {
        this.variables = variables;
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
    }

    /** The next row: jets of the last one are gone. */
    void clear() {
        used = 0;
    }

    /** A jet whose numbers are those of some earlier one. */
    Jet next() {
        if (used == jets.size()) {
            jets.add(new Jet(this, new double[Want.places(variables)]));
        }
        return jets.get(used++);
    }

    Jet constant(double value) {
        Jet jet = next();
        java.util.Arrays.fill(jet.d, 0);
        jet.d[0] = value;
        return jet;
    }

    /** @param variable number of the variable; none if negative */
    Jet variable(int variable, double value) {
        Jet jet = constant(value);
        if (variable >= 0) {
            jet.d[first[variable]] = 1;
        }
        return jet;
    }
}
