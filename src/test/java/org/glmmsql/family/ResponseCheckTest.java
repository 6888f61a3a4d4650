package org.glmmsql.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.glmmsql.design.Response;
import org.glmmsql.error.GlmmException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseCheckTest {
    private static double[] check(String family, double[] y, double @Nullable [] trials, double @Nullable [] weights) {
        return Families.byName(family).priorWeights(new Response("y", y, trials, false), weights);
    }

    private static void assertRefused(Runnable call, String message) {
        assertThatThrownBy(call::run).isInstanceOf(GlmmException.class).hasMessage(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gaussian", "binomial", "poisson", "Gamma", "inverse.gaussian"})
    void withoutWeightsEveryRowCountsOnce(String family) {
        assertThat(check(family, new double[] {1, 1}, null, null)).containsExactly(1, 1);
    }

    @Test
    void binomialTakesZeroAndOne() {
        assertRefused(
                () -> check("binomial", new double[] {0, 2, 1, 3, -1}, null, null),
                "GLMM-302: response 'y' has 3 values outside {0, 1} (smallest: -1.0); binomial takes 0/1, or "
                        + "cbind(successes, failures), or proportions with the numbers of trials as weights");
    }

    /** The words do not depend on which row came first. */
    @Test
    void theSmallestBadValueIsNamed() {
        for (double[] y : new double[][] {{2.5, 7.25, 3}, {7.25, 3, 2.5}, {3, 2.5, 7.25}}) {
            assertThatThrownBy(() -> check("poisson", y, null, null))
                    .hasMessageContaining("2 values outside")
                    .hasMessageContaining("(smallest: 2.5)");
            assertThatThrownBy(() -> check("gaussian", y, null, new double[] {-y[0], -y[1], -y[2]}))
                    .hasMessageContaining("3 values that cannot be weights (smallest: -7.25)");
        }
    }

    @Test
    void proportionsNeedTheirTrials() {
        assertThat(check("binomial", new double[] {0.25, 2.0 / 3}, null, new double[] {8, 3}))
                .containsExactly(8, 3);
        assertRefused(
                () -> check("binomial", new double[] {0.25, 0.5}, null, new double[] {8, 3}),
                "GLMM-302: response 'y' has 1 value outside {0, 1} (0.5); binomial takes 0/1, or "
                        + "cbind(successes, failures), or proportions with the numbers of trials as weights, of as many"
                        + " decimals as tell the counts apart");
        assertThatThrownBy(() -> check("binomial", new double[] {0.25}, null, null))
                .isInstanceOf(GlmmException.class);
    }

    @Test
    void zeroAndOneTakeAnyWeights() {
        assertThat(check("binomial", new double[] {0, 1}, null, new double[] {0.37, 0}))
                .containsExactly(0.37, 0);
    }

    @Test
    void trialsAreMultipliedByWeightsUnlessTheyAreTheWeights() {
        double[] y = {0.5, 0.25};
        double[] trials = {2, 4};
        assertThat(check("binomial", y, trials, null)).containsExactly(2, 4);
        assertThat(check("binomial", y, trials, new double[] {1.5, 2})).containsExactly(3, 8);
        assertThat(check("binomial", y, trials, trials.clone())).containsExactly(2, 4);
    }

    @Test
    void aRowWithoutTrialsCountsNothing() {
        assertThat(check("binomial", new double[] {Double.NaN, 1}, new double[] {0, 3}, null))
                .containsExactly(0, 3);
    }

    @Test
    void successesAreWholeNumbersUpToTheTrials() {
        assertRefused(
                () -> check("binomial", new double[] {0.5, 1.5}, new double[] {3, 2}, null),
                "GLMM-302: response 'y' has 2 values as number of successes (smallest: 1.5); successes are whole numbers "
                        + "from 0 to the number of trials; other weights go into weights = column");
        assertRefused(
                () -> check("binomial", new double[] {0.5}, new double[] {-3}, null),
                "GLMM-302: response 'y' has 1 value as number of trials (-3.0); numbers of trials are whole numbers >= 0");
    }

    @ParameterizedTest
    @CsvSource({
        "poisson, -1, 'the counts 0, 1, 2, ...'",
        "poisson, 2.5, 'the counts 0, 1, 2, ...'",
        "Gamma, 0, positive numbers",
        "inverse.gaussian, -0.5, positive numbers"
    })
    void otherFamiliesHaveTheirRange(String family, double bad, String range) {
        assertRefused(
                () -> check(family, new double[] {1, bad}, null, null),
                "GLMM-302: response 'y' has 1 value outside " + range + " (" + bad + "); " + family + " takes "
                        + range);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gaussian", "poisson", "Gamma", "inverse.gaussian"})
    void onlyBinomialTakesTrialsAndLevels(String family) {
        assertThatThrownBy(() -> check(family, new double[] {1}, new double[] {2}, null))
                .hasMessageStartingWith("GLMM-301: response 'y' gives successes and trials; " + family);
        assertThatThrownBy(() ->
                        Families.byName(family).priorWeights(new Response("y", new double[] {1}, null, true), null))
                .hasMessageStartingWith("GLMM-301: response 'y' has two levels; " + family);
    }

    @Test
    void weightsAreFiniteAndNotNegative() {
        assertRefused(
                () -> check("gaussian", new double[] {1, 2, 3}, null, new double[] {1, -1, Double.NaN}),
                "GLMM-303: the weights column has 2 values that cannot be weights (smallest: -1.0); "
                        + "weights are finite numbers >= 0, and 0 leaves the row out");
    }

    @Test
    void unitDevianceIsTwiceTheLogLikelihoodRatio() {
        double mu = 0.4;
        double[] responses = {0.3, 0.9};
        for (Family family : exponentialDispersionModels()) {
            String name = family.name();
            LogDensity density = family.density(family.links().get(0));
            Link link = family.link(family.links().get(0));
            for (double y : responses) {
                double ratio = value(density, y, link.eta(y)) - value(density, y, link.eta(mu));
                assertThat(family.unitDeviance(y, mu)).as(name).isCloseTo(2 * ratio, within(1e-13));
            }
            assertThat(family.unitDeviance(mu, mu)).isCloseTo(0, within(1e-15));
        }
        assertThat(Families.byName("poisson").unitDeviance(0, 2)).isEqualTo(4);
        assertThat(Families.byName("binomial").unitDeviance(0, 0.5)).isCloseTo(2 * Math.log(2), within(1e-15));
    }

    /** Expected information at w = phi = 1 is (dmu/deta)^2 / V(mu): for canonical links the observed one. */
    @Test
    void varianceFunctionIsTheInformationOfTheCanonicalLink() {
        double mu = 0.4;
        for (Family family : exponentialDispersionModels()) {
            String name = family.name();
            Link link = family.link(family.links().get(0));
            double eta = link.eta(mu);
            // the log is not the canonical link of Bell's distribution: expected and observed are equal where y = mu
            double y = family.name().equals("bell") ? mu : 0.7;
            double[][] out = evaluate(family.density(link.name()), y, eta);
            double information = Math.pow(link.muEta(eta), 2) / family.variance(mu);
            assertThat(-out[LogDensity.L_ETA2][0]).as(name).isCloseTo(information, within(1e-13));
        }
    }

    /** Those that are known by variance and deviance, up to a dispersion. */
    private static List<Family> exponentialDispersionModels() {
        return Catalogue.families()
                .filter(family -> family.parameters().stream().skip(1).allMatch(Parameter::scale))
                .filter(family -> !family.ofCounts() || !family.excludesZero())
                .toList();
    }

    private static double[][] evaluate(LogDensity density, double y, double eta) {
        double[][] out = new double[Want.places(density.predictors())][1];
        double[][] predictors = new double[density.predictors()][1];
        predictors[0][0] = eta;
        density.evaluate(0, 1, new double[] {y}, new double[] {1}, predictors, Want.all(1), out);
        return out;
    }

    private static double value(LogDensity density, double y, double eta) {
        return evaluate(density, y, eta)[LogDensity.L][0];
    }

    @ParameterizedTest
    @CsvSource({"binomial, 0", "binomial, 1", "poisson, 0"})
    void startingMeansAreInsideTheRange(String name, double y) {
        Family family = Families.byName(name);
        double eta = family.link(family.links().get(0)).eta(family.startingMean(y, 1));
        assertThat(eta).isFinite();
    }
}
