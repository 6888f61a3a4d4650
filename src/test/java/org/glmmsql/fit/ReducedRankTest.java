package org.glmmsql.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.glmmsql.error.GlmmException;
import org.glmmsql.model.FittedModel;
import org.glmmsql.model.ModelJson;
import org.glmmsql.model.Status;
import org.glmmsql.model.VarCorr;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Effects of reduced rank: rr(x | g, d = 2). */
class ReducedRankTest {
    private static Table counts() throws Exception {
        return Table.csv(Path.of("src/test/resources/structures/rr-poisson.csv"), "sp", "g");
    }

    /** Simulated counts of eight kinds at 60 places; figures of glmmTMB 1.1. */
    @ParameterizedTest
    @CsvSource({"1, -897.597589839, 10", "2, -880.898832028, 17", "3, -878.646733859, 23"})
    void theMaximumIsNotBelowThatOfGlmmTmb(int d, double logLik, int npar) throws Exception {
        FittedModel model = counts().fit("y ~ x + rr(0 + sp | g, d = " + d + "), poisson");
        assertThat(model.status()).as(model.message()).isEqualTo(Status.OK);
        assertThat(model.message()).isEmpty();
        assertThat(model.logLik()).isBetween(logLik - 1e-6, logLik + 1e-6);
        assertThat(model.npar()).isEqualTo(npar);
    }

    @Test
    void isToldByTheVariancesAndCorrelationsOfItsEffects() throws Exception {
        FittedModel model = counts().fit("y ~ x + rr(0 + sp | g), poisson");
        assertThat(Table.estimates(model)[1]).isCloseTo(0.3250882, within(1e-5));
        assertThat(model.fixed().get(1).stdError()).isCloseTo(0.0373610, within(1e-5));
        assertThat(model.varCorr()).hasSize(8 + 28);
        assertThat(model.varCorr().get(0).sdOrCorr()).isCloseTo(0.5751393, within(1e-4));
        assertThat(model.varCorr().get(7).sdOrCorr()).isCloseTo(0.4394291, within(1e-4));
        VarCorr first = model.varCorr().get(8);
        assertThat(List.of(first.term1(), first.term2())).containsExactly("sps1", "sps2");
        assertThat(first.sdOrCorr()).isCloseTo(0.7500320, within(1e-4));
        assertThat(model.varCorr().get(16).sdOrCorr()).isCloseTo(-0.5872826, within(1e-4));
        for (VarCorr row : model.varCorr()) assertThat(row.stdError()).isPositive();
        assertThat(model.randomEffects().get(0).levels()).hasSize(60);
        assertThat(model.randomEffects().get(0).modes()[0]).hasSize(8);
        String json = ModelJson.write(model);
        assertThat(ModelJson.write(ModelJson.parse(json))).isEqualTo(json);
    }

    /** One latent variable leaves no correlation to be estimated: they are 1 or -1. */
    @Test
    void effectsOfOneLatentVariableArePerfectlyCorrelated() throws Exception {
        FittedModel model = counts().fit("y ~ x + rr(0 + sp | g, d = 1), poisson");
        for (VarCorr row : model.varCorr()) {
            if (row.term2() == null) assertThat(row.stdError()).isPositive();
            else assertThat(Math.abs(row.sdOrCorr())).isEqualTo(1);
        }
    }

    /** Of full rank it is any covariance. */
    @ParameterizedTest
    @CsvSource({"gaussian, ML", "gaussian, REML", "poisson, ML", "binomial, ML"})
    void ofFullRankItIsUnstructured(String family, String method) {
        Table table = table(family);
        String options = ", family = " + family + ", method = " + method;
        FittedModel rr = table.fit("y ~ x + rr(x | g, d = 2)" + options);
        FittedModel us = table.fit("y ~ x + us(x | g)" + options);
        assertThat(rr.logLik()).isCloseTo(us.logLik(), within(1e-8));
        assertThat(rr.npar()).isEqualTo(us.npar());
        for (int k = 0; k < us.varCorr().size(); k++) {
            assertThat(rr.varCorr().get(k).sdOrCorr())
                    .isCloseTo(us.varCorr().get(k).sdOrCorr(), within(1e-5));
            assertThat(rr.varCorr().get(k).stdError())
                    .isCloseTo(us.varCorr().get(k).stdError(), within(1e-3));
        }
    }

    /** A covariate far from 0 does not matter: rank is that of any linear combinations of the columns. */
    @ParameterizedTest
    @CsvSource({"gaussian", "poisson"})
    void theOriginOfACovariateDoesNotMatter(String family) {
        Table table = table(family);
        table.number("year", i -> 2000 + table.get("x", i));
        double near =
                table.fit("y ~ x + rr(x + u | g, d = 2), family = " + family).logLik();
        double far = table.fit("y ~ year + rr(year + u | g, d = 2), family = " + family)
                .logLik();
        assertThat(far).isCloseTo(near, within(1e-6));
        assertThat(near)
                .isLessThanOrEqualTo(
                        table.fit("y ~ x + us(x + u | g), family = " + family).logLik() + 1e-7)
                .isGreaterThanOrEqualTo(table.fit("y ~ x + rr(x + u | g, d = 1), family = " + family)
                                .logLik()
                        - 1e-7);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "rr(x | g, d = 0); GLMM-101: found d = 0 in rr",
                "rr(x | g, d = -2); GLMM-101: found d = -2 in rr",
                "rr(x | g, d = 1.5); GLMM-101: found d = 1.5 in rr",
                "rr(x | g, d = 3); GLMM-401: rr with d = 3 latent variables has 2 effects of a level ((Intercept), x), expected d from 1 to 2",
                "rr(1 | g); GLMM-401: rr with d = 2 latent variables has 1 effect of a level ((Intercept)), expected d from 1 to 1",
                "rr(x | g, x); GLMM-101: found x in rr, expected a number",
                "rr(x, d = 2); GLMM-101: found rr(x, d = 2), expected a random term in it: rr(x | group, d = 2)",
                "us(x | g, d = 2); GLMM-101: "
            })
    void aWrongRankIsTold(String term, String message) {
        assertThatThrownBy(() -> table("gaussian").fit("y ~ x + " + term))
                .isInstanceOf(GlmmException.class)
                .hasMessageStartingWith(message);
    }

    private static Table table(String family) {
        SplittableRandom random = new SplittableRandom(11);
        int levels = 40;
        int n = levels * 10;
        double[][] b = new double[levels][2];
        for (double[] own : b) for (int k = 0; k < 2; k++) own[k] = normal(random);
        double[] x = new double[n];
        double[] u = new double[n];
        double[] y = new double[n];
        for (int i = 0; i < n; i++) {
            double[] own = b[i % levels];
            x[i] = normal(random);
            u[i] = normal(random);
            double eta = 0.3
                    + 0.2 * x[i]
                    + 0.6 * own[0]
                    + (0.2 * own[0] + 0.4 * own[1]) * x[i]
                    + (0.3 * own[0] - 0.3 * own[1]) * u[i];
            y[i] = switch (family) {
                case "gaussian" -> eta + 0.7 * normal(random);
                case "poisson" -> count(Math.exp(eta), random);
                default -> random.nextDouble() < 1 / (1 + Math.exp(-eta)) ? 1 : 0;
            };
        }
        return new Table(n)
                .number("x", i -> x[i])
                .number("u", i -> u[i])
                .number("y", i -> y[i])
                .text("g", i -> "g" + i % levels);
    }

    private static double normal(SplittableRandom random) {
        return Math.sqrt(-2 * Math.log(1 - random.nextDouble())) * Math.cos(2 * Math.PI * random.nextDouble());
    }

    private static int count(double mean, SplittableRandom random) {
        int count = 0;
        for (double t = -Math.log(1 - random.nextDouble()); t < mean; t -= Math.log(1 - random.nextDouble())) count++;
        return count;
    }

    /** Answers of one trial each: no level is separated by latent effects that all of its items share, though it is by an effect for each item. */
    @Test
    void itemsOfOneTrialAreNotSeparatedByFewLatentEffects() {
        SplittableRandom random = new SplittableRandom(3);
        double[] loading = {0.8, 1.2, 1, 0.9, 1.3, 1.1};
        double[] person =
                random.doubles(150).map(u -> Math.log(u / (1 - u)) / 1.8).toArray();
        Table table = new Table(person.length * loading.length)
                .text("item", i -> "i" + i % loading.length)
                .text("person", i -> "p" + i / loading.length)
                .number("y", i -> {
                    double eta = 0.3 + loading[i % loading.length] * person[i / loading.length];
                    return random.nextDouble() < 1 / (1 + Math.exp(-eta)) ? 1.0 : 0.0;
                });
        FittedModel model = table.fit("y ~ 1 + rr(0 + item | person, d = 1), binomial");
        assertThat(model.status()).as(model.message()).isEqualTo(Status.OK);
        for (VarCorr row : model.varCorr().subList(0, loading.length))
            assertThat(row.sdOrCorr()).isBetween(0.3, 3.0);
    }
}
