package org.glmmsql.design;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.glmmsql.frame.Columns.numbers;
import static org.glmmsql.frame.Columns.text;

import java.util.List;
import org.glmmsql.formula.ModelTextParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a column is called, each option reaches it. */
class QuotedNamesTest {
    private static Design design(String name, String model) {
        return DesignBuilder.build(
                ModelTextParser.parse(model),
                List.of(
                        numbers("y", 0.1, 1.2, 1.1, 0.4, 0.7, 2.0),
                        numbers(name + "2", 1, 2, 1, 2, 1, 2),
                        text(name, "b", "a", "c", "b", "a", "c")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fac tor",
                "fa\"c",
                "f:c",
                "a.b",
                "g`",
                "größe",
                "TRUE",
                "select",
                "f'c",
                "1st",
                "e\u0301",
                "\ud83d\ude00",
                "a\nb",
                "levels",
                "x)",
                "(1 | g)",
                " "
            })
    void inEveryOption(String name) {
        for (String quote : List.of("\"", "`")) {
            String f = quote + name.replace(quote, quote + quote) + quote;
            String f2 = quote + (name + "2").replace(quote, quote + quote) + quote;
            Design design = design(
                    name,
                    "y ~ " + f + " + (1 | " + f + "), levels = (" + f + ": 'c', 'a', 'b'), contrasts = (" + f
                            + ": sum), weights = " + f2 + ", offset = " + f2 + ", dispersion = ~ " + f2 + ", random = ("
                            + f + ": gamma(log)), conf_level = 0.9");
            assertThat(design.fixed().names()).hasSize(3);
            assertThat(design.fixed().columns()[1]).containsExactly(-1, 0, 1, -1, 0, 1);
            assertThat(design.random().get(0).levels()).containsExactly("c", "a", "b");
            assertThat(design.random().get(0).law()).isEqualTo("gamma(log)");
            assertThat(design.weights()).containsExactly(1, 2, 1, 2, 1, 2);
            assertThat(design.offset()).containsExactly(1, 2, 1, 2, 1, 2);
            assertThat(design.dispersion()).isNotNull();
        }
    }

    @Test
    void anotherCaseIsTheSameColumn() {
        Design design = design("Low", "y ~ LOW, levels = (low: 'c', 'b', 'a')");
        assertThat(design.fixed().names()).containsExactly("(Intercept)", "LOWb", "LOWa");
    }

    @Test
    void contrastsThatCodeNothingAreRefused() {
        assertThatThrownBy(() -> design("f", "y ~ 0 + f, contrasts = (f: sum)"))
                .hasMessageStartingWith("GLMM-401: contrasts names 'f', and no column uses them");
    }
}
