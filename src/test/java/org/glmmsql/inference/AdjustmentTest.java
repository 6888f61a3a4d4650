package org.glmmsql.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.glmmsql.api.MixedModels;
import org.glmmsql.model.FittedModel;
import org.junit.jupiter.api.Test;

/** Contrasts that are looked at together where a cell of the design is empty; the numbers of contrasts and means are those of R's emmeans. */
class AdjustmentTest {
    /** Four levels by three, of which one combination does not occur; the names of columns have quotes and spaces. */
    private static FittedModel model() {
        Map<String, List<Object>> columns = new LinkedHashMap<>();
        for (int i = 0; i < 36; i++) {
            String a = "a" + (1 + i % 4);
            String b = "b" + (1 + i / 4 % 3);
            if (a.equals("a4") && b.equals("b2")) {
                continue;
            }
            Object[] row = {Math.sin(3.0 * i) + i % 4, a, b};
            List<String> names = List.of("y", "the \"a\"", "b");
            for (int j = 0; j < row.length; j++) {
                columns.computeIfAbsent(names.get(j), name -> new ArrayList<>()).add(row[j]);
            }
        }
        return MixedModels.fit("y ~ \"the \"\"a\"\"\" * b", new LinkedHashMap<>(columns));
    }

    private static List<Estimate> contrasts(FittedModel model, String adjust) {
        return Inference.contrasts(model, "pairwise ~ `the \"a\"` | b", "adjust = " + adjust)
                .subList(6, 12);
    }

    @Test
    void contrastsWithoutAnEstimateCountAmongTheOthers() {
        FittedModel model = model();
        List<Estimate> none = contrasts(model, "none");
        assertThat(none).filteredOn(row -> Double.isNaN(row.estimate())).hasSize(3);
        List<Estimate> bonferroni = contrasts(model, "bonferroni");
        List<Estimate> sidak = contrasts(model, "sidak");
        List<Estimate> fdr = contrasts(model, "fdr");
        List<Estimate> holm = contrasts(model, "holm");
        double smallest = 1;
        double largest = 0;
        for (int i = 0; i < 6; i++) {
            double p = none.get(i).pValue();
            if (Double.isNaN(p)) {
                assertThat(bonferroni.get(i).pValue()).isNaN();
                continue;
            }
            smallest = Math.min(smallest, p);
            largest = Math.max(largest, p);
            assertThat(bonferroni.get(i).pValue()).isCloseTo(Math.min(1, 6 * p), within(1e-12));
            assertThat(sidak.get(i).pValue()).isCloseTo(1 - Math.pow(1 - p, 6), within(1e-9));
        }
        double least = smallest;
        double most = largest;
        assertThat(holm).anySatisfy(row -> assertThat(row.pValue()).isCloseTo(6 * least, within(1e-12)));
        // the largest of the three that there are
        assertThat(fdr).anySatisfy(row -> assertThat(row.pValue()).isCloseTo(Math.min(1, 6 * most / 3), within(1e-12)));
    }

    /** As in a model text, and in SQL. */
    @Test
    void doubledQuotesInNamesAreRead() {
        FittedModel model = model();
        assertThat(Inference.means(model, "\"the \"\"a\"\"\"", ""))
                .isEqualTo(Inference.means(model, "`the \"a\"`", ""))
                .hasSize(4);
        assertThat(Inference.means(model, "b", "at = (\"the \"\"a\"\"\": 'a1')"))
                .hasSize(3);
    }

    @Test
    void wordsAreThoseThatTheFunctionTakes() {
        FittedModel model = model();
        assertThatThrownBy(() -> Inference.means(model, "b", "type = odds"))
                .hasMessageStartingWith("GLMM-105: ")
                .hasMessageContaining("link, response")
                .hasMessageNotContaining("ratio");
        assertThatThrownBy(() -> Inference.contrasts(model, "pairwise ~ b", "type = odds"))
                .hasMessageContaining("ratio");
    }
}
