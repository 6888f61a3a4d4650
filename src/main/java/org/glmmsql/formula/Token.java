package org.glmmsql.formula;

import org.glmmsql.error.Excerpt;

/**
 * A word of a model text.
 *
 * @param text the word without its quotes
 * @param start index of its first character in the model text
 * @param end index after its last character
 */
record Token(Kind kind, String text, int start, int end) {
    enum Kind {
        NAME,
        NUMBER,
        /** In single quotes. */
        STRING,
        /** In double quotes: a column name, or text where only text can stand. */
        QUOTED,
        OPERATOR,
        END
    }

    boolean is(String operator) {
        return kind == Kind.OPERATOR && text.equals(operator);
    }

    /** A name without quotes. */
    boolean isBare() {
        return kind == Kind.NAME && end - start == text.length();
    }

    /** A word, quoted or not. */
    boolean isWord() {
        return kind == Kind.NAME || kind == Kind.QUOTED || kind == Kind.STRING;
    }

    /** As named in messages. */
    String found() {
        return kind == Kind.END ? "the end of the text" : "'" + Excerpt.of(text) + "'";
    }
}
