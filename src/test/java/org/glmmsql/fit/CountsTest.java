package org.glmmsql.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import org.glmmsql.model.FittedModel;
import org.glmmsql.model.Status;
import org.glmmsql.model.VarCorr;
import org.junit.jupiter.api.Test;

/** Counts beside Poisson: simulated, 480 rows in 40 groups. */
class CountsTest {
    private final Table table = Table.csv(Path.of("src/test/resources/faults/nb.csv"), "g");

    CountsTest() throws Exception {}

    /** The log-likelihood is that of glmmTMB. */
    @Test
    void negativeBinomialWithARandomIntercept() {
        FittedModel model = table.fit("y ~ x + (1 | g), nbinom2");
        assertThat(model.status()).isEqualTo(Status.OK);
        assertThat(model.logLik()).isCloseTo(-1078.14890105, within(1e-7));
    }

    /** With effects of the same groups in the dispersion too; at a variance of 0 it is the model without. */
    @Test
    void itsDispersionMayHaveRandomEffects() {
        FittedModel model = table.fit("y ~ x + (1 | g), nbinom2, dispersion = ~ 1 + (1 | g)");
        assertThat(model.status()).isEqualTo(Status.OK);
        assertThat(model.logLik()).isGreaterThan(-1078.1489);
        assertThat(model.varCorr()).extracting(VarCorr::component).containsExactly("cond", "disp");
    }
}
