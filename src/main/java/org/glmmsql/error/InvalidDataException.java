package org.glmmsql.error;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What only the values of the rows at hand make impossible, so that it is not the call that is wrong: a response outside the range of its
 * family, a number that is not finite, a level that the model text does not list. A fit of one group among many turns it into a model
 * with the status {@code invalid_data}.
 */
public final class InvalidDataException extends GlmmException {
    private static final long serialVersionUID = 1L;
    private static final Pattern CODED = Pattern.compile("GLMM-(\\d{3}): (.*)", Pattern.DOTALL);

    public InvalidDataException(ErrorCode code, String message) {
        super(code, message);
    }

    /** The error whose message a model without estimates keeps. @param message as {@link #getMessage} gave it, or any other */
    public static GlmmException restored(String message) {
        Matcher coded = CODED.matcher(message);
        if (coded.matches()) {
            for (ErrorCode code : ErrorCode.values()) {
                if (code.number() == Integer.parseInt(coded.group(1))) {
                    return new InvalidDataException(code, coded.group(2));
                }
            }
        }
        return new GlmmException(ErrorCode.NOT_FITTED, "the model has no estimates: " + message);
    }
}
