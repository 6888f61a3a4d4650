package org.glmmsql.formula;

import java.util.List;

/**
 * One random term after {@code a/b} is expanded.
 *
 * @param columns left of the bar
 * @param grouping the factors right of the bar, one or an interaction
 * @param group name as printed
 * @param parameter whose linear predictor the effects are part of, {@link #MEAN} for those of the formula
 * @param covariance unstructured, diagonal ({@code ||}, {@code diag()}) or cs
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
}
