package org.glmmsql.formula;

import java.util.List;
import org.glmmsql.error.Excerpt;
import org.glmmsql.formula.Token.Kind;

/**
 * Splits a model text into words, each when it is asked for. A quote inside quotes is doubled, as in SQL; backticks quote column names.
 */
final class Tokenizer {
    private static final List<String> LONG_OPERATORS = List.of("||", "&&", "==", "!=", "<>", "<=", ">=", "**", "%in%");
    private static final String OPERATORS = "~+-*/^:()|&!=<>,;";

    private final String text;
    private int at;

    Tokenizer(String text) {
        this.text = text;
    }

    /** Whether a name can stand in a formula without quotes. */
    static boolean isIdentifier(String name) {
        if (name.isEmpty() || !startsName(name, 0) || isLogical(name)) {
            return false;
        }
        return name.codePoints().allMatch(Tokenizer::continuesName);
    }

    /** Whether a word without quotes is a truth value. */
    static boolean isLogical(String word) {
        return word.equalsIgnoreCase("true") || word.equalsIgnoreCase("false");
    }

    /** The next word; of kind END, again and again, after the last one. */
    Token next() {
        while (at < text.length() && isSpace(text.charAt(at))) {
            at++;
        }
        int start = at;
        if (at == text.length()) {
            return new Token(Kind.END, "", start, start);
        }
        char c = text.charAt(at);
        if (c == '\'' || c == '"' || c == '`') {
            Kind kind = c == '\'' ? Kind.STRING : c == '"' ? Kind.QUOTED : Kind.NAME;
            String content = quoted(c);
            if (kind != Kind.STRING && (content.isEmpty() || content.equals(Variables.DOT))) {
                throw Tokens.syntaxError(
                        text,
                        start,
                        "a column named '" + content + "'",
                        "a name that is not empty and more than a dot; rename the column in the query");
            }
            return new Token(kind, content, start, at);
        }
        if (startsName(text, at)) {
            while (at < text.length() && continuesName(text.codePointAt(at))) {
                at += Character.charCount(text.codePointAt(at));
            }
            return new Token(Kind.NAME, text.substring(start, at), start, at);
        }
        if (isDigit(at) || (c == '.' && isDigit(at + 1))) {
            number();
            return new Token(Kind.NUMBER, finite(start), start, at);
        }
        for (String operator : LONG_OPERATORS) {
            if (text.startsWith(operator, at)) {
                at += operator.length();
                return new Token(Kind.OPERATOR, canonical(operator), start, at);
            }
        }
        if (OPERATORS.indexOf(c) >= 0) {
            at++;
            return new Token(Kind.OPERATOR, String.valueOf(c), start, at);
        }
        throw Tokens.syntaxError(
                text,
                start,
                "'" + Character.toString(text.codePointAt(start)) + "'",
                "a name, a number or an operator" + remedy(text.codePointAt(start)));
    }

    /** What to write for signs that word processors and R put where the grammar has none. */
    private static String remedy(int c) {
        return switch (c) {
            case '\u2018', '\u2019', '\u201c', '\u201d', '\u201e', '\u00b4' -> "; write straight quotes";
            case '\u2010', '\u2011', '\u2012', '\u2013', '\u2014', '\u2212' -> "; write the minus sign of the keyboard";
            case '\u00d7', '\u00b7', '\u22c5' -> "; write *";
            case '\u223c', '\u02dc', '\uff5e' -> "; write ~";
            case '$' -> "; a column is named by itself, x instead of d$x";
            case '[' -> "; write the column or filter the rows in the query";
            default -> "";
        };
    }

    /** Blanks of any width count, and what a text copied from a page or a file may begin with. */
    private static boolean isSpace(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\ufeff' || c == '\u200b';
    }

    /** The number just read. */
    private String finite(int start) {
        String number = text.substring(start, at);
        if (Double.isInfinite(Double.parseDouble(number))) {
            throw Tokens.syntaxError(
                    text, start, "'" + Excerpt.of(number) + "'", "a number that a double can hold, at most 1.797e308");
        }
        boolean whole = at < text.length() && text.charAt(at) == 'L';
        if (whole && (at + 1 == text.length() || !continuesName(text.codePointAt(at + 1)))) {
            at++; // R's 5L
        }
        return number;
    }

    private static String canonical(String operator) {
        return switch (operator) {
            case "<>" -> "!=";
            case "**" -> "^";
            case "&&" -> "&";
            case "%in%" -> ":";
            default -> operator;
        };
    }

    private String quoted(char quote) {
        int start = at++;
        StringBuilder content = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c != quote) {
                content.append(c);
            } else if (at < text.length() && text.charAt(at) == quote) {
                content.append(c);
                at++;
            } else {
                return content.toString();
            }
        }
        throw Tokens.syntaxError(
                text, start, "an opening " + quote, "its closing " + quote + " before the end of the text");
    }

    private void number() {
        digits();
        if (at < text.length() && text.charAt(at) == '.') {
            at++;
            digits();
        }
        if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
            boolean signed = at + 1 < text.length() && "+-".indexOf(text.charAt(at + 1)) >= 0;
            if (isDigit(at + (signed ? 2 : 1))) {
                at += signed ? 2 : 1;
                digits();
            }
        }
    }

    private void digits() {
        while (isDigit(at)) {
            at++;
        }
    }

    private boolean isDigit(int index) {
        return index < text.length() && text.charAt(index) >= '0' && text.charAt(index) <= '9';
    }

    private static boolean startsName(String text, int index) {
        int c = text.codePointAt(index);
        if (c == '.') {
            return index + 1 == text.length() || !Character.isDigit(text.charAt(index + 1));
        }
        return c == '_' || Character.isLetter(c);
    }

    private static boolean continuesName(int c) {
        return c == '_' || c == '.' || Character.isLetterOrDigit(c) || isMark(c);
    }

    /** An accent or a vowel sign that stands in a character of its own. */
    private static boolean isMark(int c) {
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
    }
}
