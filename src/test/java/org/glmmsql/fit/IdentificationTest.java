package org.glmmsql.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.glmmsql.model.FittedModel;
import org.glmmsql.model.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Random terms that the data cannot tell apart are named before the fit, those that they can are fitted. */
class IdentificationTest {
    private static final int N = 200;

    /** Responses of all kinds in 20 groups; half is 0 or 1 by group, i numbers the rows, pair every two of them. */
    private static Table table() {
        SplittableRandom random = new SplittableRandom(3);
        double[] x = random.doubles(N).map(v -> random.nextGaussian()).toArray();
        double[] b = random.doubles(20).map(v -> random.nextGaussian()).toArray();
        double[] e = random.doubles(N).map(v -> random.nextGaussian()).toArray();
        double[] u = random.doubles(N).toArray();
        return new Table(N)
                .number("x", i -> x[i])
                .number("y", i -> 1 + 0.5 * x[i] + b[i % 20] + e[i])
                .number("b", i -> u[i] < 1 / (1 + Math.exp(-x[i] - b[i % 20])) ? 1.0 : 0.0)
                .number("s", i -> Math.floor(5 * u[i]))
                .number("k", i -> Math.floor(-2 * Math.log(u[i]) * Math.exp(0.3 * b[i % 20])))
                .number("p", i -> -Math.log(u[i]) * Math.exp(0.3 * b[i % 20] + 0.3 * e[i]))
                .number("w", i -> 1.0 + i % 4)
                .number("five", i -> 5.0)
                .number("ten", i -> 10.0)
                .number("half", i -> (double) (i % 20 % 2))
                .number("third", i -> (double) (i % 20 % 3))
                .number("t", i -> (double) (i / 2 % 2))
                .number("far", i -> 1e6 + x[i])
                .text("g", i -> "g" + i % 20)
                .text("same", i -> "s" + (19 - i % 20))
                .text("h", i -> "h" + i / 20)
                .text("i", i -> "i" + i)
                .text("pair", i -> "p" + i / 2)
                .number("t2", i -> (double) (i % 2))
                .text("f", i -> "f" + i % 20 % 3);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '>', textBlock = """
            y ~ x + (five | g)                             > variance of five by g
            y ~ x + (five || g)                            > variance of five by g
            y ~ x + (half | g)                             > covariance of (Intercept) and half by g
            b ~ x + (half | g), binomial                   > variance of half by g
            y ~ x + (1 | g) + (1 | g)                      > variance of (Intercept) by g in 2 random terms
            k ~ x + (1 | g) + (1 | same), poisson          > variance of (Intercept) by same
            k ~ x + (x | g) + (x | same), poisson, method = REML > covariance of (Intercept) and x by same
            y ~ x + (0 + f | g)                            > covariance of ff0 and ff1 by g
            y ~ x + (1 | i)                                > the residual variance
            y ~ x + (1 | i), skewnormal                    > the residual variance
            y ~ x + (1 | i), method = REML                 > the residual variance
            y ~ x + (1 | i), method = HL(1,1)              > the residual variance
            y ~ x + (1 | g) + (1 | i)                      > variance of (Intercept) by i
            y ~ x + (1 | i), dispersion = ~ f              > the residual variance
            y ~ t2 + (t2 | pair)                           > the residual variance
            b ~ x + (1 | i), binomial                      > do not determine the variance of (Intercept) by i: a single 0/1
            b ~ x + (1 | g) + (1 | i), binomial            > variance of (Intercept) by i
            b ~ x + (x | i), binomial(probit), nagq = 5    > single 0/1
            b ~ t2 + (t2 | pair), binomial                 > single 0/1
            y ~ f + half:f + factor(half) + g + (1 | g), method = REML > restricted likelihood does not depend
            k ~ g + (x | g), poisson, method = REML        > (Intercept) by g could explain
            """)
    void notIdentified(String text, String named) {
        FittedModel model = table().fit(text);
        assertThat(model.status()).as(model.message()).isEqualTo(Status.NOT_IDENTIFIED);
        assertThat(model.message()).contains(named).contains("leave");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "y ~ x + (half || g)",
                "y ~ x + (third | g)",
                "y ~ x + (0 + f || g)",
                "y ~ x + (0 + x | g) + (1 | same)",
                "y ~ x + (1 | i), weights = w",
                "y ~ x + (1 | i), gaussian(log), weights = w, offset = x",
                "y ~ x + (1 | g) + (1 | h)",
                "y ~ x + (1 | f/g)",
                "y ~ t2 + (1 | pair)",
                "y ~ far + (far | g)",
                "k ~ x + (1 | i), poisson",
                "k ~ x + (1 | g) + (1 | i), poisson",
                "cbind(s, 5 - s) ~ x + (1 | i), binomial",
                "p ~ x + (1 | i), Gamma(log)",
                "b ~ t2 + (1 | pair), binomial",
                "y ~ g + (1 | g)",
                "y ~ x + g + (0 + x | g), method = REML"
            })
    void identified(String text) {
        FittedModel model = table().fit(text);
        assertThat(model.status()).as(model.message()).isNotEqualTo(Status.NOT_IDENTIFIED);
    }

    /** Known precisions: y_i ~ N(mu, tau^2 + sigma^2 / w_i) has as many levels as rows and a maximum. */
    @Test
    void weightsTellAnEffectForEachRowFromTheError() {
        Table table = table();
        FittedModel model = table.fit("y ~ 1 + (1 | i), weights = w");
        assertThat(model.status()).isEqualTo(Status.OK);
        double mean = model.fixed().get(0).estimate();
        double tau = Table.sd(model, 0);
        double sigma = model.sigma();
        double logLik = 0;
        for (int i = 0; i < N; i++) {
            double variance = tau * tau + sigma * sigma / table.get("w", i);
            double r = table.get("y", i) - mean;
            logLik -= 0.5 * (Math.log(2 * Math.PI * variance) + r * r / variance);
        }
        assertThat(model.logLik()).isCloseTo(logLik, within(1e-8));
    }

    /** A million rows used to take half a minute and end as ok. */
    @Test
    void manySingleTrialsAreFoundEarly() {
        int n = 50_000;
        SplittableRandom random = new SplittableRandom(5);
        double[] u = random.doubles(n).toArray();
        FittedModel model = new Table(n)
                .number("y", i -> u[i] < 0.3 ? 1.0 : 0.0)
                .number("i", i -> (double) i)
                .fit("y ~ 1 + (1 | i), binomial");
        assertThat(model.status()).isEqualTo(Status.NOT_IDENTIFIED);
        assertThat(model.convergence().evaluations()).isZero();
    }

    /** Seven positions of five groups: any covariances of them have a combination without variance, and no maximum. */
    @ParameterizedTest
    @ValueSource(strings = {"ML", "REML"})
    void covariancesOfMorePositionsThanGroups(String method) {
        SplittableRandom random = new SplittableRandom(2);
        double[] e = random.doubles(60).map(v -> random.nextGaussian()).toArray();
        Table table = new Table(60)
                .number("y", i -> e[i])
                .number("x", i -> e[59 - i])
                .number("t", i -> (double) (i < 35 ? i / 5 : (i - 35) / 8))
                .text("g", i -> i < 35 ? "g" + i % 5 : "h" + (i - 35) % 8);
        FittedModel model = table.fit("y ~ x, residual = us(t | g), method = " + method);
        assertThat(model.status()).as(model.message()).isEqualTo(Status.NOT_IDENTIFIED);
        assertThat(model.message())
                .contains("residual = us(t | g)")
                .contains("7 positions are seen together in 5 groups")
                .contains("ar1");
        assertThat(model.convergence().evaluations()).isZero();
    }
}
