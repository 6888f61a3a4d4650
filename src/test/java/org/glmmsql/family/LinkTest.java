package org.glmmsql.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.glmmsql.special.Differences.assertDerivative;

import java.util.stream.Stream;
import org.glmmsql.error.GlmmException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

public class LinkTest {
    static Stream<Arguments> links() {
        return Families.names().stream()
                .flatMap(family -> Families.byName(family).links().stream().map(link -> Arguments.of(family, link)));
    }

    @ParameterizedTest
    @MethodSource("links")
    void linkAndInverseAreInverse(String family, String name) {
        Link link = Families.byName(family).link(name);
        for (double mu : new double[] {1e-12, 1e-3, 0.2, 0.5, 0.7, 0.999}) {
            double eta = link.eta(mu);
            assertThat(link.mu(eta)).as("mu = %s", mu).isCloseTo(mu, within(1e-13 * mu));
            assertDerivative(name, link.muEta(eta), link::mu, eta, 1e-3 * Math.min(0.1, Math.abs(eta) + 1e-12), 1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "gaussian, identity",
        "binomial, logit",
        "poisson, log",
        "Gamma, inverse",
        "inverse.gaussian, 1/mu^2",
        "nbinom2, log"
    })
    void theDefaultLinkIsThatOfR(String family, String link) {
        assertThat(Families.byName(family).links().get(0)).isEqualTo(link);
    }

    @ParameterizedTest
    @CsvSource({"logit, 0", "probit, 0", "cloglog, 0", "loglog, 0", "cauchit, 3.978871504969e-4"})
    void meansAndSlopesAreFiniteFarOut(String name, double tail) {
        Link link = Families.byName("binomial").link(name);
        assertThat(link.mu(-800)).isCloseTo(tail, within(1e-12));
        assertThat(link.mu(800)).isCloseTo(1 - tail, within(1e-12));
        assertThat(link.muEta(800)).isCloseTo(0, within(1e-6));
        assertThat(link.muEta(-800)).isCloseTo(0, within(1e-6));
    }

    /** eta at mu = 0.2, from the definitions. */
    @ParameterizedTest
    @CsvSource({
        "binomial, logit, -1.386294361119891",
        "binomial, probit, -0.841621233572914",
        "binomial, cloglog, -1.499939986759516",
        "binomial, loglog, -0.475884995327111",
        "binomial, cauchit, -1.376381920471174",
        "poisson, log, -1.609437912434100",
        "poisson, sqrt, 0.447213595499958",
        "Gamma, inverse, 5",
        "inverse.gaussian, 1/mu^2, 25"
    })
    void links(String family, String name, double expected) {
        assertThat(Families.byName(family).link(name).eta(0.2)).isCloseTo(expected, within(1e-14 * 25));
    }

    @Test
    void namesIgnoreCaseAndBlanks() {
        assertThat(Families.byName("gamma").name()).isEqualTo("Gamma");
        assertThat(Families.byName("Inverse.Gaussian").link("1 / mu^2").name()).isEqualTo("1/mu^2");
    }

    @Test
    void unknownNamesAreErrorsThatNameTheNearest() {
        assertThatThrownBy(() -> Families.byName("poison"))
                .isInstanceOf(GlmmException.class)
                .hasMessage("GLMM-104: unknown family 'poison'; did you mean 'poisson'? " + "known: "
                        + String.join(", ", Families.names()));
        assertThatThrownBy(() -> Families.byName("poisson").density("logit"))
                .isInstanceOf(GlmmException.class)
                .hasMessageContaining("GLMM-104: unknown link of family poisson 'logit'")
                .hasMessageContaining("known: log, identity, sqrt");
    }
}
