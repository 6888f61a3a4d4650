package org.glmmsql.special;

/** Remainders of the exponential series: e_k(x) = sum over j >= 0 of x^j / (j + k)!, so e_1(x) = (e^x - 1) / x. */
public final class ExpRemainder {
    private static final double[] INVERSE_FACTORIALS = inverseFactorials(20);

    private ExpRemainder() {}

    /** e_1(x) = (e^x - 1) / x. */
    public static double first(double x) {
        return x == 0 ? 1 : Math.expm1(x) / x;
    }

    /** e_2(x) = (e^x - 1 - x) / x^2. */
    public static double second(double x) {
        return Math.abs(x) < 1 ? 0.5 + x * third(x) : (first(x) - 1) / x;
    }

    /** e_3(x) = (e^x - 1 - x - x^2/2) / x^3. */
    public static double third(double x) {
        if (Math.abs(x) >= 1) {
            return (second(x) - 0.5) / x;
        }
        double sum = 0;
        for (int j = INVERSE_FACTORIALS.length - 1; j >= 3; j--) {
            sum = sum * x + INVERSE_FACTORIALS[j];
        }
        return sum;
    }

    private static double[] inverseFactorials(int n) {
        double[] inverse = new double[n];
        inverse[0] = 1;
        for (int j = 1; j < n; j++) {
            inverse[j] = inverse[j - 1] / j;
        }
        return inverse;
    }
}
