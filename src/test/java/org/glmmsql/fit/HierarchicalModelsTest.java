package org.glmmsql.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;
import org.glmmsql.formula.Method;
import org.glmmsql.formula.ModelTextParser;
import org.glmmsql.model.FittedModel;
import org.glmmsql.model.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Hierarchical GLMs: what their methods have in common with the others, what they report, and what they refuse. */
class HierarchicalModelsTest {
    private final Table table = Simulated.rows(400, 30, 0.8);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "y ~ x + (1 | g), binomial",
                "y ~ x + (1 | g), binomial, nagq = 5",
                "k ~ x + (1 | g) + (1 | h), poisson",
                "k ~ x + (1 | g), poisson, method = HL(1,1)",
                "z ~ x + (x | g), method = REML"
            })
    void theNormalLawIsTheMixedModelToTheLastBit(String text) {
        FittedModel mixed = table.fit(text);
        FittedModel hierarchical = table.fit(text + ", random = normal");
        assertThat(hierarchical.logLik()).isEqualTo(mixed.logLik());
        assertThat(hierarchical.fixed()).isEqualTo(mixed.fixed());
        assertThat(hierarchical.varCorr()).isEqualTo(mixed.varCorr());
    }

    /** For a gaussian model all orders of the approximation are exact. */
    @ParameterizedTest
    @ValueSource(strings = {"EQL", "PQL", "HL(0,0)", "HL(0,1)", "HL(1,1)"})
    void everyMethodIsRemlForAGaussianModel(String method) {
        for (String formula : new String[] {"z ~ x + (1 | g)", "z ~ x + (x | g)", "z ~ x + (1 | g) + (1 | h)"}) {
            FittedModel reml = table.fit(formula + ", method = REML");
            FittedModel other = table.fit(formula + ", method = " + method);
            assertThat(other.status()).isEqualTo(Status.OK);
            assertThat(other.hLikelihoods().get("p_beta_v")).isCloseTo(reml.logLik(), within(1e-6));
            assertThat(Table.estimates(other)).containsExactly(Table.estimates(reml), within(1e-5));
            for (int k = 0; k < reml.fixed().size(); k++)
                assertThat(other.fixed().get(k).stdError())
                        .isCloseTo(reml.fixed().get(k).stdError(), within(1e-4));
            for (int row = 0; row < reml.varCorr().size(); row++)
                assertThat(Table.sd(other, row)).isCloseTo(Table.sd(reml, row), within(1e-4));
        }
    }

    @Test
    void conjugateLawsMakeNoDifferenceBetweenTheOrdersForBeta() {
        // Lee and Nelder (2001): p_v(h) and h have the same maximum in beta for Poisson-gamma models
        FittedModel joint = table.fit("k ~ x + (1 | g), poisson, random = gamma(log), method = HL(0,1)");
        FittedModel marginal = table.fit("k ~ x + (1 | g), poisson, random = gamma(log), method = HL(1,1)");
        assertThat(Table.estimates(marginal)).containsExactly(Table.estimates(joint), within(1e-7));
        assertThat(Table.sd(marginal, 0)).isCloseTo(Table.sd(joint, 0), within(1e-7));
    }

    @ParameterizedTest
    @ValueSource(strings = {"REML", "EQL", "HL(0,0)", "HL(0,1)", "HL(1,1)"})
    void aModelOfTheDispersionIsEstimatedByEveryMethod(String method) {
        FittedModel model = table.fit(
                "p ~ x + (1 | g), Gamma(log), random = inverse.gamma(log), dispersion = ~ t, method = " + method);
        assertThat(model.status()).isEqualTo(Status.OK);
        assertThat(model.dispersion()).extracting(c -> c.term()).containsExactly("(Intercept)", "t");
        assertThat(model.dispersion()).allSatisfy(c -> assertThat(c.stdError()).isBetween(0.01, 1.0));
        assertThat(model.hLikelihoods()).containsOnlyKeys("h", "p_v", "p_beta_v", "caic");
    }

    @Test
    void aVarianceOfZeroIsFoundByEveryMethod() {
        Table even = table.rows(Table.identity(table.size()))
                .number("u", i -> (double) (i % 2))
                .text("r", i -> "r" + i / 2 % 20);
        for (String method : new String[] {"REML", "EQL", "PQL", "HL(0,0)", "HL(0,1)", "HL(1,1)"}) {
            FittedModel model = even.fit("u ~ t + (1 | r), binomial, method = " + method);
            assertThat(model.status()).as(method).isEqualTo(Status.OK);
            assertThat(model.convergence().singular()).as(method).isTrue();
            assertThat(Table.sd(model, 0)).as(method).isLessThan(1e-3);
        }
    }

    /** Its estimate of lambda runs away for binary data with a skew law: known of EQL, and not passed over. */
    @Test
    void equationsWithoutASolutionAreAStatus() {
        FittedModel model = table.fit("y ~ x + (1 | g), binomial(probit), random = inverse.gamma(log), method = EQL");
        assertThat(model.status()).isEqualTo(Status.NOT_CONVERGED);
        assertThat(model.message()).contains("no solution").contains("method = ML");
    }

    @Test
    void hglmFitHasAMethodOfItsOwn() {
        assertThat(ModelTextParser.parse("y ~ x + (1 | g), poisson")
                        .withDefaultMethod(Method.HL11)
                        .options()
                        .method())
                .isEqualTo(Method.HL11);
        assertThat(ModelTextParser.parse("y ~ x + (1 | g), poisson, method = EQL")
                        .withDefaultMethod(Method.HL11)
                        .options()
                        .method())
                .isEqualTo(Method.EQL);
        assertThat(ModelTextParser.parse("y ~ x + (1 | g), poisson, nagq = 9")
                        .withDefaultMethod(Method.HL11)
                        .options()
                        .method())
                .isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "\"k ~ x + (1 | g), poisson, random = (shop: gamma(log))\" | NOT_APPLICABLE | shop",
                "\"k ~ x + (x | g), poisson, random = gamma(log)\" | NOT_APPLICABLE | (x || g)",
                "\"k ~ x + (1 | g), poisson, random = gama(log)\" | UNKNOWN_FAMILY | gamma(log)",
                "\"k ~ x, poisson, method = HL(1,1)\" | NOT_APPLICABLE | the formula has none",
                "\"k ~ x + (1 | g), poisson, random = gamma(log), method = PQL\" | NOT_APPLICABLE | HL(0,0)",
                "\"k ~ x + (1 | g), poisson, method = EQL, nagq = 5\" | NOT_APPLICABLE | nagq",
                "\"k ~ x + (1 | g), poisson, dispersion = ~ x, method = EQL\" | NOT_APPLICABLE | dispersion",
                "\"k ~ x + (1 | g) + (1 | h), poisson, random = gamma(log), nagq = 5\" | NOT_APPLICABLE | one grouping factor",
                "\"z ~ x + (1 | g), Gamma(log), random = inverse.gamma(log), method = EQL\" | RESPONSE_RANGE | positive",
                "\"k ~ x, poisson, method = REML\" | NOT_APPLICABLE | no dispersion",
                "\"k ~ x, poisson, random = gamma(log)\" | NOT_APPLICABLE | the formula has none",
                "\"z ~ x + (1 | g), Gamma(log), dispersion = ~ 0\" | NOT_APPLICABLE | dispersion = ~ 1",
                "\"k ~ x + (1 | g), poisson, method = HL(2,1)\" | UNKNOWN_FAMILY | HL(1,1)"
            })
    void combinationsThatMeanNothingAreErrors(String text, ErrorCode code, String remedy) {
        assertThatThrownBy(() -> table.fit(text))
                .isInstanceOfSatisfying(
                        GlmmException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(remedy);
    }
}
