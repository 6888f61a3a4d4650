package org.glmmsql.inference;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.glmmsql.design.ReferenceCells;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;
import org.glmmsql.model.FittedModel;

/** How often levels occurred together among the rows of a fit. */
final class Frequencies {
    /** What a mean over the levels of factors weighs them by. */
    enum Weights {
        /** Nothing. */
        EQUAL,
        /** How often the levels of the averaged factors occur together. */
        PROPORTIONAL,
        /** The product of how often each of them occurs. */
        OUTER,
        /** How often they occur together with the levels that the mean is of. */
        CELLS
    }

    private final FittedModel model;
    private final Map<List<String>, Map<List<Integer>, Integer>> tables = new HashMap<>();

    Frequencies(FittedModel model) {
        this.model = model;
    }

    /**
     * Rows with these levels.
     *
     * @param factors as printed
     * @throws GlmmException NOT_APPLICABLE where the combinations were not counted
     */
    int count(Weights weights, List<String> factors, List<Integer> levels) {
        return factors.isEmpty()
                ? 1
                : tables.computeIfAbsent(factors, f -> table(weights, f)).getOrDefault(levels, 0);
    }

    private Map<List<Integer>, Integer> table(Weights weights, List<String> factors) {
        ReferenceCells cells = model.grid().cells().stream()
                .filter(table -> table.factors().containsAll(factors))
                .findFirst()
                .orElseThrow(() -> new GlmmException(
                        ErrorCode.NOT_APPLICABLE,
                        "weights = " + weights.name().toLowerCase(Locale.ROOT)
                                + " needs how often the levels of " + String.join(", ", factors)
                                + " occur together, which the model does not keep: there are more than 10,000 combinations, or an"
                                + " earlier version stored it; use weights = equal or outer, or fit again"));
        int[] places = factors.stream().mapToInt(cells.factors()::indexOf).toArray();
        Map<List<Integer>, Integer> table = new HashMap<>();
        for (int[] row : cells.counts()) {
            List<Integer> levels =
                    Arrays.stream(places).map(p -> row[p]).boxed().toList();
            table.merge(levels, row[row.length - 1], Integer::sum);
        }
        return table;
    }

    /**
     * The weight of a row of a grid in a mean.
     *
     * @param averaged factors, as printed, and {@code fixed} those whose levels the mean is of; with their levels
     */
    double weight(Weights weights, List<String> averaged, List<Integer> levels, List<String> fixed, List<Integer> at) {
        return switch (weights) {
            case EQUAL -> 1;
            case PROPORTIONAL -> count(weights, averaged, levels);
            case OUTER ->
                IntStream.range(0, averaged.size())
                        .mapToDouble(f -> count(weights, averaged.subList(f, f + 1), levels.subList(f, f + 1)))
                        .reduce(1, (a, b) -> a * b);
            case CELLS -> {
                List<String> all =
                        Stream.concat(averaged.stream(), fixed.stream()).toList();
                yield count(
                        weights,
                        all,
                        Stream.concat(levels.stream(), at.stream()).toList());
            }
        };
    }
}
