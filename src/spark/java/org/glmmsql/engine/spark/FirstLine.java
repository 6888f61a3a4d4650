package org.glmmsql.engine.spark;

import org.jspecify.annotations.Nullable;

/** What a message of Spark says before it shows the statement, a plan or a trace. */
final class FirstLine {
    private FirstLine() {}

    static String of(@Nullable String message) {
        return message == null
                ? ""
                : message.lines()
                        .filter(line -> !line.isBlank())
                        .findFirst()
                        .orElse("")
                        .strip();
    }
}
