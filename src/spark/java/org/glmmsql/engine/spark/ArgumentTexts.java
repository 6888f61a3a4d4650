package org.glmmsql.engine.spark;

import org.apache.spark.unsafe.types.UTF8String;
import org.glmmsql.engine.RecentTexts;
import org.jspecify.annotations.Nullable;

/** Texts of calls: often the same model, or a few that take turns. */
final class ArgumentTexts {
    /** One for all calls of the process: what it keeps is a share of the heap. */
    private static final RecentTexts RECENT = new RecentTexts();

    private ArgumentTexts() {}

    /** @param value UTF8String or null */
    static @Nullable String text(@Nullable Object value) {
        return value instanceof UTF8String text ? RECENT.text(text.getBytes(), text::toString) : null;
    }
}
