package org.glmmsql.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.glmmsql.error.InvalidDataException;
import org.glmmsql.model.FittedModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Proportions with their trials as weights are the counts that they were made of, though their decimals were cut. */
class RoundedProportionsTest {
    private static Table table(int decimals) {
        double power = Math.pow(10, decimals);
        return counts().number("p", i -> Math.rint(successes(i) / trials(i) * power) / power);
    }

    private static Table counts() {
        return new Table(200)
                .number("n", RoundedProportionsTest::trials)
                .number("s", RoundedProportionsTest::successes)
                .text("g", i -> "g" + i / 10);
    }

    private static double trials(int i) {
        return 1 + i * 7 % 12;
    }

    private static double successes(int i) {
        return i * 7919 % (1 + i * 7 % 12 + 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 6, 9})
    void areTakenAsCountsAndThisIsSaid(int decimals) {
        FittedModel rounded = table(decimals).fit("p ~ (1 | g), binomial, weights = n");
        FittedModel exact = counts().fit("s / n ~ (1 | g), binomial");
        assertThat(rounded.logLik()).isCloseTo(exact.logLik(), within(1e-9));
        assertThat(rounded.fixed()).isEqualTo(exact.fixed());
        if (decimals < 9) assertThat(rounded.message()).contains("'p' are rounded");
        assertThat(exact.message()).isEmpty();
    }

    @Test
    void floatsAreTakenAsCounts() {
        Table floats = counts().number("p", i -> (double) (float) (successes(i) / trials(i)));
        assertThat(floats.fit("p ~ (1 | g), binomial, weights = n").logLik())
                .isCloseTo(counts().fit("s / n ~ (1 | g), binomial").logLik(), within(1e-9));
    }

    @Test
    void decimalsThatDoNotTellTheCountsApartAreRefused() {
        assertThatThrownBy(() -> table(1).fit("p ~ (1 | g), binomial, weights = n"))
                .isInstanceOf(InvalidDataException.class)
                .hasMessageContaining("GLMM-302")
                .hasMessageContaining("decimals");
        Table percent = counts().number("p", i -> 100 * successes(i) / trials(i));
        assertThatThrownBy(() -> percent.fit("p ~ (1 | g), binomial, weights = n"))
                .isInstanceOf(InvalidDataException.class);
    }
}
