package org.glmmsql.optimize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Searches that have no end, and one that has. */
@Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MinimizerTest {
    private static final double[][] METRIC = {{1, 0}, {0, 1}};

    private final Minimizer minimizer = new Minimizer(1e-9, 400);

    @Test
    void aBowl() {
        Minimum minimum = minimizer.minimize(
                (x, g) -> {
                    g[0] = 2 * (x[0] - 3);
                    g[1] = 20 * (x[1] + 1);
                    return (x[0] - 3) * (x[0] - 3) + 10 * (x[1] + 1) * (x[1] + 1);
                },
                new double[2],
                METRIC);
        assertThat(minimum.converged()).isTrue();
        assertThat(minimum.x()).containsExactly(new double[] {3, -1}, within(1e-6));
    }

    @Test
    void aFunctionThatIsDefinedNowhereButAtItsStart() {
        Minimum minimum = minimizer.minimize(
                (x, g) -> {
                    boolean start = x[0] == 0 && x[1] == 0;
                    g[0] = start ? 1 : Double.NaN;
                    g[1] = g[0];
                    return start ? 0 : Double.NaN;
                },
                new double[2],
                METRIC);
        assertThat(minimum.converged()).isFalse();
        assertThat(minimum.value()).isZero();
    }

    @Test
    void aFunctionThatIsNowhereFinite() {
        Minimum minimum = minimizer.minimize((x, g) -> Double.POSITIVE_INFINITY, new double[2], METRIC);
        assertThat(minimum.converged()).isFalse();
    }

    /** The last step is not evaluated: where it would leave the domain, it is not taken. */
    @Test
    void aMinimumBehindAWallIsNotStoodOn() {
        double wall = 3 - 2e-5;
        Minimum minimum = minimizer.minimize(
                (x, g) -> {
                    if (x[0] > wall) return Double.POSITIVE_INFINITY;
                    double a = x[0] - 3;
                    double b = x[1] + 1;
                    g[0] = 2 * a + 0.1 * a * a * a;
                    g[1] = 20 * b + 0.1 * b * b * b;
                    return a * a + 10 * b * b + 0.025 * (a * a * a * a + b * b * b * b);
                },
                new double[2],
                METRIC);
        assertThat(minimum.x()[0]).isLessThanOrEqualTo(wall);
        assertThat(minimum.value()).isFinite();
    }
}
