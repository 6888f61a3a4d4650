package org.glmmsql.error;

import org.jspecify.annotations.Nullable;

/**
 * A wrong call: its message begins with {@code GLMM-nnn:} and names the value found and the remedy. A message longer than a person reads
 * loses its middle.
 */
public class GlmmException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int LONGEST = 6_000;

    private final ErrorCode code;

    public GlmmException(ErrorCode code, String message) {
        this(code, message, null);
    }

    public GlmmException(ErrorCode code, String message, @Nullable Throwable cause) {
        super("GLMM-" + code.number() + ": " + readable(message), cause);
        this.code = code;
    }

    private static String readable(String message) {
        if (message.length() <= LONGEST) {
            return message;
        }
        int head = Excerpt.boundary(message, LONGEST / 2);
        int tail = Excerpt.boundary(message, message.length() - LONGEST / 2);
        return message.substring(0, head) + " ... (" + (tail - head) + " characters left out) ... "
                + message.substring(tail);
    }

    private GlmmException(GlmmException failure, String more) {
        super(failure.getMessage() + more, failure);
        this.code = failure.code;
    }

    /** The same failure with words of who knows more about the call. */
    public GlmmException with(String more) {
        return new GlmmException(this, more);
    }

    public ErrorCode code() {
        return code;
    }
}
