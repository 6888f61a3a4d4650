package org.glmmsql.family;

import java.util.function.IntToDoubleFunction;
import org.apache.commons.numbers.gamma.LogGamma;
import org.apache.commons.numbers.gamma.RegularizedGamma;

/** Tweedie with 1 &lt; p &lt; 2, by the sum over how many Gamma summands there are (Jorgensen 1987). */
final class TweedieDistribution extends ContinuousDistribution {
    /** A term with so little of the sum ends it. */
    private static final double NEGLIGIBLE = 1e-18;

    private final double mean;
    private final double variance;
    private final double power;
    /** The expected number of summands, their shape and their scale. */
    private final double lambda, shape, scale;

    /** @param phi the dispersion of this row */
    TweedieDistribution(RowDensity density, double mean, double phi, double power) {
        super(density);
        this.mean = mean;
        this.variance = phi * Math.pow(mean, power);
        this.power = power;
        this.lambda = Math.pow(mean, 2 - power) / (phi * (2 - power));
        this.shape = (2 - power) / (power - 1);
        this.scale = phi * (power - 1) * Math.pow(mean, power - 1);
    }

    @Override
    double lower(double y) {
        return Math.exp(-lambda)
                + sum(Math.min(lambda, likely(y)), k -> RegularizedGamma.P.value(k * shape, y / scale));
    }

    @Override
    double upper(double y) {
        return sum(Math.max(lambda, likely(y)), k -> RegularizedGamma.Q.value(k * shape, y / scale));
    }

    /** The number of summands of a response of y: what is expected where y is the mean. */
    private double likely(double y) {
        return lambda * Math.pow(y / mean, 2 - power);
    }

    /** The mean of g over the numbers of summands from 1 on, outwards from the largest term, which is near {@code start}. */
    private double sum(double start, IntToDoubleFunction g) {
        IntToDoubleFunction term =
                k -> Math.exp(k * Math.log(lambda) - lambda - LogGamma.value(k + 1.0)) * g.applyAsDouble(k);
        int top = (int) Math.max(1, Math.rint(start));
        double most = term.applyAsDouble(top);
        for (int step = Math.max(1, (int) Math.sqrt(start)); step > 0; step /= 2) {
            boolean moved = true;
            while (moved) {
                moved = false;
                for (int next : new int[] {top + step, top - step}) {
                    double value = next < 1 ? 0 : term.applyAsDouble(next);
                    if (value > most) {
                        top = next;
                        most = value;
                        moved = true;
                        break;
                    }
                }
            }
        }
        double sum = most;
        for (int sign : new int[] {1, -1}) {
            for (int k = top + sign; k >= 1; k += sign) {
                double value = term.applyAsDouble(k);
                sum += value;
                if (!(value > NEGLIGIBLE * sum)) break;
            }
        }
        return sum;
    }

    @Override
    double centre() {
        return mean;
    }

    @Override
    public double mean() {
        return mean;
    }

    @Override
    public double variance() {
        return variance;
    }
}
