package org.glmmsql.family;

import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.InvalidDataException;

/** Counts bad values of a column and remembers the first, for one message about all of them. */
final class Violations {
    private int count;
    private double first;

    void check(boolean good, double value) {
        if (!good && count++ == 0) {
            first = value;
        }
    }

    /** @throws InvalidDataException {@code <column> has 3 values <what> (first: 2.0); <remedy>}, if there were any */
    void raise(ErrorCode code, String column, String what, String remedy) {
        if (count > 0) {
            String values = count == 1 ? " value " : " values ";
            throw new InvalidDataException(
                    code, column + " has " + count + values + what + " (first: " + first + "); " + remedy);
        }
    }
}
