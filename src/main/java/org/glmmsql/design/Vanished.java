package org.glmmsql.design;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.glmmsql.formula.Expr;
import org.glmmsql.formula.Options;
import org.glmmsql.formula.Term;

/** Says which levels, terms and columns of a model its rows have nothing to say about, so that nobody takes the smaller model for the larger. */
final class Vanished {
    /** Names that a message holds of each kind. */
    private static final int NAMES = 6;

    private final List<String> notes = new ArrayList<>();

    List<String> notes() {
        return List.copyOf(notes);
    }

    /**
     * Levels that are listed by {@code levels =}, or occur in rows that were left out, but in none of the rows used.
     *
     * @param used those of the rows used
     * @param leftOut those of the rows left out
     */
    void levels(Expr factor, List<String> used, List<String> leftOut, Options options) {
        List<String> listed = FactorLevels.given(factor, options).orElse(List.of());
        Set<String> present = new HashSet<>(used);
        List<String> lost = Stream.concat(listed.stream(), leftOut.stream())
                .distinct()
                .filter(level -> !present.contains(level))
                .map(level -> "'" + level + "'")
                .toList();
        if (!lost.isEmpty() && !used.isEmpty()) {
            notes.add((lost.size() == 1 ? "level " : "levels ") + some(lost) + " of " + factor.text()
                    + (lost.size() == 1 ? " has" : " have")
                    + " no row here (rows with NULL or weight 0 do not count)");
        }
    }

    /** Terms without a column. @param levels of the rows used, by printed factor */
    void terms(ModelMatrix matrix, String place, Map<String, List<String>> levels) {
        Map<String, List<String>> byFactor = new LinkedHashMap<>();
        for (Term term : matrix.empty()) {
            for (Expr factor : term.factors()) {
                List<String> found = levels.getOrDefault(factor.text(), List.of("", ""));
                if (found.size() == 1) {
                    byFactor.computeIfAbsent(factor.text(), name -> new ArrayList<>())
                            .add(term.name());
                    break;
                }
            }
        }
        byFactor.forEach((factor, terms) -> notes.add(factor + " has one level here ('"
                + levels.getOrDefault(factor, List.of("")).get(0) + "'), so the model is without "
                + (terms.size() == 1 ? "the term " : "the terms ") + some(terms) + place));
    }

    /** Columns of a model matrix that others determine. */
    void columns(FixedDesign design, String place) {
        List<String> names = design.dropped().stream().map(DroppedColumn::term).toList();
        if (!names.isEmpty()) {
            notes.add((names.size() == 1 ? "column " : "columns ") + some(names) + place
                    + (names.size() == 1 ? " is 0 or depends" : " are 0 or depend")
                    + " on earlier columns in these rows: dropped, with a NULL estimate");
        }
    }

    private static String some(List<String> names) {
        return names.size() <= NAMES
                ? String.join(", ", names)
                : String.join(", ", names.subList(0, NAMES)) + ", ... (" + names.size() + ")";
    }
}
