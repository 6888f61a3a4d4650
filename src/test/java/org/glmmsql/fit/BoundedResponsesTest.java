package org.glmmsql.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.glmmsql.model.Coefficient;
import org.glmmsql.model.Component;
import org.glmmsql.model.FittedModel;
import org.glmmsql.model.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Families of responses from 0 to 1, and zeros beside responses that are never 0. */
class BoundedResponsesTest {
    private static final Table SHARES = table("sim_shares");

    private static Table table(String name) {
        try {
            return Table.csv(Path.of("src/test/resources/reference/" + name + "/data.csv"), "g");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static int[] rows(Table table, java.util.function.IntPredicate kept) {
        return IntStream.range(0, table.size()).filter(kept).toArray();
    }

    /** Both parts maximise apart, and the likelihood is their product. */
    @ParameterizedTest
    @CsvSource({"yzg, Gamma(log)", "yzb, beta", "yzg, inverse.gaussian(log)"})
    void aHurdleIsALogisticRegressionAndTheOthersAlone(String y, String family) {
        FittedModel both = SHARES.fit(y + " ~ x + (1 | g), zero = ~ w, " + family);
        Table positive = SHARES.rows(rows(SHARES, i -> SHARES.get(y, i) > 0));
        FittedModel others = positive.fit(y + " ~ x + (1 | g), " + family);
        Table zeros = new Table(SHARES.size())
                .number("y", i -> SHARES.get(y, i) == 0 ? 1.0 : 0.0)
                .number("w", i -> SHARES.get("w", i));
        FittedModel zero = zeros.fit("y ~ w, binomial");
        assertThat(both.status()).as(both.message()).isEqualTo(Status.OK);
        assertThat(both.logLik()).isCloseTo(others.logLik() + zero.logLik(), within(1e-7));
        close(both.components().get(0), others.components().get(0));
        close(
                both.components().get(both.components().size() - 1),
                zero.components().get(0));
    }

    private static void close(Component ours, Component expected) {
        for (int k = 0; k < expected.coefficients().size(); k++) {
            Coefficient a = ours.coefficients().get(k);
            Coefficient b = expected.coefficients().get(k);
            assertThat(a.estimate()).as(a.term()).isCloseTo(b.estimate(), within(1e-4 * b.stdError()));
            assertThat(a.stdError()).as(a.term()).isCloseTo(b.stdError(), within(1e-4 * b.stdError()));
        }
    }

    /** Random effects in any predictor, and one that the parts share. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "yzb ~ x + (1 | g), zero = ~ w + (1 | g), beta",
                "yzb ~ x, zero = ~ 1, dispersion = ~ w + (1 | g), beta(probit)",
                "yzg ~ x + (1 | g), zero = ~ w + (1 | g), Gamma(log)",
                "yob ~ x, dispersion = ~ x + (1 | g), ordbeta"
            })
    void everyPredictorTakesRandomEffects(String text) {
        FittedModel model = SHARES.fit(text);
        assertThat(model.status()).as(model.message()).isEqualTo(Status.OK);
        assertThat(model.convergence().converged()).isTrue();
    }

    @Test
    void cutpointsAreToldInOrderWithTheirErrors() {
        FittedModel model = SHARES.fit("yob ~ x + (1 | g), ordbeta");
        Coefficient lower = model.components().get(2).coefficients().get(0);
        Coefficient upper = model.components().get(3).coefficients().get(0);
        assertThat(model.components().get(2).name()).isEqualTo(Component.CUTPOINT);
        assertThat(lower.term()).isEqualTo("c1");
        assertThat(upper.term()).isEqualTo("c2");
        assertThat(lower.estimate()).isLessThan(upper.estimate());
        assertThat(lower.stdError()).isBetween(0.05, 0.5);
        assertThat(upper.stdError()).isBetween(0.05, 0.5);
    }

    /** Counts that are binomial: phi is large, and nothing of the likelihood is lost. */
    @Test
    void withoutOverdispersionBetaBinomialIsNoWorseThanBinomial() {
        SplittableRandom random = new SplittableRandom(1);
        double[] successes = new double[300];
        for (int i = 0; i < successes.length; i++)
            for (int k = 0; k < 10; k++) successes[i] += random.nextDouble() < 0.3 + 0.3 * (i % 2) ? 1 : 0;
        Table table = new Table(300).number("r", i -> successes[i]).number("x", i -> (double) (i % 2));
        FittedModel beta = table.fit("cbind(r, 10 - r) ~ x, betabinomial");
        FittedModel binomial = table.fit("cbind(r, 10 - r) ~ x, binomial");
        assertThat(beta.logLik()).isGreaterThan(binomial.logLik() - 1e-6).isLessThan(binomial.logLik() + 3);
    }

    /** Fewer differences than trials make: phi runs to infinity, where the estimates are those of binomial. */
    @Test
    void aPrecisionThatRunsToInfinityIsNamed() {
        Table table = new Table(60).number("r", i -> 3.0 + i % 3).number("x", i -> (double) (i % 2));
        FittedModel beta = table.fit("cbind(r, 10 - r) ~ x, betabinomial");
        FittedModel binomial = table.fit("cbind(r, 10 - r) ~ x, binomial");
        assertThat(beta.message()).contains("phi of family betabinomial runs to infinity, where it is binomial");
        assertThat(beta.logLik()).isCloseTo(binomial.logLik(), within(1e-3));
        assertThat(beta.fixed().get(0).estimate())
                .isCloseTo(binomial.fixed().get(0).estimate(), within(1e-3));
    }

    @Test
    void aShareOfZerosThatRunsToNothingIsNamed() {
        Table table =
                new Table(80).number("y", i -> i % 16 == 0 ? 0.0 : 1.0 + i % 3).number("x", i -> (double) (i % 2));
        assertThat(table.fit("y ~ x, poisson, zero = ~ 1").message())
                .contains("the share of zeros that are none of the counts runs to 0");
    }

    @Test
    void trialsAreReadInEveryForm() {
        Table table = table("sim_betabinom");
        Table proportions = new Table(table.size())
                .number("p", i -> table.get("r", i) / table.get("n", i))
                .number("r", i -> table.get("r", i))
                .number("n", i -> table.get("n", i))
                .number("x", i -> table.get("x", i));
        double logLik = proportions.fit("cbind(r, n - r) ~ x, betabinomial").logLik();
        for (String text : new String[] {
            "r / n ~ x, betabinomial", "p ~ x, betabinomial, weights = n", "r / n ~ x, betabinomial, weights = n"
        }) assertThat(proportions.fit(text).logLik()).as(text).isCloseTo(logLik, within(1e-9));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "yzb ~ x, beta; has 74 values outside numbers between 0 and 1, without these two (smallest: 0.0); beta takes",
                "yzb ~ x, beta; zero = ~ 1 models zeros beside them, family = ordbeta zeros and ones",
                "yob ~ x, beta, zero = ~ 1; family = ordbeta zeros and ones",
                "x ~ w, ordbeta; outside numbers from 0 to 1",
                "one ~ x, ordbeta; has no value 0, of which family ordbeta models the share by its cutpoint c1",
                "yzb ~ x, ordbeta; has no value 1, of which family ordbeta models the share by its cutpoint c2",
                "inside ~ x, beta, zero = ~ w; has no value 0, of which zero = is to model the share; leave zero = out",
                "ones ~ x, poisson, zero = ~ 1; has no value 0, of which zero = is to model the share; leave zero = out",
                "flag ~ x, betabinomial; has 1 trial in every row, which says nothing about phi of family betabinomial",
                "cbind(flag, two - flag) ~ x, betabinomial, weights = u; successes of one row share their probability"
            })
    void whatAFamilyCannotHaveIsNamedWithARemedy(String text, String message) {
        Table table = new Table(SHARES.size());
        for (String name : new String[] {"x", "w", "yzb", "yob"}) table.number(name, i -> SHARES.get(name, i));
        table.number("inside", i -> 0.1 + 0.8 * (i % 7) / 7.0)
                .number("one", i -> i % 5 == 0 ? 1 : 0.1 + 0.8 * (i % 7) / 7.0)
                .number("ones", i -> 1.0 + i % 3)
                .number("flag", i -> (double) (i % 2))
                .number("two", i -> 2.0)
                .number("u", i -> 3.0);
        assertThatThrownBy(() -> table.fit(text)).hasMessageContaining(message);
    }

    @Test
    void aHurdleOfZerosOnlyHasNothingToModel() {
        Table table = new Table(20).number("y", i -> 0.0).number("x", i -> (double) i);
        FittedModel model = table.fit("y ~ x, beta, zero = ~ 1");
        assertThat(model.status()).isEqualTo(Status.CONSTANT_RESPONSE);
        assertThat(model.message()).contains("is 0.0 in every row");
    }
}
