package org.glmmsql.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.glmmsql.model.FittedModel;
import org.glmmsql.model.Status;
import org.glmmsql.model.VarCorr;
import org.junit.jupiter.api.Test;

/** A singular fit says which direction of which term has variance 0, and what that means. */
class SingularityTest {
    private static final int N = 120;

    /** flat: no group effects; one: intercepts and slopes of the groups are the same numbers; slope: slopes only. */
    private static Table table() {
        SplittableRandom random = new SplittableRandom(1);
        double[] x = random.doubles(N).map(v -> random.nextGaussian()).toArray();
        double[] z = random.doubles(N).map(v -> random.nextGaussian()).toArray();
        double[] e = random.doubles(N).map(v -> random.nextGaussian()).toArray();
        double[] b = random.doubles(12).map(v -> random.nextGaussian()).toArray();
        double[] within = e.clone();
        for (int g = 0; g < 12; g++) {
            double mean = 0;
            for (int i = g; i < N; i += 12) mean += e[i] / 10;
            for (int i = g; i < N; i += 12) within[i] = e[i] - mean;
        }
        return new Table(N)
                .number("x", i -> x[i])
                .number("z", i -> z[i])
                .number("flat", i -> x[i] + within[i])
                .number("one", i -> x[i] + 2 * b[i % 12] * (1 + 0.5 * x[i]) + 0.05 * e[i])
                .number("three", i -> x[i] + 2 * b[i % 12] * (1 + 0.5 * x[i] - z[i]) + 0.05 * e[i])
                .number("far", i -> 2000 + x[i])
                .text("g", i -> "g" + i % 12);
    }

    @Test
    void aVarianceOfZeroHasNoStandardErrorAndNamesItsTerm() {
        Table table = table();
        FittedModel model = table.fit("flat ~ x + (1 | g)");
        assertThat(model.status()).isEqualTo(Status.OK);
        assertThat(model.convergence().singular()).isTrue();
        assertThat(model.message())
                .contains(
                        "the variance of (Intercept) by g is 0, and without this random term the likelihood is the same");
        VarCorr variance = model.varCorr().get(0);
        assertThat(variance.sdOrCorr()).isZero();
        assertThat(variance.stdError()).isNaN();
        assertThat(variance.confLow()).isNaN();
        assertThat(variance.confHigh()).isNaN();
        assertThat(model.varCorr().get(1).stdError()).isPositive();
        assertThat(table.fit("flat ~ x").logLik()).isCloseTo(model.logLik(), within(1e-8));
    }

    @Test
    void onlyOneOfTwoEffectsHasVarianceZero() {
        FittedModel model = table().number("y", i -> table().get("flat", i) + table().get("x", i) * (i % 12 - 5.5))
                .fit("y ~ x + (x || g)");
        assertThat(model.convergence().singular()).isTrue();
        assertThat(model.message())
                .contains("the variance of (Intercept) by g is 0, and without it the likelihood is the same");
        assertThat(model.varCorr().get(1).stdError()).isPositive();
    }

    @Test
    void perfectCorrelationIsNamedAndClaimsNothingAboutDroppingIt() {
        FittedModel model = table().fit("one ~ x + (x | g)");
        assertThat(model.status()).isEqualTo(Status.OK);
        if (model.convergence().singular()) {
            assertThat(model.message())
                    .contains("(Intercept) and x by g are perfectly correlated (1)")
                    .doesNotContain("the likelihood is the same");
            assertThat(model.varCorr().get(2).stdError()).isNaN();
        } else {
            assertThat(model.varCorr().get(2).sdOrCorr()).isGreaterThan(0.99);
        }
    }

    @Test
    void aDirectionOfThreeEffectsIsACombination() {
        FittedModel model = table().fit("three ~ x + z + (x + z | g)");
        assertThat(model.status()).isEqualTo(Status.OK);
        assertThat(model.convergence().singular()).isTrue();
        assertThat(model.message()).contains("the combination ").contains("of the effects by g has variance 0");
    }

    /** The correlation with an intercept far from the data is next to 1, and nothing is degenerate. */
    @Test
    void aCovariateFarFromZeroIsNotSingular() {
        SplittableRandom random = new SplittableRandom(2);
        double[] x = random.doubles(N).map(v -> random.nextGaussian()).toArray();
        double[] e = random.doubles(N).map(v -> random.nextGaussian()).toArray();
        double[] b = random.doubles(12).map(v -> random.nextGaussian()).toArray();
        double[] s = random.doubles(12).map(v -> random.nextGaussian()).toArray();
        Table table = new Table(N)
                .number("x", i -> x[i])
                .number("far", i -> 2000 + x[i])
                .number("y", i -> x[i] * (1 + s[i % 12]) + b[i % 12] + e[i])
                .text("g", i -> "g" + i % 12);
        FittedModel near = table.fit("y ~ x + (x | g)");
        FittedModel far = table.fit("y ~ far + (far | g)");
        assertThat(near.convergence().singular()).isFalse();
        assertThat(far.logLik()).isCloseTo(near.logLik(), within(1e-6));
        assertThat(far.convergence().singular()).as(far.message()).isFalse();
    }
}
