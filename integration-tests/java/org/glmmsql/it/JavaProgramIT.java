package org.glmmsql.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.glmmsql.api.MixedModels;
import org.glmmsql.model.Coefficient;
import org.glmmsql.model.FittedModel;
import org.glmmsql.model.Status;
import org.junit.jupiter.api.Test;

/** The program of the README that needs no database. */
class JavaProgramIT {
    @Test
    void fitsColumns() {
        FittedModel model = MixedModels.fit(
                "infected ~ dose + (1 | litter), binomial",
                Map.of(
                        "infected", new int[] {1, 0, 0, 1, 0, 1, 1, 0, 1, 1, 1, 0},
                        "dose", new double[] {0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3},
                        "litter", List.of("a", "b", "c", "a", "b", "c", "a", "b", "c", "a", "b", "c")));
        for (Coefficient c : model.fixed()) {
            System.out.printf("%s %.3f %.3f%n", c.term(), c.estimate(), c.stdError());
        }
        double[] chances = MixedModels.predict(
                model, "re = none", Map.of("dose", new double[] {0, 3}, "litter", List.of("new", "new")));
        assertThat(model.status()).isEqualTo(Status.OK);
        assertThat(model.fixed()).extracting(Coefficient::term).containsExactly("(Intercept)", "dose");
        assertThat(chances).hasSize(2).isSorted();
        assertThat(chances[1]).isBetween(0.5, 1.0);
    }
}
