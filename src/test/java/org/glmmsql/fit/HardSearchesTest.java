package org.glmmsql.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.glmmsql.model.FittedModel;
import org.glmmsql.model.Status;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Maxima that are far from the start, or at the end of a long curved valley: they are found, and no alarm is given. */
class HardSearchesTest {
    /** Responses over twenty powers of ten: squared residuals say nothing any more about dispersion and random effects. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void aGammaModelWithLargeRandomEffects(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int clusters = 200;
        double[] intercept =
                random.doubles(clusters).map(v -> 5 * random.nextGaussian()).toArray();
        double[] slope =
                random.doubles(clusters).map(v -> 3 * random.nextGaussian()).toArray();
        double[] x = random.doubles(1600).map(v -> random.nextGaussian()).toArray();
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            double eta = 1 + 0.5 * x[i] + intercept[i % clusters] + slope[i % clusters] * x[i];
            y[i] = Math.exp(eta) * -Math.log(random.nextDouble() * random.nextDouble()) / 2;
        }
        FittedModel model = new Table(x.length)
                .number("y", i -> y[i])
                .number("x", i -> x[i])
                .text("g", i -> "g" + i % clusters)
                .fit("y ~ x + (x || g), Gamma(log)");
        assertThat(model.status()).isEqualTo(Status.OK);
        assertThat(Table.sd(model, 0)).isCloseTo(5, within(0.6));
        assertThat(Table.sd(model, 1)).isCloseTo(3, within(0.4));
        assertThat(model.sigma() * model.sigma()).isCloseTo(0.5, within(0.05));
    }

    /** Crossed, so that all modes are one search: a trial step far out must not spoil the modes of the next. */
    @ParameterizedTest
    @ValueSource(ints = {2, 4, 6})
    void aCrossedGammaModelWithLargeRandomEffects(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] a = random.doubles(60).map(v -> 5 * random.nextGaussian()).toArray();
        double[] b = random.doubles(30).map(v -> 5 * random.nextGaussian()).toArray();
        int[] h = random.ints(1200, 0, 30).toArray();
        double[] y = new double[h.length];
        for (int i = 0; i < y.length; i++)
            y[i] = Math.exp(1 + a[i % 60] + b[h[i]]) * -Math.log(random.nextDouble() * random.nextDouble()) / 2;
        FittedModel model = new Table(y.length)
                .number("y", i -> y[i])
                .text("g", i -> "g" + i % 60)
                .text("h", i -> "h" + h[i])
                .fit("y ~ 1 + (1 | g) + (1 | h), Gamma(log)");
        assertThat(model.status()).isEqualTo(Status.OK);
        assertThat(Table.sd(model, 0)).isCloseTo(5, within(1.0));
        assertThat(Table.sd(model, 1)).isCloseTo(5, within(1.5));
        assertThat(model.sigma() * model.sigma()).isCloseTo(0.5, within(0.05));
    }

    /** Few levels, and little variation between them: of (x | g) only one direction, or nothing, is left. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "z ~ x + t + x:t + (x | g), method = REML",
                "y ~ x + (x | g), binomial",
                "k ~ x + t + (x | g), poisson"
            })
    void nearlySingularCovariances(String text) {
        int singular = 0;
        for (int seed = 0; seed < 60; seed++) {
            FittedModel model = noise(seed).fit(text);
            assertThat(model.status())
                    .as("%s, seed %d: %s", text, seed, model.message())
                    .isEqualTo(Status.OK);
            if (model.convergence().singular()) singular++;
        }
        assertThat(singular).isGreaterThan(10);
    }

    private static Table noise(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int n = 80;
        double[] x = random.doubles(n).map(v -> 10 + random.nextGaussian()).toArray();
        double[] u = random.doubles(n).toArray();
        double[] e = random.doubles(n).map(v -> random.nextGaussian()).toArray();
        double[] b = random.doubles(6).map(v -> 0.3 * random.nextGaussian()).toArray();
        return new Table(n)
                .number("x", i -> x[i])
                .number("t", i -> (double) (i % 2))
                .number("z", i -> 0.5 * x[i] + b[i % 6] + e[i])
                .number("y", i -> u[i] < 1 / (1 + Math.exp(10 - x[i] - b[i % 6])) ? 1.0 : 0.0)
                .number("k", i -> Math.floor(3 * u[i] * Math.exp(b[i % 6])))
                .text("g", i -> "g" + i % 6);
    }
}
