package org.glmmsql.formula;

import java.util.List;

/**
 * One random term after {@code a/b} is expanded.
 *
 * @param columns left of the bar
 * @param grouping the factors right of the bar, one or an interaction
 * @param group name as printed
 * @param covariance unstructured, diagonal ({@code ||}, {@code diag()}) or cs
 */
public record RandomPart(FixedPart columns, List<Expr> grouping, String group, String covariance) {}
