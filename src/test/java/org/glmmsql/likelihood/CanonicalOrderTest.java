package org.glmmsql.likelihood;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CanonicalOrderTest {
    private static final int N = 3000;
    private static final int LEVELS = 7;
    private final SplittableRandom random = new SplittableRandom(5);
    private final int[] level = random.ints(N, 0, LEVELS).toArray();

    @Test
    void equalRowsOfALevelBecomeOneWithACount() {
        double[] a = random.ints(N, 0, 3).asDoubleStream().toArray();
        double[] b = random.ints(N, 0, 5).asDoubleStream().toArray();
        CanonicalOrder order = of(a, b, level);
        TreeMap<String, Integer> expected = new TreeMap<>();
        for (int i = 0; i < N; i++) expected.merge(level[i] + " " + a[i] + " " + b[i], 1, Integer::sum);
        TreeMap<String, Integer> counted = new TreeMap<>();
        for (int i = 0; i < order.distinct(); i++) {
            int row = order.rows()[i];
            counted.put(level[row] + " " + a[row] + " " + b[row], (int) order.count()[i]);
        }
        assertThat(order.distinct()).isEqualTo(expected.size());
        assertThat(counted).isEqualTo(expected);
    }

    @Test
    void fewEqualRowsAreLeftAlone() {
        double[] a = IntStream.range(0, N).mapToDouble(i -> i % (N - 50)).toArray();
        int[] one = new int[N];
        CanonicalOrder order = of(a, a, one);
        assertThat(order.distinct()).isEqualTo(N);
        assertThat(order.count()).containsOnly(1);
        assertThat(Arrays.stream(order.rows()).mapToDouble(i -> a[i]).sorted().toArray())
                .isEqualTo(Arrays.stream(a).sorted().toArray());
    }

    @Test
    void zeroIsMinusZero() {
        double[] a =
                IntStream.range(0, N).mapToDouble(i -> i % 2 == 0 ? 0.0 : -0.0).toArray();
        double[] b = IntStream.range(0, N).mapToDouble(i -> i < N / 2 ? 1 : 2).toArray();
        assertThat(of(a, b, level).distinct()).isEqualTo(2 * LEVELS);
    }

    /** Levels are found again by what their rows say, whatever their numbers and the order of the rows. */
    @Test
    void theOrderOfRowsAndTheNumbersOfLevelsDoNotMatter() {
        double[] a = random.ints(N, 0, 9).asDoubleStream().toArray();
        double[] b = random.doubles(N).map(v -> Math.rint(20 * v)).toArray();
        int[] shuffled = new int[N];
        for (int i = 0; i < N; i++) shuffled[i] = i;
        for (int i = N - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int kept = shuffled[i];
            shuffled[i] = shuffled[j];
            shuffled[j] = kept;
        }
        int[] renamed = IntStream.of(shuffled).map(i -> (level[i] + 3) % LEVELS).toArray();
        double[] a2 = IntStream.of(shuffled).mapToDouble(i -> a[i]).toArray();
        double[] b2 = IntStream.of(shuffled).mapToDouble(i -> b[i]).toArray();
        assertThat(told(of(a2, b2, renamed), a2, b2)).isEqualTo(told(of(a, b, level), a, b));
    }

    private static CanonicalOrder of(double[] a, double[] b, int[] level) {
        int m = Arrays.stream(level).max().orElseThrow() + 1;
        return CanonicalOrder.of(level.length, List.of(a, b), List.of(level), new int[] {m}, true);
    }

    private static List<String> told(CanonicalOrder order, double[] a, double[] b) {
        return IntStream.range(0, order.distinct())
                .mapToObj(i -> a[order.rows()[i]] + " " + b[order.rows()[i]] + " x " + order.count()[i])
                .toList();
    }
}
