package org.glmmsql.error;

import java.util.Collection;

/** What strangers wrote, cut to what a person reads in a message: a message costs little whatever it is about. */
public final class Excerpt {
    private static final int WORD = 120;
    private static final int LIST = 1_500;

    private Excerpt() {}

    /** The text itself, or its beginning and how long it is. */
    public static String of(String text) {
        return of(text, WORD);
    }

    /** The text itself if it has at most {@code most} characters, or its beginning and how long it is. */
    static String of(String text, int most) {
        return text.length() <= most
                ? text
                : text.substring(0, boundary(text, most)) + "... (" + text.length() + " characters)";
    }

    /** Names separated by commas, as many as a person reads, and how many more there are. */
    public static String list(Collection<String> names) {
        StringBuilder list = new StringBuilder();
        int listed = 0;
        for (String name : names) {
            if (list.length() > LIST) {
                return list.append(", ... and ")
                        .append(names.size() - listed)
                        .append(" more")
                        .toString();
            }
            list.append(listed++ == 0 ? "" : ", ").append(of(name));
        }
        return list.toString();
    }

    /** The index, or the one before it if a pair of surrogates would be cut in two. */
    public static int boundary(String text, int index) {
        boolean within = index > 0
                && index < text.length()
                && Character.isHighSurrogate(text.charAt(index - 1))
                && Character.isLowSurrogate(text.charAt(index));
        return within ? index - 1 : index;
    }
}
