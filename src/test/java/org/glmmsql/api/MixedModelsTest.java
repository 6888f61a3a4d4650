package org.glmmsql.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.glmmsql.error.GlmmException;
import org.glmmsql.model.FittedModel;
import org.glmmsql.model.Status;
import org.junit.jupiter.api.Test;

class MixedModelsTest {
    private static final double[] Y = {1, 3, 2, 5, 4, 6, 8, 7, 9, 12};
    private static final int[] X = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
    private static final String[] G = {"a", "b", "a", "b", "a", "b", "a", "b", "a", "b"};

    @Test
    void arraysAndListsOfAnyTypeAreTheSameColumns() {
        FittedModel expected = MixedModels.fit("y ~ x + (1 | g)", Map.of("y", Y, "x", X, "g", G));
        assertThat(expected.status()).isEqualTo(Status.OK);
        Map<String, ?> others = Map.of(
                "y",
                Arrays.stream(Y).boxed().toList(),
                "x",
                Arrays.stream(X).asLongStream().toArray(),
                "g",
                List.of(G),
                "unused",
                "no column");
        assertThat(MixedModels.json(MixedModels.fit("y ~ x + (1 | g)", others))).isEqualTo(MixedModels.json(expected));
        assertThat(Y).startsWith(1, 3);
        assertThat(MixedModels.summary(MixedModels.parse(MixedModels.json(expected))))
                .contains("Number of obs: 10, groups: g, 2");
    }

    @Test
    void nullIsNull() {
        List<Double> y = new ArrayList<>(Arrays.stream(Y).boxed().toList());
        y.set(3, null);
        FittedModel model = MixedModels.fit("y ~ x", Map.of("y", y, "x", X));
        assertThat(model.nobs()).isEqualTo(9);
        assertThat(model.nDropped()).isEqualTo(1);
    }

    @Test
    void predictsNewRows() {
        FittedModel model = MixedModels.fit("y ~ x", Map.of("y", Y, "x", X));
        double[] beta = model.fixed().stream().mapToDouble(c -> c.estimate()).toArray();
        assertThat(MixedModels.predict(model, "", Map.of("x", new double[] {0, 20})))
                .containsExactly(new double[] {beta[0], beta[0] + 20 * beta[1]}, within(1e-12));
        FittedModel mean = MixedModels.fit("y ~ 1", Map.of("y", Y));
        assertThat(MixedModels.predict(mean, "", Map.of("x", X)))
                .hasSize(10)
                .contains(new double[] {5.7}, within(1e-12));
    }

    @Test
    void aWrongCallHasACode() {
        assertThatThrownBy(() -> MixedModels.fit("y ~ z", Map.of("y", Y, "x", X)))
                .isInstanceOf(GlmmException.class)
                .hasMessageStartingWith("GLMM-201: ");
        assertThatThrownBy(() -> MixedModels.fit("y ~ x", Map.of("y", Y, "x", new double[] {1, 2})))
                .hasMessageStartingWith("GLMM-203: ")
                .hasMessageContaining("'y' has 10 values, 'x' has 2");
        assertThatThrownBy(() -> MixedModels.fit("y ~ x", Map.of("y", Y, "x", "1, 2, 3")))
                .hasMessageStartingWith("GLMM-203: ")
                .hasMessageContaining("an array or a List");
        assertThatThrownBy(() -> MixedModels.fit("y ~ x", Collections.singletonMap("y", null)))
                .hasMessageStartingWith("GLMM-201: ");
    }

    @Test
    void valuesThatTheModelCannotHaveAreAnErrorWithACode() {
        assertThatThrownBy(() -> MixedModels.fit(
                        "y ~ x, poisson", Map.of("y", new double[] {1, -1, 2}, "x", new int[] {1, 2, 3})))
                .isInstanceOf(GlmmException.class)
                .hasMessageStartingWith("GLMM-302: ");
    }

    @Test
    void anInterruptStopsAFit() {
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> MixedModels.fit("y ~ x", Map.of("y", X, "x", Y)))
                    .hasMessageStartingWith("GLMM-602: ");
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }
}
