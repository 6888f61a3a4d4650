package org.glmmsql.frame;

import java.util.Set;
import org.glmmsql.formula.Expr;

/** What an expression gives for each row, as R sees it. Logical values are factors in a term and 0/1 in arithmetic. */
public enum ExprType {
    NUMERIC,
    LOGICAL,
    FACTOR;

    private static final Set<String> LOGICAL_CALLS = Set.of("==", "!=", "<", "<=", ">", ">=", "!", "&", "|", "||");

    /** @throws org.glmmsql.error.GlmmException COLUMN_TYPE for a column of numbers and texts, unless it is made a factor */
    public static ExprType of(Expr expr, Frame frame) {
        if (expr instanceof Expr.Variable v) {
            Column column = frame.column(frame.slot(v.name()));
            if (column instanceof FactorColumn factor) {
                if (factor.stray() != null) {
                    throw factor.mixed();
                }
                return FACTOR;
            }
            return ((NumericColumn) column).kind() == NumericColumn.Kind.BOOLEAN ? LOGICAL : NUMERIC;
        }
        if (expr instanceof Expr.Call call) {
            return switch (call.function()) {
                case "factor", "as.factor", "relevel", "interaction" -> FACTOR;
                case "(", "I" -> of(call.argument(0), frame);
                default -> LOGICAL_CALLS.contains(call.function()) ? LOGICAL : NUMERIC;
            };
        }
        return expr instanceof Expr.Logical ? LOGICAL : NUMERIC;
    }
}
