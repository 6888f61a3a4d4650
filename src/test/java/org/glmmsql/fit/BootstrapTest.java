package org.glmmsql.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.glmmsql.error.GlmmException;
import org.glmmsql.model.Coefficient;
import org.glmmsql.model.FittedModel;
import org.glmmsql.model.Status;
import org.glmmsql.model.VarCorr;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Limits by the parametric bootstrap. */
class BootstrapTest {
    private static final Path REFERENCE = Path.of("src/test/resources/reference");

    private static Table table(int from) {
        Random random = new Random(3);
        double[] x = random.doubles(120).toArray();
        double[] noise = random.doubles(120).toArray();
        return new Table(120)
                .number("x", i -> x[(i + from) % 120])
                .number("w", i -> 1 + noise[(i + from) % 120])
                .number("y", i -> 3 * x[(i + from) % 120] + noise[(i + from) % 120])
                .number("k", i -> Math.floor(6 * noise[(i + from) % 120] * (1 + x[(i + from) % 120])))
                .number("z", i -> noise[(i + from) % 120] > 0.4 ? 1.0 : 0.0)
                .number("v", i -> (i + from) % 120 < 17 ? 1.0 : 0.0)
                .number("f", i -> (i + from) % 120 < 16 || (i + from) % 120 > 118 ? 1.0 : 0.0)
                .text("o", i -> "c" + (int) Math.floor(3 * noise[(i + from) % 120]))
                .text("g", i -> "g" + (i + from) % 120 / 10);
    }

    /** 1,000 simulations of lme4's confint(method = "boot"), seed 1; a limit of 1,000 varies by a tenth of the standard error. */
    @Test
    void itIsThatOfOtherSoftware() throws IOException {
        FittedModel model = Table.csv(REFERENCE.resolve("sleepstudy/data.csv"), "Subject")
                .fit("Reaction ~ Days + (Days | Subject), method = ML, conf = bootstrap(1000, 1)");
        double[] low = {238.48, 7.41, 10.29, 3.14, -0.466, 22.73};
        double[] high = {264.35, 13.32, 33.10, 7.79, 1, 28.55};
        double[] error = {6.6, 1.5, 5.6, 1.2, 0.3, 1.5};
        List<double[]> limits = Stream.concat(
                        model.fixed().stream().map(c -> new double[] {c.confLow(), c.confHigh()}),
                        model.varCorr().stream().map(v -> new double[] {v.confLow(), v.confHigh()}))
                .toList();
        for (int k = 0; k < low.length; k++) {
            assertThat(limits.get(k)[0]).isCloseTo(low[k], within(0.3 * error[k]));
            assertThat(limits.get(k)[1]).isCloseTo(high[k], within(0.3 * error[k]));
        }
        assertThat(model.message()).isEmpty();
    }

    /** Where estimates have normal distributions, and the variance that of chi-squared. */
    @Test
    void ofALinearModelItIsKnown() {
        FittedModel model = table(0).fit("y ~ x, method = ML, conf = bootstrap(2000, 5)");
        double sigma = model.varCorr().get(0).sdOrCorr();
        for (Coefficient c : model.fixed()) {
            double half = 1.96 * c.stdError() * Math.sqrt(118.0 / 120);
            assertThat(c.confLow()).isCloseTo(c.estimate() - half, within(0.09 * half));
            assertThat(c.confHigh()).isCloseTo(c.estimate() + half, within(0.09 * half));
        }
        // quantiles of chi-squared with 118 degrees of freedom
        assertThat(model.varCorr().get(0).confLow()).isCloseTo(sigma * Math.sqrt(89.827 / 120), within(0.01 * sigma));
        assertThat(model.varCorr().get(0).confHigh()).isCloseTo(sigma * Math.sqrt(149.957 / 120), within(0.01 * sigma));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "y ~ x + (1 | g), method = REML",
                "y ~ x + (x | g), method = ML, dispersion = ~ x, weights = w",
                "k ~ x + (1 | g), nbinom2",
                "k ~ x, poisson, zero = ~ 1",
                "z ~ x + (1 | g), binomial, nagq = 5",
                "o ~ x + (1 | g), levels = (o: 'c0', 'c1', 'c2'), cumulative",
            })
    void neitherThreadsNorTheOrderOfRowsChangeABit(String text) {
        String fit = text + ", conf = bootstrap(60, 9)";
        FittedModel model = table(0).fit(fit + ", threads = 1");
        FittedModel other = table(37).fit(fit + ", threads = 3");
        assertThat(model.status()).as(model.message()).isEqualTo(Status.OK);
        assertThat(other.components()).isEqualTo(model.components());
        assertThat(other.varCorr()).isEqualTo(model.varCorr());
        assertThat(model.fixed()).allMatch(c -> c.confLow() < c.confHigh());
        FittedModel seeded = table(0).fit(text + ", conf = bootstrap(60, 10)");
        assertThat(seeded.fixed()).isNotEqualTo(model.fixed());
    }

    /** Of 17 rows with an indicator one has another response: draws without it have no maximum. */
    @Test
    void fitsThatFailAreCountedAndLeftOut() {
        FittedModel model = table(0).fit("f ~ v, binomial, conf = bootstrap(200, 1)");
        assertThat(model.status()).as(model.message()).isEqualTo(Status.OK);
        assertThat(model.message()).containsPattern("limits by bootstrap: \\d+ of 200 fits failed");
    }

    /** A variance that is 0 stays an estimate of draws from it. */
    @Test
    void aVarianceMayBeZero() {
        FittedModel model = table(0).fit("z ~ x + (1 | g), binomial, conf = bootstrap(100)");
        VarCorr row = model.varCorr().get(0);
        assertThat(row.confLow()).isZero();
        assertThat(row.confHigh()).isBetween(0.05, 2.0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "k ~ x + (1 | g), poisson, conf = bootstrap; write bootstrap(1000, 1)",
                "k ~ x + (1 | g), poisson, conf = bootstrap(49); a whole number of fits from 50 to 1000000",
                "k ~ x + (1 | g), poisson, conf = bootstrap(-100); a whole number of fits",
                "k ~ x + (1 | g), poisson, conf = bootstrap(100.5); a whole number of fits",
                "k ~ x + (1 | g), poisson, conf = bootstrap(100, 1.5); as its seed",
                "k ~ x + (1 | g), poisson, conf = bootstrap(100, 1, 2); ')'",
                "k ~ x + (1 | g), poisson, weights = w, conf = bootstrap(100); give each row by itself",
                "k ~ x + (1 | g), poisson, random = gamma(log), conf = bootstrap(100); use conf = profile",
                "k ~ x + (1 | g), poisson, method = PQL, conf = bootstrap(100); needs a likelihood",
                "y ~ x, residual = ou(x | g), conf = bootstrap(100); use conf = profile",
                "z ~ x + (1 | g), binomial, weights = w, conf = bootstrap(100); whole numbers of trials",
            })
    void wrongCallsAreCoded(String text, String says) {
        assertThatThrownBy(() -> table(0).fit(text))
                .isInstanceOf(GlmmException.class)
                .hasMessageStartingWith("GLMM-")
                .hasMessageContaining(says);
    }
}
