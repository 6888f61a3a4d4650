package org.glmmsql.cli;

/** Names and texts within a statement. */
final class SqlText {
    private SqlText() {}

    /** An identifier in double quotes. */
    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** What may stand between single quotes. */
    static String escaped(String text) {
        return text.replace("'", "''");
    }
}
