package org.glmmsql.correlation;

import org.jspecify.annotations.Nullable;

/**
 * A number by which a correlation is told.
 *
 * @param name of the number, or of the first of two places
 * @param other the second place, of a correlation between two; else null
 * @param bounded whether it lies between -1 and 1, as a correlation; else it is positive
 * @param parameter whether it is one of those that determine the others
 * @param value by theta, read from a place on
 */
public record Told(String name, @Nullable String other, boolean bounded, boolean parameter, Value value) {
    /** A function of theta. */
    public interface Value {
        double of(double[] theta, int from);
    }

    static Told correlation(String name, Value value) {
        return new Told(name, null, true, true, value);
    }

    static Told positive(String name, Value value) {
        return new Told(name, null, false, true, value);
    }

    /** The same number in other words. */
    Told following() {
        return new Told(name, other, bounded, false, value);
    }
}
