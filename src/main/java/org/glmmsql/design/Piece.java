package org.glmmsql.design;

/**
 * One column that one factor of a term becomes.
 *
 * @param suffix what the column's name adds to the factor's
 * @param key the same for two pieces only if they have the same values
 * @param variable slot of the numeric variable that this column is, or -1
 * @param value of a row; NaN for NULL
 */
record Piece(String suffix, String key, int variable, Value value) {
    @FunctionalInterface
    interface Value {
        double at(CodedRows rows, int i);
    }
}
