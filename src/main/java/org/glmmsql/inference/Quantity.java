package org.glmmsql.inference;

/**
 * A number that follows from the coefficients of the mean.
 *
 * @param value at the estimates
 * @param gradient by all columns of the model matrix, dropped ones included: the linear function itself for one that is linear
 * @param note why there is no value whatever the gradient; empty where there may be one
 */
record Quantity(double value, double[] gradient, String note) {
    Quantity(double value, double[] gradient) {
        this(value, gradient, "");
    }

    /** The sum of some with weights. */
    static Quantity sum(Iterable<Quantity> quantities, double[] weights, int columns) {
        double value = 0;
        double[] gradient = new double[columns];
        String note = "";
        int k = 0;
        for (Quantity quantity : quantities) {
            double weight = weights[k++];
            if (weight != 0) {
                value += weight * quantity.value;
                note = note.isEmpty() ? quantity.note : note;
                for (int j = 0; j < columns; j++) {
                    gradient[j] += weight * quantity.gradient[j];
                }
            }
        }
        return new Quantity(value, gradient, note);
    }
}
