package org.glmmsql.design;

import java.util.List;
import org.glmmsql.formula.Expr;
import org.glmmsql.formula.Options;
import org.glmmsql.frame.ExprCompiler;
import org.glmmsql.frame.Factor;
import org.glmmsql.frame.Frame;

/** The grouping factor of a random term: one factor, or the combinations that occur of several, named {@code a:b}. */
final class Grouping {
    private Grouping() {}

    static Factor of(List<Expr> exprs, Frame frame, ExprCompiler compiler, Options options) {
        return Factor.interaction(exprs.stream()
                .map(expr -> FactorLevels.ordered(expr, Factor.of(expr, frame, compiler), options))
                .toList());
    }
}
