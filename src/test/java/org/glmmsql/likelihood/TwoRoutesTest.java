package org.glmmsql.likelihood;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Models that two likelihoods can take have one value and one gradient. */
class TwoRoutesTest {
    @ParameterizedTest
    @CsvSource({
        "binomial, logit",
        "binomial, cloglog",
        "poisson, log",
        "Gamma, log",
        "inverse.gaussian, log",
        "gaussian, identity"
    })
    void oneFactorByClustersAndByBlocks(String family, String link) {
        for (String covariance : new String[] {"unstructured", "diagonal", "cs"}) {
            ModelData data = new SimulatedDesign(90).slope("g", 8, covariance).data(family, link, false);
            double[] psi = new double[data.size()];
            for (int i = 0; i < psi.length; i++) psi[i] = 0.3 + 0.05 * i;
            double[] a = new double[psi.length];
            double[] b = new double[psi.length];
            double clusters = new ClusterLikelihood(data, 1, () -> {}, 1).evaluate(psi, a);
            double blocks = new JointLikelihood(data, () -> {}, 1).evaluate(psi, b);
            assertThat(blocks).isCloseTo(clusters, within(1e-9 * Math.abs(clusters)));
            assertThat(b).containsExactly(a, within(1e-7));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void gaussianExactlyAndByLaplace(boolean nested) {
        SimulatedDesign design = nested
                ? new SimulatedDesign(90).nested("a", 4, "b", 12)
                : new SimulatedDesign(90).intercept("a", 9).slope("b", 7, "unstructured");
        ModelData data = design.data("gaussian", "identity", false);
        int thetaFrom = data.thetaFrom();
        double[] relative = new double[data.size() - thetaFrom];
        for (int i = 0; i < relative.length; i++) relative[i] = 0.4 + 0.1 * i;
        GaussianLikelihood exact = new GaussianLikelihood(data, false, 0, () -> {}, 1);
        double logLik = exact.evaluate(relative, new double[relative.length]);
        // Laplace is exact for a gaussian model: at the profiled beta and sigma both are the same number
        double[] psi = new double[data.size()];
        System.arraycopy(exact.beta(), 0, psi, 0, data.p());
        psi[data.deltaFrom()] = 2 * Math.log(exact.sigma());
        for (int i = 0; i < relative.length; i++) psi[thetaFrom + i] = relative[i] * exact.sigma();
        assertThat(new JointLikelihood(data, () -> {}, 1).evaluate(psi, new double[psi.length]))
                .isCloseTo(logLik, within(1e-8));
        // and p_{beta,v} is the restricted likelihood
        GaussianLikelihood restricted = new GaussianLikelihood(data, true, 0.7, () -> {}, 1);
        double reml = restricted.evaluate(relative, new double[relative.length]);
        psi[data.deltaFrom()] = 2 * Math.log(restricted.sigma());
        for (int i = 0; i < relative.length; i++) psi[thetaFrom + i] = relative[i] * restricted.sigma();
        JointLikelihood adjusted = JointLikelihood.restricted(data, new double[data.p()], 0.7, () -> {}, 1);
        assertThat(adjusted.evaluate(Arrays.copyOfRange(psi, data.p(), psi.length), new double[adjusted.size()]))
                .isCloseTo(reml, within(1e-8));
        assertThat(adjusted.beta()).containsExactly(restricted.beta(), within(1e-8));
    }

    @ParameterizedTest
    @CsvSource({"true, binomial", "false, binomial", "true, cumulative", "false, cumulative"})
    void slopesAreDerivativesOfTheModes(boolean clusters, String family) {
        ModelData data = new SimulatedDesign(90).slope("g", 8, "unstructured").data(family, "logit", false);
        MarginalLikelihood likelihood =
                clusters ? new ClusterLikelihood(data, 1, () -> {}, 1) : new JointLikelihood(data, () -> {}, 1);
        double[] psi = new double[data.size()];
        for (int i = 0; i < psi.length; i++) psi[i] = 0.3 + 0.05 * i;
        if (family.equals("cumulative")) GradientTest.orderThresholds(data, psi);
        double[][] slopes = likelihood.conditionalModes(psi).terms().get(0).slopes();
        double h = 1e-5;
        int followed = data.followed();
        for (int k = 0; k < followed; k++) {
            psi[k] += h;
            double[][] up = likelihood.conditionalModes(psi).terms().get(0).b();
            psi[k] -= 2 * h;
            double[][] down = likelihood.conditionalModes(psi).terms().get(0).b();
            psi[k] += h;
            for (int level = 0; level < up.length; level++)
                for (int c = 0; c < 2; c++)
                    assertThat(slopes[level][c * followed + k])
                            .isCloseTo((up[level][c] - down[level][c]) / (2 * h), within(1e-6));
        }
    }
}
