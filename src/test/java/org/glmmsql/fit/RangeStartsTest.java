package org.glmmsql.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.glmmsql.model.FittedModel;
import org.glmmsql.model.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ranges of correlations by distance whose likelihood is flat where a search comes by, or has no maximum. */
class RangeStartsTest {
    /** Points far from one another but for pairs that are near: only these say anything, about ranges of their distance. */
    private static Table pairs() {
        int n = 120;
        SplittableRandom random = new SplittableRandom(5);
        double[] at = new double[n];
        double[] y = new double[n];
        for (int i = 0; i < n; i++) {
            boolean second = i % 12 == 1;
            at[i] = second ? at[i - 1] + 0.02 : 10.0 * (i % 12) + random.nextDouble();
            y[i] = second ? 0.9 * y[i - 1] + 0.4 * random.nextGaussian() : random.nextGaussian();
        }
        return new Table(n).number("y", i -> y[i]).number("t", i -> at[i]).text("g", i -> "g" + i / 12);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gau(t | g), method = ML",
                "exp(t | g), method = ML",
                "gau(t | g), method = REML",
                "ou(t | g), method = ML"
            })
    void aMaximumThatIsNotSeenFromWhereNothingIsCorrelated(String residual) {
        FittedModel model = pairs().fit("y ~ 1, residual = " + residual);
        assertThat(model.status()).as(model.message()).isEqualTo(Status.OK);
        FittedModel none = pairs().fit("y ~ 1" + residual.substring(residual.indexOf(',')));
        assertThat(model.logLik()).isGreaterThan(none.logLik() + 1);
        assertThat(model.varCorr().get(1).sdOrCorr()).isBetween(0.01, 1.0);
    }

    /** The same residual correlation at all lags is the limit of a range without end and a smoothness of 0. */
    @Test
    void maternWithoutMaximum() {
        int n = 240;
        Table table = new Table(n)
                .number("x", i -> i * 37 % 101 / 101.0)
                .number("y", i -> 1 + i * 37 % 101 / 101.0 + Math.sin(i % 12) + 2 * (i * 7919 % 1009 / 1009.0 - 0.5))
                .number("t", i -> (double) (i / 12))
                .text("g", i -> "g" + i % 12);
        FittedModel model = table.fit("y ~ x, residual = mat(t | g)");
        assertThat(model.status()).as(model.message()).isEqualTo(Status.NOT_IDENTIFIED);
        assertThat(model.message())
                .contains("the correlations at all distances")
                .contains("homcs(1 | g)");
        assertThat(model.convergence().evaluations()).isLessThan(500);
        FittedModel limit = table.fit("y ~ x, residual = homcs(1 | g)");
        assertThat(limit.status()).isEqualTo(Status.OK);
        assertThat(limit.logLik()).isGreaterThan(model.logLik()).isCloseTo(model.logLik(), within(3.0));
    }

    @Test
    void residualsThatAreNotCorrelated() {
        SplittableRandom random = new SplittableRandom(8);
        double[] noise = random.doubles(80).toArray();
        Table table = new Table(80)
                .number("y", i -> noise[i] + (i % 2 == 0 ? 1 : -1))
                .number("t", i -> (double) (i % 4))
                .text("g", i -> "g" + i / 4);
        FittedModel model = table.fit("y ~ 1, residual = exp(t | g)");
        assertThat(model.status()).as(model.message()).isEqualTo(Status.NOT_IDENTIFIED);
        assertThat(model.message()).contains("not correlated").contains("leave residual = out");
        assertThat(model.logLik()).isCloseTo(table.fit("y ~ 1, method = ML").logLik(), within(1e-6));
    }
}
