package org.glmmsql.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.glmmsql.model.ModelComparison;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which pairs of models have a likelihood ratio test, which stand side by side without one, and which are refused. */
class NestedModelsTest {
    private final Random random = new Random(5);
    private final double[] noise = random.doubles(120, -1, 1).toArray();
    private final Table table = new Table(120)
            .number("x", i -> i * 7 % 11 / 5.0)
            .number("z", i -> i * 13 % 17 / 8.0)
            .number("o", i -> i * 3 % 5 / 4.0)
            .text("f", i -> "abc".substring(i * 11 % 3, i * 11 % 3 + 1))
            .text("h", i -> "h" + i % 2)
            .text("g", i -> "g" + i % 12)
            .text("k", i -> "k" + i * 5 % 7)
            .number(
                    "y",
                    i -> 4
                            + i * 7 % 11 / 5.0
                            + (i % 12) * (0.3 + 0.1 * (i * 13 % 17))
                            + (i * 5 % 7) * 0.5
                            + 2 * noise[i]);

    private List<ModelComparison.Row> compare(String one, String other) {
        return ModelComparison.of(table.fit(one), table.fit(other)).rows();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '&',
            value = {
                "y ~ 1 + (1 | g) & y ~ x + (1 | g)",
                "y ~ x + (1 | g) & y ~ x + (x | g)",
                "y ~ x + (x || g) & y ~ x + (x | g)",
                "y ~ x + (1 | g) & y ~ x + (x || g)",
                "y ~ x + (1 | g) & y ~ x + (1 | g) + (1 | k)",
                "y ~ x & y ~ x + (1 | g)",
                "y ~ x + (1 | g) & y ~ poly(x, 2) + (1 | g)",
                "y ~ poly(x, 2) & y ~ poly(x, 3)",
                "y ~ x & y ~ factor(x)",
                "y ~ f + h & y ~ f:h",
                "y ~ x & y ~ x:f",
                "y ~ f & y ~ 0 + f + x",
                "y ~ x + (1 | g) & y ~ x + (1 | g), dispersion = ~ z",
                "y ~ x, dispersion = ~ z & y ~ x, dispersion = ~ z + f",
                "y ~ x + (1 | g:k) & y ~ x + (1 | g/k)",
                "y ~ x + diag(x | g) & y ~ x + cs(x | g)",
                "y ~ x + homdiag(x | g) & y ~ x + cs(x | g)",
                "y ~ x + (1 | g) & y ~ x + cs(x | g)",
                "y ~ x + homdiag(0 + k | g) & y ~ x + homcs(k | g)",
            })
    void aSpecialCaseIsTested(String small, String large) {
        List<ModelComparison.Row> rows = compare(large, small);
        assertThat(rows).extracting(ModelComparison.Row::note).containsExactly("", "");
        assertThat(rows.get(0).model().modelText()).isEqualTo(small);
        assertThat(rows.get(1).df()).isPositive();
        assertThat(rows.get(1).pValue()).isBetween(0.0, 1.0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '&',
            value = {
                "y ~ x + (1 | g) & y ~ f + (1 | g) & x",
                "y ~ x + (1 | g) & y ~ z + (x | g) & x",
                "y ~ x + (1 | g) & y ~ x + (z | k) & (1 | g)",
                "y ~ x + (x | g) & y ~ x + f + z + (1 | g) & (1 + x | g)",
                "y ~ x & y ~ f:h & x",
                "y ~ x & y ~ 0 + x + z & (Intercept)",
                "y ~ x, dispersion = ~ z & y ~ x + f & dispersion",
                "y ~ x, dispersion = ~ 1 + offset(o) & y ~ x + z & offsets",
                "y ~ x & y ~ log(o + 1) & x",
            })
    void otherModelsAreMarked(String small, String large, String why) {
        List<ModelComparison.Row> rows = compare(small, large);
        assertThat(rows.get(1).note()).startsWith("GLMM-403: ").contains(why.replace("(1 + x | g)", "(x | g)"));
        assertThat(rows.get(1).statistic()).isNaN();
        assertThat(rows.get(1).pValue()).isNaN();
        assertThat(rows.get(1).model().aic()).isFinite();
    }

    @Test
    void otherDataFamiliesLinksAndRestrictedLikelihoodsAreRefused() {
        for (String other : List.of(
                "log(y) ~ x + (1 | g)",
                "y ~ x + (1 | g), Gamma(log)",
                "y ~ x + (1 | g), gaussian(log)",
                "y ~ x + (1 | g), weights = z",
                "y ~ x + offset(o) + (1 | g)",
                "y ~ x + (1 | g), method = REML"))
            assertThatThrownBy(() -> compare("y ~ 1 + (1 | g)", other))
                    .as(other)
                    .hasMessageStartingWith("GLMM-402: ");
        assertThatThrownBy(() -> compare("y ~ 1 + (1 | g), method = REML", "y ~ x + (1 | g), method = REML"))
                .hasMessageStartingWith("GLMM-402: ");
    }
}
