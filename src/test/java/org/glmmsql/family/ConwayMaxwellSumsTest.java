package org.glmmsql.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Counts that are many and spread are summed as far as that costs little memory. */
class ConwayMaxwellSumsTest {
    private final ConwayMaxwellSums sums = new ConwayMaxwellSums();

    @Test
    void whatCanBeSummedHasItsMean() {
        sums.solve(Math.log(1e4), 5e-3, true);
        assertThat(sums.mean).isCloseTo(1e4, within(1e-5));
        assertThat(sums.cumulant[2][0]).isCloseTo(1e4 / 5e-3, within(0.02 * 1e4 / 5e-3));
    }

    @Test
    void countsThatAreTooSpreadAreUnknown() {
        sums.solve(Math.log(1.5e5), 1e-9, true);
        assertThat(sums.logZ).isNaN();
        assertThat(sums.logRate).isNaN();
        assertThat(sums.cumulant[1][0]).isNaN();
    }

    @Test
    void whatIsUnknownDoesNotStay() {
        sums.solve(Math.log(1.5e5), 1e-9, true);
        sums.solve(Math.log(3), 1, true);
        assertThat(sums.logZ).isCloseTo(3, within(1e-12));
    }
}
