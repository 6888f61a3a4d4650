package org.glmmsql.formula;

import java.util.List;

/** The right-hand side without random terms, expanded: {@code *}, {@code ^}, {@code -} are gone, terms ordered as R orders them. */
public record FixedPart(boolean intercept, List<Term> terms, List<Expr> offsets) {}
