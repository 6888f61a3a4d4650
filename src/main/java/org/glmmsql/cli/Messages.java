package org.glmmsql.cli;

import org.glmmsql.sql.Failures;

/** What a person reads about a failure. */
final class Messages {
    private Messages() {}

    /** The coded message if there is one, without what the database wrote around it; else the first line of the message. */
    static String of(Throwable failure) {
        String message = failure.getMessage();
        if (failure instanceof java.sql.SQLException && message != null) {
            int code = message.indexOf("GLMM-");
            String text = (code < 0 ? message : message.substring(code))
                    .lines()
                    .findFirst()
                    .orElse(message);
            return text.replaceFirst("; SQL statement:$", ""); // H2 puts the statement on the next line
        }
        return String.valueOf(Failures.coded(failure).getMessage());
    }
}
