package org.glmmsql.fit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.glmmsql.model.FittedModel;
import org.glmmsql.model.Status;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A response that the linear predictor gives exactly has no maximum; one that it gives nearly has. */
class PerfectFitTest {
    private static final int N = 120;

    private static Table table() {
        SplittableRandom random = new SplittableRandom(1);
        double[] x = random.doubles(N).map(v -> random.nextGaussian()).toArray();
        double[] e = random.doubles(N).map(v -> random.nextGaussian()).toArray();
        double[] b = random.doubles(12).map(v -> random.nextGaussian()).toArray();
        return new Table(N)
                .number("x", i -> x[i])
                .number("noise", i -> e[i])
                .text("g", i -> "g" + i % 12)
                .text("h", i -> "h" + i / 12)
                .text("f", i -> i < 60 ? "a" : "b")
                .text("first", i -> i < 1 ? "a" : "b")
                .number("line", i -> 2 + 0.5 * x[i])
                .number("high", i -> 1e8 + 0.5 * x[i])
                .number("rounded", i -> Math.rint(1e4 * (2 + 0.5 * x[i])) / 1e4)
                .number("precise", i -> 1e6 + 1e-5 * e[i])
                .number("groups", i -> 2 + 0.5 * x[i] + b[i % 12])
                .number("crossed", i -> 0.5 * x[i] + b[i % 12] + b[i / 12])
                .number("slopes", i -> 2 + 0.5 * x[i] + b[i % 12] * (1 + x[i]))
                .number("level", i -> (double) (i % 12))
                .number("positive", i -> Math.exp(2 + 0.5 * x[i]))
                .number("product", i -> Math.exp(2 + 0.5 * x[i] + b[i % 12]))
                .number("share", i -> 1 / (1 + Math.exp(-0.3 - 0.5 * x[i])))
                .number("reciprocal", i -> 1 / (5 + 0.5 * x[i]))
                .number("half", i -> 2 + 0.5 * x[i] + (i < 60 ? 0 : e[i]));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "line ~ x",
                "line ~ x + (1 | g)",
                "line ~ x, method = REML",
                "line ~ x, dispersion = ~ x",
                "high ~ x",
                "groups ~ x + (1 | g)",
                "groups ~ x + (x | g), method = REML",
                "groups ~ x + (1 | g), method = PQL",
                "crossed ~ x + (1 | g) + (1 | h)",
                "slopes ~ x + (x || g)",
                "level ~ 1 + (1 | g)",
                "positive ~ x, Gamma(log)",
                "positive ~ x, gaussian(log)",
                "positive ~ x + (1 | g), inverse.gaussian(log)",
                "product ~ x + (1 | g), Gamma(log)",
                "product ~ x + (1 | g), Gamma(log), nagq = 5",
                "product ~ x + (1 | g), Gamma(log), method = HL(1,1)",
                "reciprocal ~ x + (1 | g), Gamma(inverse)",
                "line ~ x, t",
                "groups ~ x + (1 | g), t",
                "line ~ x, skewnormal",
                "groups ~ x + (1 | g), skewnormal",
                "positive ~ x, lognormal",
                "product ~ x + (1 | g), lognormal",
                "positive ~ x, tweedie",
                "product ~ x + (1 | g), tweedie",
                "share ~ x, beta",
                "share ~ x + (1 | g), beta",
            })
    void noMaximum(String text) {
        FittedModel model = table().fit(text);
        assertThat(model.status()).as(model.message()).isEqualTo(Status.PERFECT_FIT);
        assertThat(model.message()).contains("exactly in every row").contains("residual variance is 0");
        assertThat(model.logLik()).isNaN();
        assertThat(model.convergence().evaluations()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "half ~ x, dispersion = ~ f",
                "half ~ x + (1 | g), dispersion = ~ f",
                "noise ~ x + first, dispersion = ~ first"
            })
    void someRowsWithADispersionOfTheirOwn(String text) {
        FittedModel model = table().fit(text);
        assertThat(model.status()).as(model.message()).isEqualTo(Status.PERFECT_FIT);
        assertThat(model.message()).contains("of the rows, whose dispersion goes to 0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rounded ~ x", "precise ~ x", "rounded ~ x + (1 | g)", "half ~ x + (1 | g)", "half ~ x"})
    void smallErrorsAreErrors(String text) {
        assertThat(table().fit(text).status()).isEqualTo(Status.OK);
    }
}
