package org.glmmsql.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.glmmsql.model.FittedModel;
import org.glmmsql.model.Status;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Families that come to another one as a parameter goes to a limit: there they are that one, and a fit that runs there says so. */
class FamilyLimitsTest {
    /** Counts of less variance than poisson ones have, in 20 groups. */
    private static Table table() {
        int n = 120;
        SplittableRandom random = new SplittableRandom(11);
        double[] x = random.doubles(n).toArray();
        double[] k = new double[n];
        for (int i = 0; i < n; i++) {
            double share = 0.2 + 0.3 * x[i] + 0.02 * (i % 20);
            for (int trial = 0; trial < 8; trial++) if (random.nextDouble() < share) k[i]++;
        }
        return new Table(n)
                .number("x", i -> x[i])
                .number("k", i -> k[i])
                .text("g", i -> "g" + i % 20)
                .text("id", i -> "i" + i);
    }

    /** With the parameter held at the limit, or near it, every estimate is the one of poisson. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            nbinom1 | 1e-6
            nbinom2 | 1e7
            genpois | 1
            compois | 1
            """)
    void heldAtTheLimit(String family, String dispersion) {
        for (String random : new String[] {"", " + (1 | g)"}) {
            FittedModel limit = table().fit("k ~ x" + random + ", poisson");
            FittedModel held = table().fit("k ~ x" + random + ", " + family + ", dispersion = " + dispersion);
            assertThat(held.status()).as(held.message()).isEqualTo(Status.OK);
            assertThat(held.logLik()).isCloseTo(limit.logLik(), within(1e-4));
            for (int i = 0; i < limit.fixed().size(); i++) {
                assertThat(held.fixed().get(i).estimate())
                        .isCloseTo(limit.fixed().get(i).estimate(), within(1e-5));
                assertThat(held.fixed().get(i).stdError())
                        .isCloseTo(limit.fixed().get(i).stdError(), within(1e-5));
            }
        }
    }

    /** Also where the search stops on the way, as the likelihood is flat there. */
    @ParameterizedTest
    @ValueSource(strings = {"nbinom1", "nbinom2", "nbinom2|id", "nbinom1|id"})
    void runsToTheLimit(String text) {
        String family = text.substring(0, 7);
        String random = text.length() > 7 ? " + (1 | id)" : "";
        FittedModel model = table().fit("k ~ x" + random + ", " + family);
        assertThat(model.message()).contains("where it is poisson").contains("family = poisson");
        FittedModel limit = table().fit("k ~ x" + random + ", poisson");
        assertThat(model.logLik()).isCloseTo(limit.logLik(), within(1e-3));
    }
}
