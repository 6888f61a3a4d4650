package org.glmmsql.design;

import org.glmmsql.frame.Spread;
import org.jspecify.annotations.Nullable;

/**
 * One column of a {@link ReferenceGrid}.
 *
 * @param kind number, boolean, date or text
 * @param spread in days since 1970-01-01 for a date; null for a text
 */
public record ReferenceVariable(
        String name, String kind, @Nullable Spread spread) {}
