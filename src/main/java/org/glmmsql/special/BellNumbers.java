package org.glmmsql.special;

/** How many partitions a set has. */
public final class BellNumbers {
    /** Standard deviations of the terms of the sum that count. */
    private static final double REACH = 10;

    private BellNumbers() {}

    /** log B_n, by Dobinski's sum of k^n / k! over k = 0, 1, ..., divided by e. @param n a whole number of at least 0 */
    public static double log(double n) {
        if (n < 2) return 0;
        // the largest term is where k log k = n, and its neighbours are normal about it
        double k = n / Math.log(n + 1);
        for (int i = 0; i < 50; i++) k -= (k * Math.log(k) - n) / (Math.log(k) + 1);
        double sd = k / Math.sqrt(n + k);
        double centre = Math.rint(k);
        double largest = term(n, centre);
        double sum = 0;
        double last = Math.ceil(centre + REACH * sd + 20);
        for (double j = Math.max(1, Math.floor(centre - REACH * sd - 20)); j <= last; j++)
            sum += Math.exp(term(n, j) - largest);
        return largest + Math.log(sum) - 1;
    }

    private static double term(double n, double k) {
        return n * Math.log(k) - Stirling.logFactorial(k);
    }
}
