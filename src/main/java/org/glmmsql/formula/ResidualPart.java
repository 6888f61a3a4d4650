package org.glmmsql.formula;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.glmmsql.correlation.ResidualStructure;
import org.jspecify.annotations.Nullable;

/**
 * What the option {@code residual = structure(position | group, by = factor)} says.
 *
 * @param positions the coordinates of a place, none for 1
 * @param grouping the factors right of the bar, none for 1: all rows are of one group
 * @param group as printed
 * @param by the factor each level of which has parameters of its own, or null
 */
public record ResidualPart(
        ResidualStructure structure,
        List<Expr> positions,
        List<Expr> grouping,
        String group,
        @Nullable Expr by) {
    /** What is left of the bar. */
    public String label() {
        return positions.isEmpty() ? "1" : positions.stream().map(Expr::text).collect(Collectors.joining(" + "));
    }

    /** As printed. */
    public String text() {
        return structure.name() + "(" + label() + " | " + group + (by == null ? "" : ", by = " + by.text()) + ")";
    }

    /** All that it reads. */
    public List<Expr> factors() {
        List<Expr> all = new ArrayList<>(positions);
        all.addAll(grouping);
        if (by != null) {
            all.add(by);
        }
        return all;
    }

    Set<String> variables() {
        return Variables.of(factors());
    }
}
