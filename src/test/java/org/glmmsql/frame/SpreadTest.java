package org.glmmsql.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpreadTest {
    private static final int N = 5000;

    @ParameterizedTest
    @CsvSource({"0, 1", "1e9, 1e-3", "-3, 1e150", "0, 1e-200", "1e-310, 1e-310", "5e307, 1e306", "0, 1e300"})
    void isThatOfExactArithmetic(double centre, double scale) {
        double[] x = values(centre, scale);
        Spread spread = Spread.of(i -> x[i], N);
        BigDecimal sum = BigDecimal.ZERO;
        for (double value : x) {
            sum = sum.add(new BigDecimal(value));
        }
        BigDecimal mean = sum.divide(new BigDecimal(N), MathContext.DECIMAL128);
        BigDecimal squares = BigDecimal.ZERO;
        for (double value : x) {
            squares = squares.add(new BigDecimal(value).subtract(mean).pow(2), new MathContext(60));
        }
        double sd = squares.divide(new BigDecimal(N - 1), MathContext.DECIMAL128)
                .sqrt(MathContext.DECIMAL128)
                .doubleValue();
        double largest = Arrays.stream(x).map(Math::abs).max().getAsDouble();
        assertThat(spread.mean()).isCloseTo(mean.doubleValue(), within(4e-16 * largest));
        assertThat(spread.sd()).isCloseTo(sd, within(1e-12 * sd + 1e-15 * largest));
        assertThat(spread.min()).isEqualTo(Arrays.stream(x).min().getAsDouble());
        assertThat(spread.max()).isEqualTo(Arrays.stream(x).max().getAsDouble());
        assertThat(spread.distinct()).isEmpty();
    }

    @Test
    void hasTheSameBitsInAnyOrder() {
        double[] x = values(0.1, 3);
        Spread spread = Spread.of(i -> x[i], N);
        SplittableRandom random = new SplittableRandom(2);
        for (int times = 0; times < 20; times++) {
            for (int i = N - 1; i > 0; i--) {
                int j = random.nextInt(i + 1);
                double kept = x[i];
                x[i] = x[j];
                x[j] = kept;
            }
            assertThat(Spread.of(i -> x[i], N)).isEqualTo(spread);
        }
    }

    @Test
    void tellsAFewValuesOneByOne() {
        double[] x = {3, -0.0, 1, 0, 3, 3};
        assertThat(Spread.of(i -> x[i], 6).distinct()).containsExactly(0.0, 1.0, 3.0);
        assertThat(Spread.of(i -> x[i], 6).mean()).isEqualTo(10.0 / 6);
        assertThat(Spread.of(i -> i % 10, 50).distinct()).hasSize(10);
        assertThat(Spread.of(i -> i % 11, 50).distinct()).isEmpty();
        assertThat(Spread.of(i -> 7, 1)).isEqualTo(new Spread(7, 0, 7, 7, java.util.List.of(7.0)));
    }

    private static double[] values(double centre, double scale) {
        SplittableRandom random = new SplittableRandom(7);
        double[] x = new double[N];
        Arrays.setAll(x, i -> centre + scale * random.nextGaussian());
        return x;
    }
}
