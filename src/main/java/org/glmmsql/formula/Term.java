package org.glmmsql.formula;

import java.util.List;

/** A fixed-effects term: one expression, or the interaction of several; {@code name} as R prints it ({@code a:b}). */
public record Term(String name, List<Expr> factors) {}
