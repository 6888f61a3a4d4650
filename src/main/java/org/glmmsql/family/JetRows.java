package org.glmmsql.family;

/** Between the rows of derivatives of a {@link LogDensity} and {@link Jet}s. */
final class JetRows {
    final JetSpace space;
    private final int[] number;
    private final int[] place;
    private final int[] inJet;

    JetRows(int predictors, Want want) {
        JetLayout layout = JetLayout.of(predictors, want);
        space = new JetSpace(layout);
        number = layout.number;
        place = layout.place;
        inJet = layout.inJet;
    }

    /** The variable of a predictor, negative if it is a constant. */
    int number(int predictor) {
        return number[predictor];
    }

    /** The jet of row j of another density's derivatives, of the first predictors; NaN where that is outside its range. */
    Jet load(double[][] rows, int predictors, int j) {
        Jet jet = space.constant(rows[0][j]);
        jet.constant = space.layout.variables() == 0;
        for (int s = 0; s < predictors; s++) {
            for (int u = 0; u <= s; u++) {
                for (int v = 0; v <= u; v++) {
                    if (number[s] >= 0 && number[u] >= 0 && number[v] >= 0) {
                        jet.d[Want.place(number[s])] = rows[Want.place(s)][j];
                        jet.d[Want.place(number[s], number[u])] = rows[Want.place(s, u)][j];
                        jet.d[Want.place(number[s], number[u], number[v])] = rows[Want.place(s, u, v)][j];
                    }
                }
            }
        }
        if (rows[0][j] == Double.NEGATIVE_INFINITY) {
            jet.d[0] = Double.NaN;
        }
        return jet;
    }

    void zero(int j, double[][] out) {
        for (int p : place) {
            out[p][j] = 0;
        }
    }

    /** What is asked for of a jet, times a weight. */
    void store(Jet jet, double weight, int j, double[][] out) {
        boolean outside = Double.isNaN(jet.value());
        for (int i = 0; i < place.length; i++) {
            double value = weight * jet.d[inJet[i]];
            out[place[i]][j] = !outside ? value : place[i] == 0 ? Double.NEGATIVE_INFINITY : Double.NaN;
        }
    }
}
