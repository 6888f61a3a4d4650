package org.glmmsql.function;

/** An argument of a function: texts first, then columns where there are any. */
public record Argument(String name, Role role, String doc) {

    /** What an argument is for. */
    public enum Role {
        /** A text without which there is no result: a model, a model text, a query. */
        TEXT,
        /** A text whose NULL is the empty one. */
        OPTIONS,
        /** One or more columns of any type; the last argument. */
        COLUMNS
    }

    /** A text without which there is no result. */
    public static Argument text(String name, String doc) {
        return new Argument(name, Role.TEXT, doc);
    }

    /** A text whose NULL is the empty one. */
    public static Argument options(String name, String doc) {
        return new Argument(name, Role.OPTIONS, doc);
    }

    /** One or more columns. */
    public static Argument columns(String name, String doc) {
        return new Argument(name, Role.COLUMNS, doc);
    }

    /** Whether it stands for one or more columns of any type. */
    public boolean repeated() {
        return role == Role.COLUMNS;
    }
}
