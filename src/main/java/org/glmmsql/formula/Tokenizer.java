package org.glmmsql.formula;

import java.util.ArrayList;
import java.util.List;
import org.glmmsql.formula.Token.Kind;

/** Splits a model text into words. A quote inside quotes is doubled, as in SQL; backticks quote column names. */
final class Tokenizer {
    private static final List<String> LONG_OPERATORS = List.of("||", "&&", "==", "!=", "<>", "<=", ">=", "**");
    private static final String OPERATORS = "~+-*/^:()|&!=<>,;";

    private final String text;
    private int at;

    private Tokenizer(String text) {
        this.text = text;
    }

    /** @return the words, the last one of kind END */
    static List<Token> tokenize(String text) {
        Tokenizer tokenizer = new Tokenizer(text);
        List<Token> tokens = new ArrayList<>();
        do {
            tokens.add(tokenizer.next());
        } while (tokens.get(tokens.size() - 1).kind() != Kind.END);
        return tokens;
    }

    /** Whether a name can stand in a formula without quotes. */
    static boolean isIdentifier(String name) {
        if (name.isEmpty() || !startsName(name, 0)) {
            return false;
        }
        return name.codePoints().allMatch(Tokenizer::continuesName);
    }

    private Token next() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        int start = at;
        if (at == text.length()) {
            return new Token(Kind.END, "", start, start);
        }
        char c = text.charAt(at);
        if (c == '\'' || c == '"' || c == '`') {
            Kind kind = c == '\'' ? Kind.STRING : c == '"' ? Kind.QUOTED : Kind.NAME;
            return new Token(kind, quoted(c), start, at);
        }
        if (startsName(text, at)) {
            while (at < text.length() && continuesName(text.codePointAt(at))) {
                at += Character.charCount(text.codePointAt(at));
            }
            return new Token(Kind.NAME, text.substring(start, at), start, at);
        }
        if (isDigit(at) || (c == '.' && isDigit(at + 1))) {
            number();
            return new Token(Kind.NUMBER, text.substring(start, at), start, at);
        }
        for (String operator : LONG_OPERATORS) {
            if (text.startsWith(operator, at)) {
                at += 2;
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
                "a name, a number or an operator");
    }

    private static String canonical(String operator) {
        return switch (operator) {
            case "<>" -> "!=";
            case "**" -> "^";
            case "&&" -> "&";
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
        return c == '_' || c == '.' || Character.isLetterOrDigit(c);
    }
}
