package org.glmmsql.sql;

/**
 * Columns that a text takes in a terminal: two for the wide characters of East Asia and emoji, none for marks that combine with the letter
 * before them (Unicode Standard Annex 11).
 */
public final class DisplayWidth {
    private static final String ELLIPSIS = "\u2026";

    /** First and last of each range of wide characters. */
    private static final int[][] WIDE = {
        {0x1100, 0x115F}, {0x2E80, 0x303E}, {0x3041, 0x33FF}, {0x3400, 0x4DBF}, {0x4E00, 0x9FFF}, {0xA000, 0xA4CF},
        {0xAC00, 0xD7A3}, {0xF900, 0xFAFF}, {0xFE30, 0xFE6F}, {0xFF00, 0xFF60}, {0xFFE0, 0xFFE6}, {0x1F300, 0x1F64F},
        {0x1F680, 0x1F6FF}, {0x1F900, 0x1FAFF}, {0x20000, 0x3FFFD}
    };

    private DisplayWidth() {}

    /** Columns of one line. */
    public static int of(String text) {
        return text.codePoints().map(DisplayWidth::of).sum();
    }

    /** The text itself if it takes no more than {@code width} columns, else as much of it as fits before an ellipsis. */
    public static String cut(String text, int width) {
        if (text.length() <= width / 2 || of(text) <= width) {
            return text;
        }
        int columns = 0;
        int end = 0;
        while (end < text.length()) {
            columns += of(text.codePointAt(end));
            if (columns >= width) {
                break;
            }
            end = text.offsetByCodePoints(end, 1);
        }
        return text.substring(0, end) + ELLIPSIS;
    }

    private static int of(int character) {
        if (character < 0x300) {
            return 1;
        }
        int type = Character.getType(character);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) {
            return 0;
        }
        for (int[] range : WIDE) {
            if (character <= range[1]) {
                return character >= range[0] ? 2 : 1;
            }
        }
        return 1;
    }
}
