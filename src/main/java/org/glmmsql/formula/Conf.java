package org.glmmsql.formula;

import java.util.List;
import java.util.Locale;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.Excerpt;
import org.glmmsql.error.GlmmException;
import org.glmmsql.error.Suggestion;

/**
 * How limits of the numbers that a model tells are found: the value of the option conf.
 *
 * @param draws of a bootstrap, else 0
 * @param seed of a bootstrap, else 0
 */
public record Conf(Kind kind, int draws, long seed) {
    /** From standard errors, the default. */
    public static final Conf WALD = new Conf(Kind.WALD, 0, 0);

    private static final List<String> NAMES = List.of("wald", "profile", "bootstrap");
    private static final int FEWEST = 50;
    private static final int MOST = 1_000_000;
    private static final double LARGEST_SEED = 1L << 53;

    /** What limits are made of. */
    public enum Kind {
        /** Standard errors. */
        WALD,
        /** The log-likelihood with the number held. */
        PROFILE,
        /** Fits to responses drawn from the model. */
        BOOTSTRAP
    }

    /** @throws GlmmException BAD_OPTION_VALUE */
    static Conf read(Tokens tokens) {
        Token name = tokens.next();
        String lower = name.text().toLowerCase(Locale.ROOT);
        if (!name.isWord() || !NAMES.contains(lower)) {
            throw wrong("'" + Excerpt.of(name.text()) + "'", Suggestion.among(lower, NAMES));
        }
        Kind kind = Kind.valueOf(lower.toUpperCase(Locale.ROOT));
        if (kind != Kind.BOOTSTRAP) {
            return new Conf(kind, 0, 0);
        }
        if (!tokens.accept("(")) {
            throw wrong("bootstrap", "write bootstrap(1000, 1): the number of fits, and a seed");
        }
        int draws = (int) number(tokens, FEWEST, MOST, "a whole number of fits from " + FEWEST + " to " + MOST);
        long seed =
                tokens.accept(",") ? (long) number(tokens, 0, LARGEST_SEED, "a whole number from 0 as its seed") : 1;
        tokens.expect(")", "',' and a seed, or ')'");
        return new Conf(kind, draws, seed);
    }

    private static double number(Tokens tokens, double least, double most, String expected) {
        String sign = tokens.accept("-") ? "-" : "";
        Token token = tokens.next();
        double value = token.kind() == Token.Kind.NUMBER ? Double.parseDouble(sign + token.text()) : Double.NaN;
        if (!(value >= least && value <= most && value == Math.rint(value))) {
            throw wrong("bootstrap(... " + sign + Excerpt.of(token.text()) + " ...)", "it takes " + expected);
        }
        return value;
    }

    private static GlmmException wrong(String found, String expected) {
        return new GlmmException(ErrorCode.BAD_OPTION_VALUE, "option conf has the value " + found + "; " + expected);
    }
}
