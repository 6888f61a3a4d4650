package org.glmmsql.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.glmmsql.frame.NumericColumn;
import org.junit.jupiter.api.Test;

class PredictionTest {
    private static final long BOUND = Runtime.getRuntime().maxMemory() / 8 + (1 << 16);

    private static String model(String advice) {
        NumericColumn y = numbers("y", 1, 2, 4, 3, 5, 7, 6);
        NumericColumn x = numbers("x", 1, 2, 3, 4, 5, 6, 7);
        return Fitting.of("y ~ x" + advice).fit(List.of(y, x), () -> {}, 1);
    }

    private static NumericColumn numbers(String name, double... values) {
        return new NumericColumn(name, NumericColumn.Kind.NUMBER, values, values.length, null);
    }

    @Test
    void optionsOfAStrangerAreRefusedAndNotRemembered() {
        String model = model("");
        Prediction.of(model, "");
        long before = Prediction.remembered();
        for (int i = 0; i < 100; i++) {
            String options = "type = link" + " ".repeat(200_000) + i;
            assertThatThrownBy(() -> Prediction.of(model, options)).hasMessageStartingWith("GLMM-107: ");
            String spaces = "type = link" + " ".repeat(i);
            assertThat(Prediction.of(model, spaces).byPosition(1).names()).containsExactly("x");
        }
        assertThat(Prediction.remembered() - before).isLessThan(100 * 800);
    }

    @Test
    void modelsRememberedAreCountedWithAllTheyHold() {
        String model = model(" ");
        long before = Prediction.remembered();
        Prediction.of(model, "");
        assertThat(Prediction.remembered() - before).isGreaterThan(2L * model.length());
        assertThat(Prediction.remembered()).isLessThan(BOUND);
    }

    @Test
    void wordsOfRAreUnderstoodOrAnswered() {
        String model = model("");
        Prediction.of(model, "type = \"link\"");
        assertThatThrownBy(() -> Prediction.of(model, "re.form = NA"))
                .hasMessage(
                        "GLMM-103: glmm_predict has no option 're.form' of R; write re = none for re.form = NA or ~0, and re ="
                                + " all for NULL");
    }
}
