package org.glmmsql.family;

/**
 * Where a response can be: on a lattice of values, or in an interval, whose finite ends have a mass of their own if they belong to it.
 *
 * @param step between two values of a lattice; 0 for an interval
 * @param low the lowest value, or the lower end
 * @param high the highest value, or the upper end
 * @param lowMass whether the lower end of an interval belongs to it
 * @param highMass whether the upper end of an interval belongs to it
 */
record Support(double step, double low, double high, boolean lowMass, boolean highMass) {
    /** Whole numbers from low to high, which may be infinity. */
    static Support counts(double low, double high) {
        return new Support(1, low, high, false, false);
    }

    /** Shares of so many trials. @throws IllegalArgumentException if that is not a whole number of them */
    static Support shares(double trials) {
        if (!(trials > 0 && trials == Math.rint(trials) && trials < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("shares are of a whole number of trials, 1 or more, not of " + trials);
        }
        return new Support(1 / trials, 0, 1, false, false);
    }

    static Support interval(double low, double high, boolean lowMass, boolean highMass) {
        return new Support(0, low, high, lowMass, highMass);
    }

    boolean discrete() {
        return step > 0;
    }

    /** Whether y is from end to end, those of an interval only where they belong to it. */
    boolean contains(double y) {
        return y > low && y < high || y == low && (discrete() || lowMass) || y == high && (discrete() || highMass);
    }
}
