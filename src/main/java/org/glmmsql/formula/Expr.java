package org.glmmsql.formula;

import java.util.List;

/** An arithmetic expression over columns. Operators are calls whose function is the operator sign. */
public sealed interface Expr {
    /** A column. */
    record Variable(String name) implements Expr {}

    record Number(double value) implements Expr {}

    record Text(String value) implements Expr {}

    /** {@code TRUE} or {@code FALSE}. */
    record Logical(boolean value) implements Expr {}

    /** A function or an operator ({@code + - * / ^ == != < <= > >= & | ! ( I log ...}) and its arguments. */
    record Call(String function, List<Expr> arguments) implements Expr {
        public Expr argument(int i) {
            return arguments.get(i);
        }

        public int arity() {
            return arguments.size();
        }

        boolean is(String name, int arity) {
            return function.equals(name) && arguments.size() == arity;
        }
    }

    /** An argument given by name: {@code raw = TRUE}. */
    record Named(String name, Expr value) implements Expr {}

    /** As R prints it, with text in single quotes: {@code I(x^2)}, {@code poly(Days, 3)}. */
    default String text() {
        return Printer.print(this);
    }
}
