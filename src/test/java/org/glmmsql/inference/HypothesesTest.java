package org.glmmsql.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.glmmsql.error.GlmmException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HypothesesTest {
    private static final List<String> NAMES = List.of("(Intercept)", "x", "`my x`", "`a \"q\" b`", "`ünï x`:x");

    /** As glmm_fixef gives it, in quotes of either kind, or without. */
    @ParameterizedTest
    @ValueSource(strings = {"`my x` = 1", "\"my x\" = 1", "my x = 1", "-`my x` + 2 `my x` = 1"})
    void namesThatNeedQuotes(String text) {
        Hypotheses.Hypothesis one = Hypotheses.parse(text, NAMES).get(0);
        assertThat(one.l()).containsExactly(0, 0, 1, 0, 0);
        assertThat(one.value()).isEqualTo(1);
    }

    @Test
    void theLongestNameCounts() {
        assertThat(Hypotheses.parse("x - `ünï x`:x, `a \"q\" b` = 0", NAMES))
                .extracting(Hypotheses.Hypothesis::l)
                .containsExactly(new double[] {0, 1, 0, 0, -1}, new double[] {0, 0, 0, 1, 0});
        assertThatThrownBy(() -> Hypotheses.parse("`my y` = 0", NAMES))
                .isInstanceOf(GlmmException.class)
                .hasMessageContaining("GLMM-201");
    }
}
