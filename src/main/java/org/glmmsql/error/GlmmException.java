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

    public ErrorCode code() {
        return code;
    }
}
