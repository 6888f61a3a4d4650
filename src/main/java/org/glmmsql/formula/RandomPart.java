package org.glmmsql.formula;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.glmmsql.random.Structure;
import org.glmmsql.random.Structures;

/**
 * One random term after {@code a/b} is expanded.
 *
 * @param columns left of the bar
 * @param grouping the factors right of the bar, one or an interaction
 * @param group name as printed
 * @param covariance name of the covariance structure: unstructured, diagonal ({@code ||}, {@code diag()}), cs, ...
 * @param parameter whose linear predictor the effects are part of, {@link #MEAN} for those of the formula
 */
public record RandomPart(FixedPart columns, List<Expr> grouping, String group, String covariance, String parameter) {
    /** The parameter that the formula models. */
    public static final String MEAN = "mean";

    RandomPart(FixedPart columns, List<Expr> grouping, String group, String covariance) {
        this(columns, grouping, group, covariance, MEAN);
    }

    RandomPart of(String other) {
        return new RandomPart(columns, grouping, group, covariance, other);
    }

    /** What is left of the bar, without a 0. */
    public String label() {
        return Stream.concat(
                        columns.intercept() ? Stream.of("1") : Stream.empty(),
                        columns.terms().stream().map(Term::name))
                .collect(Collectors.joining(" + "));
    }

    public Structure structure() {
        return Structures.byName(covariance);
    }
}
