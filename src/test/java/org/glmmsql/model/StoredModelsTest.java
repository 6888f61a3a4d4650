package org.glmmsql.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.glmmsql.frame.Column;
import org.glmmsql.frame.Columns;
import org.glmmsql.sql.ModelSummary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Models that a version which wrote format 1 stored, with what it said of them: tables, summary, predictions and their standard errors
 * are the same, and still are after the model was written in today's format; errors that were wrong are refused.
 */
class StoredModelsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path FILES = Path.of("src/test/resources/models/format-1");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "reml",
                "binomial",
                "law",
                "dispersion",
                "crossed",
                "nagq",
                "separation",
                "glm",
                "dropped",
                "constant"
            })
    void saysTheSame(String name) throws Exception {
        String text = Files.readString(FILES.resolve(name + ".json"));
        assertThat(text).startsWith("{\"glmm\":1,");
        JsonNode stored = JSON.readTree(text);
        JsonNode expected = JSON.readTree(FILES.resolve(name + ".expected.json").toFile());
        FittedModel model = ModelJson.parse(text);
        says(model, stored, expected);
        String written = ModelJson.write(model);
        assertThat(written).startsWith("{\"glmm\":2,");
        says(ModelJson.parse(written), stored, expected);
    }

    /** Was stored with relations among the columns of all rows, beside estimates of some, and was not read. */
    @Test
    void separatedAndDependentColumns() throws Exception {
        FittedModel model = ModelJson.parse(Files.readString(FILES.resolve("separation-dropped.json")));
        assertThat(model.status()).isEqualTo(Status.SEPARATION);
        assertThat(model.vcov()).hasNumberOfRows(2 + 1);
        assertThat(ModelJson.parse(ModelJson.write(model)).fixed()).isEqualTo(model.fixed());
    }

    private static void says(FittedModel model, JsonNode stored, JsonNode expected) throws Exception {
        for (ResultTable<FittedModel, ?> table : ResultTable.STORED) {
            if (table != ResultTable.RANEF) {
                JsonNode rows = JSON.readTree(ModelJson.rows(table.columns(), table.values(model)));
                JsonNode before = stored.get(table.name());
                if (table == ResultTable.GLANCE) {
                    before = JSON.createArrayNode().add(before);
                }
                // coefficients of other parameters than the mean were in glmm_tidy only
                long others = table == ResultTable.FIXEF
                        ? model.others().stream()
                                .mapToLong(component -> component.coefficients().size())
                                .sum()
                        : 0;
                assertThat(rows.size()).isEqualTo(before.size() + (int) others);
                for (int i = 0; i < before.size(); i++) {
                    JsonNode row = rows.get(i);
                    before.get(i).properties().forEach(member -> {
                        // limits of variances are in glmm_tidy
                        if (row.has(member.getKey())) {
                            assertThat(row.get(member.getKey()))
                                    .as(table.name() + "." + member.getKey())
                                    .isEqualTo(member.getValue());
                        }
                    });
                }
            }
        }
        assertThat(JSON.<JsonNode>valueToTree(
                        model.randomEffects().stream().map(RandomEffects::modes).toList()))
                .isEqualTo(JSON.valueToTree(stored.get("ranef").findValues("estimates")));
        assertThat(ModelSummary.of(model)).isEqualTo(expected.get("summary").asText());
        predicts(Predictor.of(model), expected);
    }

    private static void predicts(Predictor predictor, JsonNode expected) {
        List<Column> columns = new ArrayList<>();
        expected.get("numbers")
                .properties()
                .forEach(column -> columns.add(Columns.numbers(column.getKey(), numbers(column.getValue()))));
        expected.get("texts").properties().forEach(column -> {
            List<String> values = new ArrayList<>();
            column.getValue().forEach(value -> values.add(value.asText()));
            columns.add(Columns.text(column.getKey(), values.toArray(String[]::new)));
        });
        expected.get("predictions")
                .properties()
                .forEach(call -> same(
                        call.getKey(),
                        predictor.predict(columns, call.getValue().size(), PredictOptions.parse(call.getKey())),
                        call.getValue()));
        for (Map.Entry<String, JsonNode> call : expected.get("std_errors").properties()) {
            PredictOptions options = PredictOptions.parse(call.getKey());
            int rows = call.getValue().size();
            // were without the covariances of effects of two factors, which such a model does not have
            if (options.re() == PredictOptions.Effects.ALL
                    && predictor.model().terms().size() > 1) {
                assertThatThrownBy(() -> predictor.standardErrors(columns, rows, options))
                        .hasMessageStartingWith("GLMM-504: ")
                        .hasMessageContaining("an earlier version");
            } else {
                same(call.getKey(), predictor.standardErrors(columns, rows, options), call.getValue());
            }
        }
    }

    /** Means over normal laws were by another quadrature, which is as good as this one to its own error. */
    private static void same(String options, double[] found, JsonNode expected) {
        for (int i = 0; i < found.length; i++) {
            Double before =
                    expected.get(i).isNull() ? Double.NaN : expected.get(i).asDouble();
            if (options.contains("marginal = true") && !before.isNaN()) {
                assertThat(found[i]).isCloseTo(before, within(1e-8 * Math.abs(before)));
            } else {
                assertThat((Double) found[i]).isEqualTo(before);
            }
        }
    }

    private static Double[] numbers(JsonNode array) {
        Double[] numbers = new Double[array.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = array.get(i).asDouble();
        }
        return numbers;
    }
}
