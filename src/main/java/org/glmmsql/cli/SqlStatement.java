package org.glmmsql.cli;

/**
 * A statement and where it stands.
 *
 * @param sql without its semicolon
 * @param source a script's name, {@code -c} or standard input
 * @param line in the source, from 1, on which the statement begins
 * @param number among the statements of the source, from 1
 */
record SqlStatement(String sql, String source, int line, int number) {
    private static final int SHOWN = 100;

    /** As in {@code fits.sql, line 12, statement 3: SELECT ...}. */
    String place() {
        String text = sql.replaceAll("\\s+", " ");
        return source + ", line " + line + ", statement " + number + ": "
                + (text.length() <= SHOWN ? text : text.substring(0, SHOWN - 1) + "\u2026");
    }
}
