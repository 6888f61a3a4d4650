package org.glmmsql.design;

/**
 * One column that one factor of a term becomes.
 *
 * @param suffix what the column's name adds to the factor's
 * @param key the same for two pieces only if they have the same values
 * @param variable slot of the numeric variable that this column is, or -1
 */
record Piece(String suffix, String key, int variable, Values values) {
    /** A number for each row; NaN for NULL. */
    @FunctionalInterface
    interface Values {
        double at(CodedRows rows, int i);

        /** Multiplies {@code product}, one number for each row, by the values. */
        default void multiply(CodedRows rows, double[] product) {
            for (int i = 0; i < product.length; i++) {
                product[i] *= at(rows, i);
            }
        }
    }

    /** Weights of the levels of a factor, with a loop of its own. */
    record ByLevel(int factor, double[] weights) implements Values {
        @Override
        public double at(CodedRows rows, int i) {
            int code = rows.codes()[factor][i];
            return code < 0 ? Double.NaN : weights[code];
        }

        @Override
        public void multiply(CodedRows rows, double[] product) {
            int[] codes = rows.codes()[factor];
            for (int i = 0; i < product.length; i++) {
                product[i] *= codes[i] < 0 ? Double.NaN : weights[codes[i]];
            }
        }
    }

    /** Indicator of one level of a factor: what most columns of factors are. */
    record IsLevel(int factor, int level) implements Values {
        @Override
        public double at(CodedRows rows, int i) {
            int code = rows.codes()[factor][i];
            return code < 0 ? Double.NaN : code == level ? 1 : 0;
        }

        @Override
        public void multiply(CodedRows rows, double[] product) {
            int[] codes = rows.codes()[factor];
            for (int i = 0; i < product.length; i++) {
                product[i] *= codes[i] < 0 ? Double.NaN : codes[i] == level ? 1 : 0;
            }
        }
    }
}
