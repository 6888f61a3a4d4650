package org.glmmsql.formula;

import java.util.List;

/** An arithmetic expression over columns. Operators are calls whose function is the operator sign. */
public sealed interface Expr {
    /** A column. */
    record Variable(String name) implements Expr {}

    record Number(double value) implements Expr {}

    record Text(String value) implements Expr {}

    /** A function or an operator ({@code + - * / ^ == != < <= > >= ( I log ...}) and its arguments. */
    record Call(String function, List<Expr> arguments) implements Expr {}
}
