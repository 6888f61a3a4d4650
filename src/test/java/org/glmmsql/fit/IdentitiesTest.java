package org.glmmsql.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.glmmsql.model.FittedModel;
import org.glmmsql.model.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What must hold whatever the data: the same model told in other words is the same fit. */
class IdentitiesTest {
    private static final String[] MODELS = {
        "y ~ x + t + (1 | g), binomial",
        "y ~ x + t + (x | g), binomial, nagq = 5",
        "k ~ x + (1 | g) + (1 | h), poisson",
        "p ~ x + (1 | h/g), Gamma(log)",
        "z ~ x + (x | g), method = REML",
        "z ~ x + (1 | g) + (1 | h)",
        "y ~ x, binomial"
    };

    private final Table table = Simulated.rows(400, 30, 0.8);

    @Test
    void theOrderOfRowsChangesNoBit() {
        int[] order = Table.identity(table.size());
        Random random = new Random(1);
        for (int i = order.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int kept = order[i];
            order[i] = order[j];
            order[j] = kept;
        }
        Table shuffled = table.rows(order);
        for (String model : MODELS) sameBits(model, table.fit(model), shuffled.fit(model));
    }

    @Test
    void theNamesOfLevelsChangeNoBit() {
        Table relabelled = table.rows(Table.identity(table.size()))
                .text("g", i -> "z" + (1000 - table.level("g", i).hashCode() % 997))
                .text("h", i -> new StringBuilder(table.level("h", i)).reverse().toString());
        for (String model : MODELS) sameBits(model, table.fit(model), relabelled.fit(model));
    }

    private static void sameBits(String model, FittedModel a, FittedModel b) {
        assertThat(b.logLik()).as(model).isEqualTo(a.logLik());
        assertThat(b.fixed()).as(model).isEqualTo(a.fixed());
        assertThat(b.varCorr()).as(model).isEqualTo(a.varCorr());
        assertThat(b.convergence().evaluations())
                .as(model)
                .isEqualTo(a.convergence().evaluations());
    }

    @Test
    void unitsOfACovariateChangeItsEstimateAndNothingElse() {
        Table large = table.rows(Table.identity(table.size())).number("x", i -> 1e6 * table.get("x", i));
        for (String model : MODELS) {
            FittedModel a = table.fit(model);
            FittedModel b = large.fit(model);
            // of restricted likelihoods only differences mean something: they hold the scale of X
            double shift = model.contains("REML") ? Math.log(1e6) : 0;
            assertThat(b.logLik()).as(model).isCloseTo(a.logLik() - shift, within(1e-8));
            assertThat(b.fixed().get(1).estimate() * 1e6)
                    .as(model)
                    .isCloseTo(
                            a.fixed().get(1).estimate(),
                            within(1e-5 * a.fixed().get(1).stdError()));
            assertThat(b.fixed().get(1).statistic())
                    .as(model)
                    .isCloseTo(a.fixed().get(1).statistic(), within(1e-4));
        }
    }

    @Test
    void aWeightOfTwoIsTheRowTwice() {
        int n = table.size();
        Table twice = table.rows(Table.concat(Table.identity(n), Table.identity(n)));
        Table weighted = table.rows(Table.identity(n)).number("w", i -> 2.0);
        FittedModel a = twice.fit("y ~ x + (1 | g), binomial");
        FittedModel b = weighted.fit("y ~ x + (1 | g), binomial, weights = w");
        assertThat(Table.estimates(b)).containsExactly(Table.estimates(a), within(1e-6));
        FittedModel c = twice.fit("k ~ x + (1 | g), poisson");
        FittedModel d = weighted.fit("k ~ x + (1 | g), poisson, weights = w");
        assertThat(Table.estimates(d)).containsExactly(Table.estimates(c), within(1e-6));
        assertThat(Table.sd(d, 0)).isCloseTo(Table.sd(c, 0), within(1e-6));
    }

    @Test
    void groupedTrialsAreSingleTrialsUpToAConstant() {
        // every row as one success or failure among cbind's counts
        Table counts = table.rows(Table.identity(table.size()))
                .number("s", i -> table.get("y", i) * 3)
                .number("f", i -> 3 - table.get("y", i) * 3);
        FittedModel grouped = counts.fit("cbind(s, f) ~ x + (1 | g), binomial");
        int n = table.size();
        FittedModel single = table.rows(
                        Table.concat(Table.identity(n), Table.concat(Table.identity(n), Table.identity(n))))
                .fit("y ~ x + (1 | g), binomial");
        assertThat(Table.estimates(grouped)).containsExactly(Table.estimates(single), within(1e-6));
        assertThat(grouped.logLik()).isCloseTo(single.logLik(), within(1e-6));
    }

    @Test
    void withoutVarianceAGlmmIsTheGlm() {
        // every level has as many ones as zeros: less variation between levels than chance gives
        Table even = table.rows(Table.identity(table.size()))
                .number("u", i -> (double) (i % 2))
                .text("r", i -> "r" + i / 2 % 20);
        for (int nagq : new int[] {1, 9}) {
            FittedModel mixed = even.fit("u ~ t + (1 | r), binomial, nagq = " + nagq);
            FittedModel glm = even.fit("u ~ t, binomial");
            assertThat(mixed.status()).isEqualTo(Status.OK);
            assertThat(mixed.convergence().singular()).isTrue();
            assertThat(mixed.convergence().advice()).contains("singular");
            assertThat(Table.sd(mixed, 0)).isZero();
            assertThat(mixed.logLik()).isCloseTo(glm.logLik(), within(1e-9));
            assertThat(Table.estimates(mixed)).containsExactly(Table.estimates(glm), within(1e-6));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"y ~ x + (1 | g), binomial", "z ~ x + (1 | g)", "p ~ x + (1 | g), Gamma(log)"})
    void rowsOfWeightZeroSayNothing(String model) {
        int n = table.size();
        Table some = table.rows(Table.identity(n)).number("w", i -> i % 4 == 0 ? 0.0 : 1.0);
        int[] kept =
                java.util.stream.IntStream.range(0, n).filter(i -> i % 4 != 0).toArray();
        FittedModel a = some.fit(model + ", weights = w");
        FittedModel b = table.rows(kept).fit(model);
        assertThat(a.logLik()).isCloseTo(b.logLik(), within(1e-7));
        assertThat(Table.estimates(a)).containsExactly(Table.estimates(b), within(1e-6));
    }

    @Test
    void aResponseWithTwoLevelsCountsTheSecondAsSuccess() {
        Table text = table.rows(Table.identity(table.size())).text("a", i -> table.get("y", i) == 1 ? "yes" : "no");
        assertThat(text.fit("a ~ x + (1 | g), binomial").fixed())
                .isEqualTo(table.fit("y ~ x + (1 | g), binomial").fixed());
    }

    @Test
    void everyFitOfTheseHasConverged() {
        for (String model : MODELS)
            assertThat(table.fit(model).status()).as(model).isEqualTo(Status.OK);
    }
}
