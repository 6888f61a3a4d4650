package org.glmmsql.special;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.DoubleUnaryOperator;

/** Derivatives by central differences of the fourth order, to hold analytic ones against. */
public final class Differences {
    private Differences() {}

    public static double derivative(DoubleUnaryOperator f, double x, double h) {
        double near = f.applyAsDouble(x + h) - f.applyAsDouble(x - h);
        double far = f.applyAsDouble(x + 2 * h) - f.applyAsDouble(x - 2 * h);
        return (8 * near - far) / (12 * h);
    }

    /**
     * Equal to 1e-6 relative, beside what the differences lose to rounding.
     *
     * @param terms size of the terms that cancel in f, where they are larger than f and x f'
     */
    public static void assertDerivative(
            String what, double analytic, DoubleUnaryOperator f, double x, double h, double terms) {
        double numeric = derivative(f, x, h);
        double rounding = 200 * Math.ulp(Math.abs(f.applyAsDouble(x)) + Math.abs(x * numeric) + terms) / h;
        assertThat(Math.abs(analytic - numeric))
                .as("%s at %s: analytic %s, differences %s", what, x, analytic, numeric)
                .isLessThanOrEqualTo(1e-6 * Math.abs(numeric) + rounding + 1e-300);
    }
}
