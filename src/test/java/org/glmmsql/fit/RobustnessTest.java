package org.glmmsql.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.glmmsql.error.GlmmException;
import org.glmmsql.model.Coefficient;
import org.glmmsql.model.FittedModel;
import org.glmmsql.model.Status;
import org.junit.jupiter.api.Test;

/** Data at the edge: every outcome has a name. */
class RobustnessTest {
    private final Table table = Simulated.rows(300, 20, 0.7);

    private Table copy() {
        return table.rows(Table.identity(table.size()));
    }

    @Test
    void aColumnThatSeparatesIsNamedAndTheOthersAreThoseOfTheOtherRows() {
        // every row with s = 1 is a success
        Table separated =
                copy().number("s", i -> i % 5 == 0 ? 1.0 : 0.0).number("v", i -> i % 5 == 0 ? 1 : table.get("y", i));
        FittedModel model = separated.fit("v ~ x + s + (1 | g), binomial");
        assertThat(model.status()).isEqualTo(Status.SEPARATION);
        assertThat(model.message()).contains("s separate").contains("60 of 300");
        assertThat(model.fixed().get(2).term()).isEqualTo("s");
        assertThat(model.fixed().get(2).estimate()).isNaN();
        int[] others =
                java.util.stream.IntStream.range(0, 300).filter(i -> i % 5 != 0).toArray();
        FittedModel rest = separated.rows(others).fit("v ~ x + (1 | g), binomial");
        assertThat(model.logLik()).isCloseTo(rest.logLik(), within(1e-8));
        assertThat(model.fixed().get(1)).isEqualTo(rest.fixed().get(1));
        assertThat(model.npar()).isEqualTo(rest.npar() + 1);
    }

    @Test
    void completeSeparationLeavesNothingToEstimate() {
        Table separated = copy().number("v", i -> table.get("x", i) > 0.35 ? 1.0 : 0.0);
        FittedModel model = separated.fit("v ~ x + (1 | g), binomial");
        assertThat(model.status()).isEqualTo(Status.SEPARATION);
        assertThat(model.fixed()).allMatch(c -> Double.isNaN(c.estimate()));
        FittedModel all = copy().number("v", i -> i % 2 + 0.0)
                .number("s", i -> i % 2 + 0.0)
                .fit("v ~ s + (1 | g), binomial");
        assertThat(all.status()).isEqualTo(Status.SEPARATION);
        assertThat(all.message()).contains("columns (Intercept), s separate").contains("300 of 300");
    }

    @Test
    void aPoissonLevelWithoutCountsSeparatesToo() {
        Table empty = copy().text("a", i -> "a" + i % 3).number("v", i -> i % 3 == 2 ? 0 : table.get("k", i));
        FittedModel model = empty.fit("v ~ x + a + (1 | g), poisson");
        assertThat(model.status()).isEqualTo(Status.SEPARATION);
        assertThat(model.message()).contains("aa2");
    }

    @Test
    void aStrongEffectIsNotSeparation() {
        Table strong = copy().number("v", i -> {
            double x = table.get("x", i);
            return Math.abs(x) < 0.3 ? (double) (i % 2) : x > 0 ? 1.0 : 0.0;
        });
        FittedModel model = strong.fit("v ~ x, binomial");
        assertThat(model.status()).isEqualTo(Status.OK);
        assertThat(model.fixed().get(1).estimate()).isGreaterThan(5);
    }

    @Test
    void dependentColumnsAreDroppedAsInR() {
        FittedModel model = copy().number("x2", i -> 2 * table.get("x", i) - 1).fit("y ~ x + x2 + (1 | g), binomial");
        assertThat(model.status()).isEqualTo(Status.OK);
        assertThat(model.fixed()).extracting(Coefficient::term).containsExactly("(Intercept)", "x", "x2");
        assertThat(model.fixed().get(2).estimate()).isNaN();
        assertThat(model.logLik())
                .isCloseTo(table.fit("y ~ x + (1 | g), binomial").logLik(), within(1e-9));
    }

    @Test
    void oneLevelIsTooFew() {
        FittedModel model = copy().text("one", i -> "all").fit("y ~ x + (1 | one), binomial");
        assertThat(model.status()).isEqualTo(Status.TOO_FEW_GROUPS);
        assertThat(model.message()).contains("'one'").contains("leave the term out");
    }

    @Test
    void aConstantResponseIsNamed() {
        assertThat(copy().number("v", i -> 1.0).fit("v ~ x + (1 | g), binomial").status())
                .isEqualTo(Status.CONSTANT_RESPONSE);
        assertThat(copy().number("v", i -> 0.0).fit("v ~ x + (1 | g), poisson").status())
                .isEqualTo(Status.CONSTANT_RESPONSE);
        assertThat(copy().number("v", i -> 2.5).fit("v ~ x + (1 | g)").status()).isEqualTo(Status.CONSTANT_RESPONSE);
        Table threes = copy().number("v", i -> 3.0).number("e", i -> 1.0 + i % 7);
        assertThat(threes.fit("v ~ x + (1 | g), poisson").status()).isEqualTo(Status.CONSTANT_RESPONSE);
        assertThat(threes.fit("v ~ x + offset(log(e)) + (1 | g), poisson").status())
                .isEqualTo(Status.OK);
    }

    @Test
    void clustersOfOneRow() {
        Table single = copy().text("row", i -> "r" + i);
        // overdispersed counts: an effect for each row is identified
        assertThat(single.fit("k ~ x + (1 | row), poisson").status()).isEqualTo(Status.OK);
        // a gaussian response: the effect and the error are the same thing
        FittedModel gaussian = single.fit("z ~ x + (1 | row)");
        assertThat(gaussian.status()).isEqualTo(Status.NOT_IDENTIFIED);
        assertThat(gaussian.message()).contains("row");
    }

    @Test
    void moreColumnsThanRowsIsNotIdentified() {
        FittedModel model = table.rows(0, 1, 2).fit("z ~ x + t + (1 | g)");
        assertThat(model.status()).isIn(Status.NOT_IDENTIFIED, Status.TOO_FEW_GROUPS);
    }

    @Test
    void countsOfAThousandMillion() {
        Table large =
                copy().number("v", i -> Math.rint(1e9 * Math.exp(0.1 * table.get("x", i) + 0.05 * table.get("k", i))));
        FittedModel model = large.fit("v ~ x + (1 | g), poisson");
        assertThat(model.status()).isEqualTo(Status.OK);
        assertThat(model.fixed().get(0).estimate()).isBetween(20.0, 22.0);
    }

    @Test
    void largeOffsetsDoNotOverflow() {
        FittedModel model = copy().number("o", i -> 700.0)
                .number("v", i -> 1.0 * table.get("k", i))
                .fit("v ~ x + (1 | g), poisson, offset = o");
        assertThat(model.status()).isEqualTo(Status.OK);
        assertThat(model.fixed().get(0).estimate()).isBetween(-702.0, -698.0);
    }

    @Test
    void anIncomeInDollarsConverges() {
        Table dollars = copy().number("income", i -> 40_000 + 12_345 * table.get("x", i));
        FittedModel model = dollars.fit("y ~ income + (income | g), binomial");
        assertThat(model.status()).isEqualTo(Status.OK);
        assertThat(model.convergence().decrement()).isLessThan(1e-8);
    }

    @Test
    void optionsThatMeanNothingAreErrors() {
        assertThatThrownBy(() -> table.fit("y ~ x, binomial, nagq = 5"))
                .isInstanceOf(GlmmException.class)
                .hasMessageStartingWith("GLMM-401")
                .hasMessageContaining("nagq");
        assertThatThrownBy(() -> table.fit("y ~ x + (1 | g) + (1 | h), binomial, nagq = 5"))
                .hasMessageStartingWith("GLMM-401")
                .hasMessageContaining("nagq = 1");
        assertThatThrownBy(() -> table.fit("y ~ x + (x + t | g), binomial, nagq = 50"))
                .hasMessageStartingWith("GLMM-401")
                .hasMessageContaining("at most nagq = 46");
        assertThatThrownBy(() -> table.fit("k ~ x + (1 | g), poisson, dispersion = ~ x"))
                .hasMessageStartingWith("GLMM-401");
        assertThatThrownBy(() -> table.fit("y ~ x + (1 | g), binomal"))
                .hasMessageStartingWith("GLMM-104")
                .hasMessageContaining("binomial");
    }

    @Test
    void aNormalResponseBelowZeroMayHaveALogLink() {
        Table mixed =
                copy().number("v", i -> Math.exp(0.2 + 0.3 * table.get("x", i)) + 0.5 * (table.get("z", i) - 0.5));
        FittedModel model = mixed.fit("v ~ x + (1 | g), gaussian(log)");
        assertThat(model.status()).isEqualTo(Status.OK);
    }

    @Test
    void crossedFactorsTooLargeForTheMemoryAreAnError() {
        int n = 200_000;
        Table crossed = new Table(n)
                .number("y", i -> (double) (i % 7 % 2))
                .number("a", i -> (double) (i % 99_991))
                .number("b", i -> (double) (i * 7919L % 99_989));
        assertThatThrownBy(() -> crossed.fit("y ~ 1 + (1 | a) + (1 | b), binomial"))
                .isInstanceOf(GlmmException.class)
                .hasMessageStartingWith("GLMM-601")
                .hasMessageContaining("-Xmx");
    }
}
