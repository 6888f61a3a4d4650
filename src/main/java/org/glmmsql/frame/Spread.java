package org.glmmsql.frame;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.DoubleStream;

/**
 * Where the values of a numeric variable lie; the same bits in whatever order the rows come.
 *
 * @param sd with n - 1 in its denominator, 0 for one row
 * @param distinct the values, ascending, if there are no more than {@link #FEW}; else empty
 */
public record Spread(double mean, double sd, double min, double max, List<Double> distinct) {
    /** Values that are told one by one. */
    public static final int FEW = 10;

    /** @param n at least 1 */
    public static Spread of(IntToDoubleFunction values, int n) {
        double[] x = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] = values.applyAsDouble(i) + 0.0; // -0 and 0 are one value
        }
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        double[] few = new double[FEW];
        int found = 0;
        for (double value : x) {
            min = Math.min(min, value);
            max = Math.max(max, value);
            if (found <= FEW && !contains(few, found, value)) {
                if (found < FEW) {
                    few[found] = value;
                }
                found++;
            }
        }
        FixedPointSum sum = new FixedPointSum(Math.max(max, -min), n);
        for (double value : x) {
            sum.add(value);
        }
        double mean = Math.max(min, Math.min(max, sum.mean(n)));
        double size = Math.max(max - mean, mean - min);
        double sd = 0;
        if (size > 0 && size < Double.POSITIVE_INFINITY) {
            // in units of the largest deviation, whose square may be out of a double's range
            FixedPointSum squares = new FixedPointSum(1, n);
            for (double value : x) {
                double deviation = (value - mean) / size;
                squares.add(deviation * deviation);
            }
            sd = size * Math.sqrt(squares.mean(n) * n / (n - 1));
        }
        return new Spread(
                mean,
                sd,
                min,
                max,
                found > FEW
                        ? List.of()
                        : DoubleStream.of(Arrays.copyOf(few, found))
                                .sorted()
                                .boxed()
                                .toList());
    }

    private static boolean contains(double[] values, int size, double value) {
        for (int k = 0; k < size; k++) {
            if (values[k] == value) {
                return true;
            }
        }
        return false;
    }
}
