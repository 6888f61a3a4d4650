package org.glmmsql.formula;

import java.util.List;
import java.util.Locale;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.Excerpt;
import org.glmmsql.error.GlmmException;
import org.glmmsql.error.Suggestion;

/** How limits of the numbers that a model tells are found: the value of the option conf. */
public record Conf(Kind kind) {
    /** From standard errors, the default. */
    public static final Conf WALD = new Conf(Kind.WALD);

    private static final List<String> NAMES = List.of("wald", "profile");

    /** What limits are made of. */
    public enum Kind {
        /** Standard errors. */
        WALD,
        /** The log-likelihood with the number held. */
        PROFILE
    }

    /** @throws GlmmException BAD_OPTION_VALUE */
    static Conf read(Tokens tokens) {
        Token name = tokens.next();
        String lower = name.text().toLowerCase(Locale.ROOT);
        if (!name.isWord() || !NAMES.contains(lower)) {
            throw new GlmmException(
                    ErrorCode.BAD_OPTION_VALUE,
                    "option conf has the value '" + Excerpt.of(name.text()) + "'; " + Suggestion.among(lower, NAMES));
        }
        return new Conf(Kind.valueOf(lower.toUpperCase(Locale.ROOT)));
    }
}
