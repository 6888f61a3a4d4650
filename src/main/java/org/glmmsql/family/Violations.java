package org.glmmsql.family;

import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.InvalidDataException;

/** Counts bad values of a column and remembers the smallest, for one message about all of them, the same for any order of the rows. */
final class Violations {
    private int count;
    private double smallest;

    void check(boolean good, double value) {
        if (!good && (count++ == 0 || Double.compare(value, smallest) < 0)) {
            smallest = value;
        }
    }

    /** The smallest bad value. */
    double smallest() {
        return smallest;
    }

    /** @throws InvalidDataException {@code <column> has 3 values <what> (smallest: -1.0); <remedy>}, if there were any */
    void raise(ErrorCode code, String column, String what, String remedy) {
        if (count > 0) {
            String values = count == 1 ? " value " : " values ";
            String example = (count == 1 ? "" : "smallest: ") + smallest;
            throw new InvalidDataException(
                    code, column + " has " + count + values + what + " (" + example + "); " + remedy);
        }
    }
}
