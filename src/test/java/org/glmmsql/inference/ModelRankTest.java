package org.glmmsql.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.glmmsql.api.MixedModels;
import org.glmmsql.model.FittedModel;
import org.glmmsql.model.ModelJson;
import org.glmmsql.model.Status;
import org.junit.jupiter.api.Test;

class ModelRankTest {
    /** A group among many whose data allow no fit does not cost the comparison of the others. */
    @Test
    void aModelWithoutEstimatesIsLast() {
        FittedModel good = MixedModels.fit(
                "y ~ x", java.util.Map.of("y", new double[] {1, 3, 2, 5, 4}, "x", new double[] {1, 2, 3, 4, 5}));
        String text = ModelJson.write(good);
        String bad = ModelJson.write(good.with(Status.INVALID_DATA, "GLMM-302: response 'y' has 1 value"));
        List<ModelRank> ranked = ModelRank.of(NamedModel.parse("[{\"name\":\"bad\",\"model\":" + quoted(bad)
                + "},{\"name\":\"good\",\"model\":" + quoted(text) + "}]"));
        assertThat(ranked).extracting(ModelRank::name).containsExactly("good", "bad");
        assertThat(ranked.get(1).note()).contains("invalid_data").contains("GLMM-302");
    }

    private static String quoted(String json) {
        return '"' + json.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
