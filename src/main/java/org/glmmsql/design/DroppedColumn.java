package org.glmmsql.design;

import java.util.Arrays;

/**
 * A column of X that a fit dropped because the kept ones determine it. What the fit says of a new row is the same whichever column was
 * dropped only where the row keeps the relation, so that is where it can be estimated.
 *
 * @param term name of the column
 * @param coefficients b of x = X b, by the columns kept
 * @param scale root mean square of the column about its mean over the rows of the fit, 0 for a constant
 * @param constant what x has beside X b, where the constant is no column of X but in thresholds
 */
public record DroppedColumn(String term, double[] coefficients, double scale, double constant) {
    /** As far as a column of the fit may be from the relation, of its scale (the tolerance by which it was dropped is 1e-7). */
    private static final double TOLERANCE = 1e-6;
    /** Rounding errors of the sum, of its terms. */
    private static final double ROUNDING = 1e-10;

    /** One by the columns kept alone. */
    public DroppedColumn(String term, double[] coefficients, double scale) {
        this(term, coefficients, scale, 0);
    }

    /** The same where the first column kept, the intercept, is told as thresholds. */
    public DroppedColumn withoutIntercept() {
        return new DroppedColumn(
                term, Arrays.copyOfRange(coefficients, 1, coefficients.length), scale, coefficients[0]);
    }

    /**
     * Whether a row keeps the relation.
     *
     * @param value of this column
     * @param x the row's values by all columns of X
     * @param kept places in {@code x} of the columns kept
     */
    public boolean holds(double value, double[] x, int[] kept) {
        double difference = value - constant;
        double size = Math.abs(value) + Math.abs(constant);
        for (int k = 0; k < kept.length; k++) {
            double product = coefficients[k] * x[kept[k]];
            difference -= product;
            size += Math.abs(product);
        }
        return Math.abs(difference) <= TOLERANCE * scale + ROUNDING * size;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DroppedColumn that
                && term.equals(that.term)
                && Arrays.equals(coefficients, that.coefficients)
                && Double.compare(scale, that.scale) == 0
                && Double.compare(constant, that.constant) == 0;
    }

    @Override
    public int hashCode() {
        return term.hashCode();
    }
}
