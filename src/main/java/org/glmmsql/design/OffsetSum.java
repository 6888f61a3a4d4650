package org.glmmsql.design;

import java.util.List;
import org.glmmsql.formula.Expr;

/** Several offsets as one expression. */
final class OffsetSum {
    private OffsetSum() {}

    static Expr of(List<Expr> offsets) {
        return offsets.stream()
                .reduce((a, b) -> new Expr.Call("+", List.of(a, b)))
                .orElse(new Expr.Number(0));
    }
}
