package org.glmmsql.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.glmmsql.optimize.Minimizer;
import org.glmmsql.optimize.Minimum;
import org.glmmsql.optimize.Objective;
import org.junit.jupiter.api.Test;

/** Of two minima, of values -1 near x = -1 and -3 near x = 1, the lower one. */
class SearchTest {
    private static final Objective TWO = (x, g) -> {
        double a = x[0] * x[0] - 1;
        g[0] = 8 * a * x[0] - 1;
        return 2 * a * a - x[0] - 2;
    };

    private final Search search = new Search(new Minimizer(1e-9, 400), TWO, new double[][] {{0.1}});

    private Minimum from(double start, double floor) {
        return search.run(new double[] {start}, Double.POSITIVE_INFINITY, () -> floor, List.of());
    }

    @Test
    void theLowerOfTwoIsFoundFromAnotherStart() {
        Minimum first = from(-1, Double.NEGATIVE_INFINITY);
        assertThat(first.x()[0]).isCloseTo(-0.93, within(0.02));
        Minimum lowest = search.highest(first, TWO, List.of(new double[] {-1.5}, new double[] {1.5}));
        assertThat(lowest.converged()).isTrue();
        assertThat(lowest.x()[0]).isCloseTo(1.06, within(0.02));
        assertThat(lowest.value()).isCloseTo(-3.03, within(0.01));
    }

    @Test
    void aMinimumIsNotLeftForWhatFallsWithoutEnd() {
        Objective falls = (x, g) -> {
            if (x[0] < 1.2) return TWO.evaluate(x, g);
            g[0] = -1;
            return -3 - x[0];
        };
        Search there = new Search(new Minimizer(1e-9, 400), falls, new double[][] {{0.1}});
        Minimum first =
                there.run(new double[] {-1}, Double.POSITIVE_INFINITY, () -> Double.NEGATIVE_INFINITY, List.of());
        Minimum highest = there.highest(first, falls, List.of(new double[] {1.5}));
        assertThat(highest.converged()).isTrue();
        assertThat(highest.x()).containsExactly(first.x());
    }

    /** The model without random effects has a log-likelihood of 5. */
    @Test
    void whatIsBelowTheFloorIsNoMaximumWhicheverSearchFoundIt() {
        Minimum first = from(-1, 5);
        assertThat(first.converged()).isFalse();
        assertThat(search.highest(first, TWO, List.of(new double[] {1.5})).converged())
                .isFalse();
    }
}
