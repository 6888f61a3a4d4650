package org.glmmsql.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.stream.IntStream;
import org.glmmsql.model.Coefficient;
import org.glmmsql.model.FittedModel;
import org.glmmsql.model.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows of weight 0 are as good as not there, and what the rows that are left have nothing to say about is named. */
class LeftOutTest {
    /** 200 rows in 20 groups; level c of f occurs where w = 0 only. */
    private final Table table = Table.csv(Path.of("src/test/resources/faults/weights-and-terms.csv"), "f");

    LeftOutTest() throws Exception {}

    private int[] weighted() {
        return IntStream.range(0, table.size())
                .filter(i -> table.get("w", i) > 0)
                .toArray();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "y ~ x + f + (1 | g), weights = w ; -215.76865",
                "cnt ~ x + f + (1 | g), poisson, weights = w ; -201.80455",
                "b ~ x + f + (1 | g), binomial, weights = w ; -87.73792",
            })
    void aRowOfWeightZeroIsLeftOut(String text, double logLik) {
        FittedModel model = table.fit(text);
        assertThat(model.status()).isEqualTo(Status.OK);
        assertThat(model.logLik()).isCloseTo(logLik, within(1e-4));
        assertThat(model.nobs()).isEqualTo(134);
        assertThat(model.nDropped()).isZero();
        assertThat(model.dfResidual()).isEqualTo(134 - model.npar());
        assertThat(model.fixed()).extracting(Coefficient::term).containsExactly("(Intercept)", "x", "fb", "fc");
        assertThat(model.fixed().get(3).estimate()).isNaN();
        assertThat(model.message()).contains("level 'c' of f").contains("column fc");
    }

    /** Levels, rank, scale(), poly(), counts and df, whatever the rows hold that are left out. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "y ~ scale(x) + (1 | g)",
                "y ~ poly(x, 2) + (x | g), method = REML",
                "y ~ x + (f | g)",
                "cnt ~ x + (1 | g) + (1 | f), poisson",
                "b ~ x, binomial",
                "y ~ x, dispersion = ~ x",
            })
    void theFitIsThatOfTheOtherRows(String text) {
        Table rest = table.rows(weighted());
        FittedModel without = rest.fit(text + ", weights = w");
        Table spoilt = new Table(table.size())
                .number("y", i -> table.get("w", i) > 0 ? table.get("y", i) : Double.NaN)
                .number("x", i -> table.get("w", i) > 0 ? table.get("x", i) : Double.POSITIVE_INFINITY)
                .number("cnt", i -> table.get("w", i) > 0 ? table.get("cnt", i) : -1.0)
                .number("b", i -> table.get("w", i) > 0 ? table.get("b", i) : 0.5)
                .number("w", i -> table.get("w", i))
                .text("f", i -> table.level("f", i))
                .text("g", i -> table.get("w", i) > 0 ? "g" + table.get("g", i) : "a group of weight 0");
        FittedModel model = spoilt.fit(text + ", weights = w");
        assertThat(model.logLik()).isCloseTo(without.logLik(), within(1e-10 * Math.abs(without.logLik())));
        assertThat(model.fixed().size()).isEqualTo(without.fixed().size());
        for (int k = 0; k < model.fixed().size(); k++) {
            assertThat(model.fixed().get(k).estimate())
                    .isCloseTo(without.fixed().get(k).estimate(), within(1e-9));
            assertThat(model.fixed().get(k).df())
                    .isEqualTo(without.fixed().get(k).df());
        }
        assertThat(model.groups()).isEqualTo(without.groups());
        assertThat(model.nobs()).isEqualTo(without.nobs());
    }

    @Test
    void countsOfNoTrialsAreLeftOut() {
        Table counts = new Table(40)
                .number("s", i -> i % 4 == 0 ? 0.0 : i % 3)
                .number("n", i -> i % 4 == 0 ? 0.0 : 4.0)
                .number("x", i -> i * 7 % 11 / 10.0)
                .text("g", i -> i % 4 == 0 ? "nobody" : "g" + i % 5);
        for (String response : new String[] {"s / n", "cbind(s, n - s)"}) {
            FittedModel model = counts.fit(response + " ~ x + (1 | g), binomial");
            assertThat(model.nobs()).isEqualTo(30);
            assertThat(model.groups()).containsEntry("g", 5);
        }
    }

    @Test
    void nothingLeftIsNoData() {
        FittedModel model = table.rows(IntStream.range(0, table.size())
                        .filter(i -> table.get("w", i) == 0)
                        .toArray())
                .fit("y ~ x + (1 | g), weights = w");
        assertThat(model.status()).isEqualTo(Status.NO_DATA);
        assertThat(model.message()).contains("weight");
    }

    @Test
    void whatVanishedIsNamed() {
        Table one = new Table(60)
                .number("y", i -> (double) (i * 7 % 5))
                .number("x", i -> i * 13 % 10 / 10.0)
                .number("twice", i -> 2 * (i * 13 % 10 / 10.0))
                .text("f", i -> "only")
                .text("h", i -> "h" + i % 2)
                .text("g", i -> "g" + i % 6);
        FittedModel model = one.fit("y ~ x * f + (1 | g), poisson");
        assertThat(model.status()).isEqualTo(Status.OK);
        assertThat(model.message())
                .contains("f has one level")
                .contains("'only'")
                .contains("f, x:f");
        assertThat(one.fit("y ~ x + (f | g), poisson").message()).contains("of group g");
        assertThat(one.fit("y ~ x + twice + (1 | g), poisson").message()).contains("column twice");
        assertThat(one.fit("y ~ x + h + (1 | g), poisson, levels = (h: 'h0', 'h1', 'h2')")
                        .message())
                .contains("level 'h2' of h");
        assertThat(one.fit("y ~ x + h, poisson").message()).isEmpty();
    }
}
