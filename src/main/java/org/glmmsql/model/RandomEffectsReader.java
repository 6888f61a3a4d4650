package org.glmmsql.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.glmmsql.random.Structures;

/** Reads the random effects of a stored model: sizes are checked here, meanings by {@link RandomEffectsCheck}. */
final class RandomEffectsReader {
    private final List<RandomTerm> terms;
    private final List<JsonObject> rows;
    private final int p;
    private final int others;
    private final boolean minimal;

    /**
     * @param rows one a term, or none
     * @param minimal whether they have no covariances
     */
    RandomEffectsReader(List<JsonObject> rows, List<RandomTerm> terms, List<Component> components, boolean minimal) {
        this.minimal = minimal;
        if (!rows.isEmpty() && rows.size() != terms.size()) {
            throw ModelReader.wrongSize("ranef");
        }
        this.rows = rows;
        this.terms = terms;
        p = Component.followed(components);
        others = components.stream()
                        .mapToInt(component -> component.kept().size())
                        .sum()
                - p;
    }

    List<RandomEffects> effects() {
        List<RandomEffects> effects = new ArrayList<>();
        for (int t = 0; t < rows.size(); t++) {
            effects.add(effects(rows.get(t), terms.get(t)));
        }
        List<RandomEffects> result = new ArrayList<>();
        for (int t = 0; t < rows.size(); t++) {
            result.add(rows.get(t).has("between") ? effects.get(t).with(between(t, effects)) : effects.get(t));
        }
        return List.copyOf(result);
    }

    private RandomEffects effects(JsonObject row, RandomTerm term) {
        ModelCheck.require(
                row.text("group_name").equals(term.group())
                        && ModelReader.component(row).equals(term.component())
                        && row.texts("terms").equals(term.columns()),
                () -> "its 'ranef' has other effects than its term of '" + term.group() + "'");
        List<String> levels = row.texts("levels");
        int q = term.q();
        int triangle = Structures.byName(term.structure()).byPosition() ? q : q * (q + 1) / 2;
        double[][] nothing = new double[levels.size()][0];
        return new RandomEffects(
                term,
                levels,
                matrix(row, "estimates", levels.size(), q),
                matrix(row, "std_errors", levels.size(), q),
                minimal ? nothing : matrix(row, "covariances", levels.size(), triangle),
                minimal ? nothing : matrix(row, "slopes", levels.size(), q * p),
                row.has("slopes_other") ? matrix(row, "slopes_other", levels.size(), q * others) : nothing,
                List.of());
    }

    private List<EffectCovariances> between(int first, List<RandomEffects> effects) {
        List<EffectCovariances> result = new ArrayList<>();
        int m = effects.get(first).levels().size();
        for (JsonObject pair : rows.get(first).children("between")) {
            int second = pair.integer("term");
            if (second <= first || second >= terms.size()) {
                throw ModelReader.wrongSize("between");
            }
            int size = terms.get(first).q() * terms.get(second).q();
            int levels = effects.get(second).levels().size();
            int[][] with = pair.integerRows("levels").toArray(int[][]::new);
            double[][] covariances = pair.matrix("covariances");
            boolean fits = with.length == m && covariances.length == m;
            for (int l = 0; fits && l < m; l++) {
                int[] row = with[l];
                fits = covariances[l].length == row.length * size
                        && (row.length == 0 || row[0] >= 0 && row[row.length - 1] < levels);
                for (int k = 1; fits && k < row.length; k++) {
                    fits = row[k] > row[k - 1];
                }
            }
            if (!fits) {
                throw ModelReader.wrongSize("between");
            }
            result.add(new EffectCovariances(second, with, covariances));
        }
        return result;
    }

    private static double[][] matrix(JsonObject row, String name, int rows, int columns) {
        double[][] matrix = row.matrix(name);
        if (matrix.length != rows || Arrays.stream(matrix).anyMatch(r -> r.length != columns)) {
            throw ModelReader.wrongSize(name);
        }
        return matrix;
    }
}
