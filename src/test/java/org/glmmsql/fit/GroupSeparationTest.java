package org.glmmsql.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.glmmsql.model.FittedModel;
import org.glmmsql.model.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Groups that are all 0 or all 1: the likelihood rises with the variance of their effects for ever. */
class GroupSeparationTest {
    private static final int LEVELS = 60;
    private static final int EACH = 6;

    /**
     * y: equal within all groups but the first {@code mixed}; slope: the sign of x or its opposite by group; k: counts that are 0 in
     * most groups.
     */
    private static Table table(int mixed) {
        int n = LEVELS * EACH;
        SplittableRandom random = new SplittableRandom(3);
        double[] x = random.doubles(n).map(v -> random.nextGaussian()).toArray();
        double[] u = random.doubles(LEVELS).toArray();
        double[] v = random.doubles(n).toArray();
        return new Table(n)
                .number("x", i -> x[i])
                .number("group", i -> u[i / EACH])
                .text("g", i -> "g" + i / EACH)
                .text("h", i -> "h" + i % EACH)
                .number("y", i -> i / EACH < mixed ? (i % EACH + i / EACH) % 2 : u[i / EACH] < 0.4 ? 1.0 : 0.0)
                .number("t", i -> 4.0)
                .number("s", i -> u[i / EACH] < 0.4 ? 4.0 : 0.0)
                .number("slope", i -> (u[i / EACH] < 0.5) == (x[i] > 0) ? 1.0 : 0.0)
                .number("k", i -> u[i / EACH] < 0.8 ? 0 : Math.floor(-3 * Math.log(v[i])));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "y ~ 1 + (1 | g), binomial",
                "y ~ x + (1 | g), binomial",
                "y ~ x + (1 | g), binomial, nagq = 25",
                "y ~ x + (1 | g), binomial(probit)",
                "y ~ x + (1 | g), binomial(cloglog), nagq = 9",
                "y ~ x + (x | g), binomial",
                "y ~ x + (1 | g) + (1 | h), binomial",
                "y ~ 1 + (1 | g), binomial, method = HL(1,1)",
                "y ~ x + (1 | g), binomial, random = beta(logit)",
                "cbind(s, t - s) ~ x + (1 | g), binomial",
                "slope ~ x + (x | g), binomial",
                "slope ~ x + (0 + x | g), binomial"
            })
    void everyGroupSeparated(String text) {
        FittedModel model = table(0).fit(text);
        assertThat(model.status()).as(model.message()).isEqualTo(Status.SEPARATION);
        assertThat(model.message()).contains("each of the 60 levels of 'g'").contains("without end");
        assertThat(model.logLik()).isNaN();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "y ~ x + (1 | g), binomial",
                "y ~ x + (1 | g), binomial, nagq = 25",
                "y ~ x + (x | g), binomial",
                "y ~ x + (1 | g) + (1 | h), binomial"
            })
    void nearlyEveryGroupSeparated(String text) {
        FittedModel model = table(1).fit(text);
        assertThat(model.status()).as(model.message()).isEqualTo(Status.SEPARATION);
        assertThat(model.message())
                .contains("by g have a standard deviation of")
                .contains("59 of the 60 levels");
        assertThat(model.logLik()).isLessThan(-30);
    }

    /** A third of the groups is mixed: a large variance, and a maximum. */
    @ParameterizedTest
    @ValueSource(strings = {"y ~ x + (1 | g), binomial", "y ~ x + (1 | g), binomial, nagq = 25"})
    void mixedGroupsGiveAnEstimate(String text) {
        FittedModel model = table(20).fit(text);
        assertThat(model.status()).as(model.message()).isEqualTo(Status.OK);
        assertThat(Table.sd(model, 0)).isBetween(2.0, 15.0);
    }

    @Test
    void groupsWithoutCountsAreNoSeparation() {
        FittedModel model = table(0).fit("k ~ x + (1 | g), poisson");
        assertThat(model.status()).as(model.message()).isEqualTo(Status.OK);
        assertThat(Table.sd(model, 0)).isBetween(3.0, 15.0);
    }

    /**
     * Groups of two, of which one in a hundred is mixed: at a standard deviation of 12 the 25 nodes are off by more than one in the
     * log-likelihood, and the maximum of their approximation is none of the likelihood (-150.4; one by more nodes is above -140).
     */
    @Test
    void quadratureThatIsNotAccurateSaysSo() {
        SplittableRandom random = new SplittableRandom(4);
        double[] u = random.doubles(200).toArray();
        FittedModel model = new Table(400)
                .number("y", i -> i / 2 < 2 ? i % 2 : u[i / 2] < 0.4 ? 1.0 : 0.0)
                .text("g", i -> "g" + i / 2)
                .fit("y ~ 1 + (1 | g), binomial, nagq = 25");
        assertThat(model.message()).isNotEmpty();
        if (model.status() == Status.OK) assertThat(model.message()).contains("nagq = 25 is not accurate");
        else assertThat(model.status()).isEqualTo(Status.SEPARATION);
    }

    /** Against the integral by the trapezoidal rule with steps of 1e-4, exact to 1e-9 here, over groups of all kinds. */
    @ParameterizedTest
    @ValueSource(doubles = {1, 2, 4})
    void quadratureOfModerateEffectsIsExact(double sd) {
        SplittableRandom random = new SplittableRandom(7);
        int n = 400;
        double[] b = random.doubles(50).map(v -> sd * random.nextGaussian()).toArray();
        double[] u = random.doubles(n).toArray();
        double[] y = new double[n];
        for (int i = 0; i < n; i++) y[i] = u[i] < 1 / (1 + Math.exp(-b[i / 8])) ? 1 : 0;
        FittedModel model = new Table(n)
                .number("y", i -> y[i])
                .text("g", i -> "g" + i / 8)
                .fit("y ~ 1 + (1 | g), binomial, nagq = 50");
        assertThat(model.status()).isEqualTo(Status.OK);
        double beta = model.fixed().get(0).estimate();
        double estimate = Table.sd(model, 0);
        double logLik = 0;
        for (int g = 0; g < 50; g++) {
            int successes = 0;
            for (int i = 0; i < 8; i++) successes += (int) y[8 * g + i];
            double sum = 0;
            for (double z = -9; z < 9; z += 1e-4) {
                double eta = beta + estimate * z;
                double log =
                        successes * eta - 8 * (eta > 0 ? eta + Math.log1p(Math.exp(-eta)) : Math.log1p(Math.exp(eta)));
                sum += 1e-4 * Math.exp(log - z * z / 2) / Math.sqrt(2 * Math.PI);
            }
            logLik += Math.log(sum);
        }
        assertThat(model.logLik()).isCloseTo(logLik, within(1e-3));
    }
}
