package org.glmmsql.formula;

import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.Excerpt;
import org.glmmsql.error.GlmmException;
import org.glmmsql.formula.Token.Kind;
import org.jspecify.annotations.Nullable;

/** A reading position in a model text, shared by the parsers of its parts. */
final class Tokens {
    private static final int CONTEXT = 40;

    private final String text;
    private final Tokenizer tokenizer;
    private Token current;
    private @Nullable Token following;

    Tokens(String text) {
        this.text = text;
        this.tokenizer = new Tokenizer(text);
        this.current = tokenizer.next();
    }

    /** The whole model text. */
    String text() {
        return text;
    }

    Token peek() {
        return current;
    }

    Token peekNext() {
        if (following == null) {
            following = tokenizer.next();
        }
        return following;
    }

    Token next() {
        Token token = current;
        current = peekNext();
        following = null;
        return token;
    }

    /** Takes the operator if it comes next. */
    boolean accept(String operator) {
        if (peek().is(operator)) {
            next();
            return true;
        }
        return false;
    }

    void expect(String operator, String expected) {
        if (!accept(operator)) {
            throw unexpected(expected);
        }
    }

    Token expect(Kind kind, String expected) {
        if (peek().kind() != kind) {
            throw unexpected(expected);
        }
        return next();
    }

    Token expectWord(String expected) {
        if (!peek().isWord()) {
            throw unexpected(expected);
        }
        return next();
    }

    /** The text as written up to the parenthesis that closes the one just read, which is read too. */
    String untilClosing() {
        int start = peek().start();
        for (int depth = 1; ; ) {
            Token token = next();
            if (token.kind() == Kind.END) {
                throw unexpected("')'");
            }
            depth += token.is("(") ? 1 : token.is(")") ? -1 : 0;
            if (depth == 0) {
                return text.substring(start, token.start()).strip();
            }
        }
    }

    /** What is wrong with the next word. */
    GlmmException unexpected(String expected) {
        return syntaxError(text, peek().start(), peek().found(), expected);
    }

    GlmmException errorAt(Token token, String expected) {
        return syntaxError(text, token.start(), token.found(), expected);
    }

    static GlmmException syntaxError(String text, int position, String found, String expected) {
        int from = Excerpt.boundary(text, Math.max(0, position - CONTEXT));
        int to = Excerpt.boundary(text, Math.min(text.length(), position + CONTEXT));
        String where = (from > 0 ? "..." : "")
                + text.substring(from, position)
                + " >>> "
                + text.substring(position, to)
                + (to < text.length() ? "..." : "");
        return new GlmmException(
                ErrorCode.SYNTAX,
                "the model text cannot be read at character " + (position + 1) + ": found " + found + ", expected "
                        + expected + ", in: " + where.strip());
    }
}
