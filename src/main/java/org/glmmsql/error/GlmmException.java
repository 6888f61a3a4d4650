package org.glmmsql.error;

import org.jspecify.annotations.Nullable;

/** A wrong call: its message begins with {@code GLMM-nnn:} and names the value found and the remedy. */
public class GlmmException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final ErrorCode code;

    public GlmmException(ErrorCode code, String message) {
        this(code, message, null);
    }

    public GlmmException(ErrorCode code, String message, @Nullable Throwable cause) {
        super("GLMM-" + code.number() + ": " + message, cause);
        this.code = code;
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
