package org.glmmsql.error;

/** Whatever goes wrong below an engine's callback reaches the user as a coded error. */
public final class Failures {
    private Failures() {}

    /** The failure itself if it has a code, else one with the code of its kind. */
    public static GlmmException coded(Throwable failure) {
        if (failure instanceof GlmmException coded) {
            return coded;
        }
        if (failure instanceof OutOfMemoryError) {
            return new GlmmException(
                    ErrorCode.MEMORY,
                    "the heap of " + (Runtime.getRuntime().maxMemory() >> 20)
                            + " MB is too small for this call; give Java more (-Xmx), or use fewer rows or columns",
                    failure);
        }
        if (failure instanceof StackOverflowError) {
            return new GlmmException(
                    ErrorCode.LIMIT, "the model text is nested too deeply; write it with fewer parentheses", failure);
        }
        return new GlmmException(
                ErrorCode.INTERNAL,
                "unexpected " + failure + "; please report it with the call that led to it",
                failure);
    }
}
