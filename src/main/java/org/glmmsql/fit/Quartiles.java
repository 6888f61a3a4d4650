package org.glmmsql.fit;

/** Least, quartiles and greatest of numbers: those that R's quantile gives unless told otherwise, by linear interpolation. */
final class Quartiles {
    private static final int PARTS = 4;

    private Quartiles() {}

    /** @param values of seven digits, as of many rows all are in memory, which are put into another order; some @return five numbers */
    static double[] of(float[] values) {
        double[] result = new double[PARTS + 1];
        int last = values.length - 1;
        int from = 0;
        for (int k = 0; k <= PARTS; k++) {
            int below = (int) ((long) last * k / PARTS);
            double share = (double) ((long) last * k % PARTS) / PARTS;
            select(values, from, below);
            from = below;
            result[k] = values[below];
            if (share > 0) {
                select(values, below + 1, below + 1);
                result[k] += share * ((double) values[below + 1] - values[below]);
            }
        }
        return result;
    }

    /** Puts the number of a place there, none smaller after it and none greater before, of those from a place on (Hoare 1961). */
    private static void select(float[] values, int first, int place) {
        int from = first;
        int to = values.length - 1;
        while (from < to) {
            float pivot = values[(from + to) >>> 1];
            int i = from;
            int j = to;
            while (i <= j) {
                while (values[i] < pivot) i++;
                while (values[j] > pivot) j--;
                if (i > j) break;
                float swapped = values[i];
                values[i++] = values[j];
                values[j--] = swapped;
            }
            if (place <= j) to = j;
            else if (place >= i) from = i;
            else return;
        }
    }
}
