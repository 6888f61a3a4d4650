package org.glmmsql.cli;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import org.glmmsql.error.Failures;

/** What a person reads about a failure. */
final class Messages {
    private static final int MOST_LINES = 4;
    private static final int LONGEST_LINE = 400;

    private Messages() {}

    /**
     * The coded message if there is one, without what the database wrote around it; else what the database says, candidates included, up
     * to where it repeats the statement.
     */
    static String of(Throwable failure) {
        String message = failure.getMessage();
        if (failure instanceof IOException) {
            return String.valueOf(message);
        }
        if (!(failure instanceof SQLException) || message == null) {
            return String.valueOf(Failures.coded(failure).getMessage());
        }
        int code = message.indexOf("GLMM-");
        if (code >= 0) {
            String text =
                    withoutStatement(message.substring(code).lines().findFirst().orElse(message));
            boolean wrapped = message.startsWith("[SQLITE_") && text.endsWith(")");
            return wrapped ? text.substring(0, text.length() - 1) : text;
        }
        List<String> lines = message.lines()
                .takeWhile(line -> !line.startsWith("LINE "))
                .filter(line -> !line.isBlank())
                .limit(MOST_LINES + 1L)
                .map(line -> line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE) + "\u2026")
                .toList();
        return withoutStatement(lines.stream().limit(MOST_LINES).collect(Collectors.joining("\n")))
                + (lines.size() > MOST_LINES ? "\n\t..." : "");
    }

    /** H2 puts the statement on the next line. */
    private static String withoutStatement(String message) {
        return message.replaceFirst("; SQL statement:(?s:.*)$", "");
    }
}
