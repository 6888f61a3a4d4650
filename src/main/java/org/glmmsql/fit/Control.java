package org.glmmsql.fit;

/**
 * What the caller of a fit decides beyond the model text.
 *
 * @param cancellation called before every evaluation of the objective and often inside long ones; throws to stop the fit
 * @param threads at most this many; the numbers do not depend on it
 */
public record Control(Runnable cancellation, int threads) {
    public static Control defaults() {
        return new Control(() -> {}, 1);
    }
}
