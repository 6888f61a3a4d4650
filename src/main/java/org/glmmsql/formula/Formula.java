package org.glmmsql.formula;

import java.util.List;

/**
 * A parsed formula.
 *
 * @param text as printed back, normalised
 * @param response left-hand side; {@code cbind(s, f)} and {@code s / t} are calls
 */
public record Formula(String text, Expr response, FixedPart fixed, List<RandomPart> random) {}
