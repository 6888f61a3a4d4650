package org.glmmsql.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.glmmsql.frame.Column;
import org.glmmsql.frame.Columns;
import org.glmmsql.model.Coefficient;
import org.glmmsql.model.FittedModel;
import org.glmmsql.model.ModelJson;
import org.glmmsql.sql.Fitting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code vcov = CR0 | CR1 | CR2}; their numbers are held against other software by the cases after the fit. */
class RobustVcovTest {
    private static final int LEVELS = 10;

    private static List<Column> data(String... names) {
        int n = 80;
        Double[] y = new Double[n];
        Double[] x = new Double[n];
        String[] g = new String[n];
        String[] h = new String[n];
        for (int i = 0; i < n; i++) {
            x[i] = i * 37 % 29 / 29.0;
            g[i] = "g" + i % LEVELS;
            h[i] = "h" + i * 7 / 3 % 5;
            y[i] = Math.floor(Math.exp(0.6 + 0.8 * x[i] + 0.1 * (i % LEVELS)) * 2 * (i * 31 % 43) / 43.0);
        }
        List<Column> all =
                List.of(Columns.numbers("y", y), Columns.numbers("x", x), Columns.text("g", g), Columns.text("h", h));
        return all.stream()
                .filter(column -> List.of(names).contains(column.name()))
                .toList();
    }

    private static FittedModel fit(String text, String... columns) {
        return ModelJson.parse(Fitting.of(text).fit(data(columns), () -> {}, 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"poisson", "nagq = 5, poisson", "gaussian", "nbinom2", "Gamma(log), weights = x"})
    void theirTypesAreMultiples(String family) {
        String shifted = family.startsWith("Gamma") ? "I(y + 1)" : "y";
        FittedModel zero = fit(shifted + " ~ x + (1 | g), " + family + ", vcov = CR0", "y", "x", "g");
        FittedModel one = fit(shifted + " ~ x + (1 | g), " + family + ", vcov = CR1(g)", "y", "x", "g");
        FittedModel plain = fit(shifted + " ~ x + (1 | g), " + family + ", vcov = model", "y", "x", "g");
        for (int j = 0; j < 2; j++) {
            Coefficient c0 = zero.fixed().get(j);
            Coefficient c1 = one.fixed().get(j);
            assertThat(c1.stdError() / c0.stdError()).isCloseTo(Math.sqrt(LEVELS / (LEVELS - 1.0)), within(1e-9));
            assertThat(c0.estimate()).isEqualTo(plain.fixed().get(j).estimate());
            assertThat(c0.stdError()).isNotCloseTo(plain.fixed().get(j).stdError(), within(1e-6));
            assertThat(c1.df()).isInfinite();
        }
        assertThat(ModelJson.write(one)).contains("\"vcov_type\":\"CR1(g)\"");
        assertThat(ModelJson.write(plain)).contains("\"vcov_type\":\"model\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "y ~ x, poisson, vcov = CR1; GLMM-401; (1 | g)",
                "y ~ x, vcov = CR2(g); GLMM-401; (1 | g)",
                "y ~ x + (1 | g), poisson, vcov = CR2; GLMM-401; CR1",
                "y ~ x + (1 | g), poisson, vcov = CR1(x); GLMM-401; 'x'",
                "y ~ x + (1 | g), poisson, vcov = HC1; GLMM-105; cr0",
                "y ~ x + (1 | g), vcov = CR1, df = satterthwaite; GLMM-401; leave df out",
            })
    void wrongTextsAreToldWithTheRemedy(String text, String code, String remedy) {
        String[] columns = text.contains("g)") ? new String[] {"y", "x", "g"} : new String[] {"y", "x"};
        assertThatThrownBy(() -> fit(text, columns)).hasMessageContaining(code).hasMessageContaining(remedy);
    }

    @Test
    void crossedLevelsAreNotIndependent() {
        assertThatThrownBy(() -> fit("y ~ x + (1 | g) + (1 | h), vcov = CR1(g)", "y", "x", "g", "h"))
                .hasMessageContaining("GLMM-401")
                .hasMessageContaining("outermost");
        assertThatThrownBy(() -> fit("y ~ x + (1 | g) + (1 | h), poisson, vcov = CR1(g)", "y", "x", "g", "h"))
                .hasMessageContaining("GLMM-401")
                .hasMessageContaining("one grouping factor");
        assertThatThrownBy(() -> fit("y ~ x + (1 | g) + (1 | h), vcov = CR1", "y", "x", "g", "h"))
                .hasMessageContaining("vcov = CR1(g)");
    }
}
