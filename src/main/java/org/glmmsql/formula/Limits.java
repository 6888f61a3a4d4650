package org.glmmsql.formula;

import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;

/** Bounds that keep a stranger's model text from costing more than an error message. */
final class Limits {
    static final int LENGTH = 100_000;
    static final int NESTING = 100;
    static final int OPERATORS = 2_000;
    static final int TERMS = 2_000;

    /** Operations inside one another in one number of a row, a sum of so many columns for example. */
    static final int DEPTH = 500;

    /** Terms looked at on the way to the result of all products. */
    static final int PRODUCTS = 120_000;

    /** Characters of all names of terms, or of one formula printed back. */
    static final int PRINTED = 250_000;

    private Limits() {}

    static void check(int found, int limit, String what) {
        if (found > limit) {
            throw new GlmmException(
                    ErrorCode.LIMIT, "the model text has more than " + limit + " " + what + "; write a smaller model");
        }
    }
}
