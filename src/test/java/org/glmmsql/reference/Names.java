package org.glmmsql.reference;

import java.util.regex.Pattern;

/** Names as software spells them, made comparable. */
final class Names {
    private Names() {}

    /** White space and {@code factor()} do not count in the names of terms. */
    static String term(String term) {
        return term.replaceAll("\\s", "").replaceAll("factor\\(([^()]*)\\)", "$1");
    }

    /** The peers number the second term of one factor ({@code g.1}), or print the whole term ({@code ( 1 | g )}). */
    static boolean sameGroup(String ours, String expected) {
        String plain = expected.replaceAll("[()\\s]", "").replaceAll("^.*\\|", "");
        String group = ours.replaceAll("\\s", "");
        return plain.equals(group) || plain.matches(Pattern.quote(group) + "\\.\\d+");
    }
}
