package org.glmmsql.likelihood;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.glmmsql.design.Design;
import org.glmmsql.family.Families;
import org.glmmsql.family.Family;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What may not change the numbers: threads not by a bit, merging of equal rows by rounding only. */
class SameNumbersTest {
    @ParameterizedTest
    @ValueSource(ints = {2, 8})
    void threadsOfIndependentClusters(int threads) {
        ModelData data =
                new SimulatedDesign(6000).slope("g", 300, "unstructured").data("binomial", "logit", false);
        double[] one = valueAndGradient(new ClusterLikelihood(data, 1, () -> {}, 1), data);
        double[] several = valueAndGradient(new ClusterLikelihood(data, 1, () -> {}, threads), data);
        assertThat(several).isEqualTo(one);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 8})
    void threadsOfCrossedFactors(int threads) {
        ModelData data = new SimulatedDesign(3000)
                .intercept("a", 260)
                .intercept("b", 240)
                .data("poisson", "log", false);
        double[] one = valueAndGradient(new JointLikelihood(data, () -> {}, 1), data);
        double[] several = valueAndGradient(new JointLikelihood(data, () -> {}, threads), data);
        assertThat(several).isEqualTo(one);
    }

    @Test
    void mergingOfEqualRows() {
        Family family = Families.byName("binomial");
        Design design =
                new SimulatedDesign(4000).binaryCovariates().intercept("g", 10).design("binomial", false);
        double[] weights = family.priorWeights(design.response(), null);
        ModelData merged = ModelDataBuilder.build(design, family, "logit", weights, true, () -> {})
                .data();
        ModelData plain = ModelDataBuilder.build(design, family, "logit", weights, false, () -> {})
                .data();
        assertThat(merged.n()).isLessThanOrEqualTo(10 * 8);
        assertThat(plain.n()).isEqualTo(4000);
        double[] a = valueAndGradient(new ClusterLikelihood(merged, 1, () -> {}, 1), merged);
        double[] b = valueAndGradient(new ClusterLikelihood(plain, 1, () -> {}, 1), plain);
        for (int i = 0; i < a.length; i++) assertThat(a[i]).isCloseTo(b[i], within(1e-9 * Math.max(1, Math.abs(b[i]))));
    }

    private static double[] valueAndGradient(MarginalLikelihood likelihood, ModelData data) {
        double[] psi = new double[data.size()];
        Arrays.fill(psi, 0.3);
        double[] result = new double[psi.length + 1];
        double[] gradient = new double[psi.length];
        result[0] = likelihood.evaluate(psi, gradient);
        System.arraycopy(gradient, 0, result, 1, gradient.length);
        return result;
    }
}
