package org.glmmsql.likelihood;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.ToDoubleFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The equations of HL(i,j) are derivatives of h and its adjusted profiles, by central differences of their values. */
class HierarchicalEquationsTest {
    @ParameterizedTest
    @CsvSource({
        "binomial, logit, normal",
        "binomial, logit, beta(logit)",
        "poisson, log, gamma(log)",
        "Gamma, log, normal",
        "Gamma, log, inverse.gamma(log)"
    })
    void areDerivativesOfTheAdjustedProfiles(String family, String link, String law) {
        ModelDataBuilder.Built built = new SimulatedDesign(80)
                .law(law)
                .intercept("a", 9)
                .intercept("b", 6)
                .built(family, link, family.equals("Gamma"));
        ModelData data = built.data();
        double[] psi = new double[data.size()];
        for (int i = 0; i < psi.length; i++) psi[i] = 0.3 - 0.04 * i;

        double[] hl01 = equations(built, HOrder.HL01, psi);
        double[] hl11 = equations(built, HOrder.HL11, psi);
        for (int k = 0; k < psi.length; k++) {
            boolean mean = k < data.p();
            assertThat(hl01[k])
                    .as("HL(0,1), parameter %d", k)
                    .isCloseTo(slope(built, psi, k, mean ? HLikelihoods::h : HLikelihoods::pBetaV), within(1e-5));
            assertThat(hl11[k])
                    .as("HL(1,1), parameter %d", k)
                    .isCloseTo(slope(built, psi, k, mean ? HLikelihoods::pv : HLikelihoods::pBetaV), within(1e-5));
        }
    }

    /** Where the third derivatives are 0 the modes pull at no curvature: it makes no difference whether they move. */
    @ParameterizedTest
    @CsvSource({"gaussian, identity"})
    void movingModesMatterOnlyToCurvature(String family, String link) {
        ModelDataBuilder.Built built = new SimulatedDesign(80)
                .intercept("a", 9)
                .slope("b", 6, "unstructured")
                .built(family, link, true);
        ModelData data = built.data();
        double[] psi = new double[data.size()];
        for (int i = 0; i < psi.length; i++) psi[i] = 0.3 - 0.02 * i;
        double[] held = equations(built, HOrder.HL00, psi);
        assertThat(equations(built, HOrder.HL01, psi)).containsExactly(held, within(1e-9));
        assertThat(equations(built, HOrder.EQL, psi)).containsExactly(held, within(1e-9));
    }

    private static double[] equations(ModelDataBuilder.Built built, HOrder order, double[] psi) {
        double[] equations = new double[psi.length];
        assertThat(new HierarchicalEquations(built, order, () -> {}, 1).evaluate(psi, equations))
                .isTrue();
        return equations;
    }

    private static double slope(
            ModelDataBuilder.Built built, double[] psi, int k, ToDoubleFunction<HLikelihoods> value) {
        HierarchicalEquations equations = new HierarchicalEquations(built, HOrder.HL11, () -> {}, 1);
        double h = 1e-3;
        double[] at = new double[4];
        double[] steps = {-2, -1, 1, 2};
        for (int s = 0; s < 4; s++) {
            double[] shifted = psi.clone();
            shifted[k] += steps[s] * h;
            at[s] = value.applyAsDouble(equations.likelihoods(shifted));
        }
        return (at[0] - 8 * at[1] + 8 * at[2] - at[3]) / (12 * h);
    }
}
