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

    /**
     * A function or an operator ({@code + - * / ^ == != < <= > >= & | ! ( I log ...}) and its arguments. Knows its depth and hash code, so
     * that comparing two costs nothing unless they are alike.
     */
    final class Call implements Expr {
        private final String function;
        private final List<Expr> arguments;
        private final int depth;
        private final int hash;

        public Call(String function, List<Expr> arguments) {
            this.function = function;
            this.arguments = List.copyOf(arguments);
            int deepest = 0;
            for (Expr argument : arguments) {
                deepest = Math.max(deepest, depth(argument));
            }
            this.depth = deepest + 1;
            this.hash = 31 * function.hashCode() + this.arguments.hashCode();
        }

        private static int depth(Expr expr) {
            return expr instanceof Call call ? call.depth : expr instanceof Named named ? depth(named.value()) : 0;
        }

        public String function() {
            return function;
        }

        public List<Expr> arguments() {
            return arguments;
        }

        public Expr argument(int i) {
            return arguments.get(i);
        }

        public int arity() {
            return arguments.size();
        }

        /** Calls inside one another, this one included. */
        int depth() {
            return depth;
        }

        boolean is(String name, int arity) {
            return function.equals(name) && arguments.size() == arity;
        }

        @Override
        public boolean equals(Object other) {
            return this == other
                    || (other instanceof Call call
                            && hash == call.hash
                            && depth == call.depth
                            && function.equals(call.function)
                            && arguments.equals(call.arguments));
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public String toString() {
            return text();
        }
    }

    /** An argument given by name: {@code raw = TRUE}. */
    record Named(String name, Expr value) implements Expr {}

    /** The level that a text, a number or a truth value names. */
    default String level() {
        return this instanceof Text t ? t.value() : text();
    }

    /** As R prints it, with text in single quotes: {@code I(x^2)}, {@code poly(Days, 3)}. */
    default String text() {
        return Printer.print(this);
    }
}
