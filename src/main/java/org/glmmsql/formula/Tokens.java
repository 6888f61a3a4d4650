package org.glmmsql.formula;

import java.util.List;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;
import org.glmmsql.formula.Token.Kind;

/** A reading position in a model text, shared by the parsers of its parts. */
final class Tokens {
    private static final int CONTEXT = 40;

    private final String text;
    private final List<Token> tokens;
    private int at;

    Tokens(String text) {
        this.text = text;
        this.tokens = Tokenizer.tokenize(text);
    }

    Token peek() {
        return tokens.get(at);
    }

    Token peekNext() {
        return tokens.get(Math.min(at + 1, tokens.size() - 1));
    }

    Token next() {
        Token token = tokens.get(at);
        if (token.kind() != Kind.END) {
            at++;
        }
        return token;
    }

    /** Takes the operator if it comes next. */
    boolean accept(String operator) {
        if (peek().is(operator)) {
            at++;
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
        int from = Math.max(0, position - CONTEXT);
        int to = Math.min(text.length(), position + CONTEXT);
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
