package org.glmmsql.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelJsonTest {
    static Stream<FittedModel> models() {
        return Stream.of(Models.complete(), Models.withoutEstimates());
    }

    @ParameterizedTest
    @MethodSource("models")
    void readingGivesBackWhatWasWritten(FittedModel model) {
        String text = ModelJson.write(model);
        assertThat(ModelJson.parse(text))
                .usingRecursiveComparison()
                .withEqualsForType(Double::equals, Double.class)
                .isEqualTo(model);
        assertThat(ModelJson.write(ModelJson.parse(text))).isEqualTo(text);
    }

    @ParameterizedTest
    @MethodSource("models")
    void storedRowsHaveTheColumnsOfTheReaders(FittedModel model) throws Exception {
        JsonNode json = new ObjectMapper().readTree(ModelJson.write(model));
        for (ResultTable<FittedModel, ?> table : ResultTable.STORED) {
            if (table != ResultTable.RANEF) {
                JsonNode stored = json.get(table.name());
                int row = 0;
                for (Object[] values : table.values(model)) {
                    JsonNode members = stored.isArray() ? stored.get(row++) : stored;
                    for (int j = 0; j < values.length; j++) {
                        JsonNode member = members.get(table.columns().get(j).name());
                        assertThat(member)
                                .as(table.name() + "." + table.columns().get(j).name())
                                .isNotNull();
                        assertThat(member.isNull() ? null : member.asText())
                                .isEqualTo(
                                        values[j] == null
                                                ? null
                                                : new ObjectMapper()
                                                        .valueToTree(values[j])
                                                        .asText());
                    }
                }
            }
        }
    }

    /** Models stored by this version must be readable, and mean the same, for ever: a new format gets a new file. */
    @Test
    void theStoredFormIsPinned() throws Exception {
        String golden = Files.readString(Path.of("src/test/resources/models/format-1.json"));
        assertThat(ModelJson.write(Models.complete())).isEqualTo(golden.strip());
        assertThat(ModelJson.parse(golden))
                .usingRecursiveComparison()
                .withEqualsForType(Double::equals, Double.class)
                .isEqualTo(Models.complete());
    }

    /** Stored before columns of X that were dropped had their relation to the others: nothing is known of them. */
    @Test
    void aModelStoredWithoutWhatIsNewIsRead() throws Exception {
        String first = Files.readString(Path.of("src/test/resources/models/format-1-first.json"));
        assertThat(first).doesNotContain("\"dropped\"");
        FittedModel model = ModelJson.parse(first);
        assertThat(model.dropped()).isEmpty();
        assertThat(ModelJson.write(model))
                .isEqualTo(
                        ModelJson.write(Models.complete()).replaceAll("\"dropped\":\\[\\{[^}]*}]", "\"dropped\":[]"));
    }

    @Test
    void doublesAreWrittenTheSameOnEveryJdk() {
        assertThat(ModelJson.write(Models.complete()))
                .contains("\"estimate\":0.30000000000000004,\"std_error\":1.0E-300")
                .contains("\"estimate\":-1.7976931348623157E308")
                .contains("[1.0E-5,6.0]"); // JDK 17 alone would print some doubles with more digits
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "abc",
                "null",
                "[]",
                "{}",
                "{\"glmm\":1}",
                "{\"glmm\":\"1\"}",
                "{\"glmm\":1.5}",
                "{\"glmm\":1,\"glmm\":1}",
                "{\"glmm\":1} x"
            })
    void anyOtherTextIsNotAModel(String text) {
        assertCode(text, ErrorCode.NOT_A_MODEL);
    }

    @Test
    void aModelCutOrWithSizesThatDoNotFitIsNotAModel() {
        String text = ModelJson.write(Models.complete());
        assertCode(text.substring(0, text.length() - 1), ErrorCode.NOT_A_MODEL);
        assertCode(text.replace("[0.7,0.8],", ""), ErrorCode.NOT_A_MODEL);
        assertCode(text.replace("\"coefficients\":[0.5,", "\"coefficients\":["), ErrorCode.NOT_A_MODEL);
        assertCode(text.replace("\"nobs\":120", "\"nobs\":1e300"), ErrorCode.NOT_A_MODEL);
        assertCode(text.replace("\"status\":\"ok\"", "\"status\":\"fine\""), ErrorCode.NOT_A_MODEL);
    }

    @Test
    void aNewerFormatIsNamed() {
        String text = ModelJson.write(Models.complete()).replace("{\"glmm\":1,", "{\"glmm\":2,");
        assertThatThrownBy(() -> ModelJson.parse(text)).hasMessageStartingWith("GLMM-502: the model has format 2");
    }

    /** A member may be added without a new format. */
    @Test
    void membersNotKnownAreLeftAlone() {
        String text = ModelJson.write(Models.complete());
        String later = text.replace("{\"glmm\":1,", "{\"glmm\":1,\"later\":[{}],")
                .replace("\"glance\":{", "\"glance\":{\"later\":null,")
                .replace("\"sigma\":[", "\"later\":7,\"sigma\":[");
        assertThat(later).hasSizeGreaterThan(text.length() + 40);
        assertThat(ModelJson.write(ModelJson.parse(later))).isEqualTo(text);
    }

    @Test
    void depthAndSizeAreBounded() {
        assertCode("{\"a\":" + "[".repeat(100_000), ErrorCode.LIMIT);
        assertCode("{\"glmm\":" + "1".repeat(1000) + "}", ErrorCode.LIMIT);
    }

    /** A row of vcov too long, constants of poly too few: parts that do not fit together are found before anything reads them. */
    @ParameterizedTest
    @ValueSource(strings = {"json_2048088858.json", "json_853406.json"})
    void aModelThatContradictsItselfIsNotAModel(String file) throws Exception {
        assertCode(Files.readString(Path.of("src/test/resources/faults", file)), ErrorCode.NOT_A_MODEL);
    }

    @Test
    void whatDoesNotFitIsNamed() {
        String text = ModelJson.write(Models.complete());
        contradicts(
                text, "[[1.0,-0.0],[-0.0,2.0]]", "[[1.0,-0.0],[-0.0,2.0,3.0]]", "a row of its 'vcov' has 3 numbers");
        contradicts(text, "[[1.0,-0.0],[-0.0,2.0]]", "[[1.0,7.0],[-0.0,2.0]]", "'vcov' is not symmetric");
        contradicts(text, "\"nagq\":1", "\"nagq\":2", "its 'nagq' is '2', and by its model text '1'");
        contradicts(text, "\"family\":\"Gamma\"", "\"family\":\"poisson\"", "its 'family' is 'poisson'");
        contradicts(text, "\"nobs\":120", "\"nobs\":-1", "its 'nobs' is -1");
        contradicts(text, "\"levels\":[\"1\",\"2\"]", "\"levels\":[\"1\",\"1\"]", "a level of 'régión' is twice");
        contradicts(text, "\"scale(x)\":[0.5,2.25]", "\"scale(x)\":[0.5]", "the constants of scale(x)");
        contradicts(text, "\"factor(z)\":[\"a\",\"b\"]", "\"factor(z)\":[\"a\",\"b\",\"c\"]", "terms of its 'fixef'");
        contradicts(text, "\"factor(z)\":\"treatment\"", "\"factor(z)\":\"plus\"", "unknown contrasts 'plus'");
        contradicts(text, "[[0.1],[-0.1]]", "[[0.1],[null]]", "an effect of 'régión' is NULL");
        contradicts(text, "\"sigma\":[0.3]", "\"sigma\":[-0.3]", "a variance of 'régión' is -0.3");
        contradicts(text, "\"npar\":7", "\"npar\":1e999", "");
    }

    private static void contradicts(String text, String found, String changed, String said) {
        assertThat(text).contains(found);
        assertThatThrownBy(() -> ModelJson.parse(text.replace(found, changed)))
                .hasMessageStartingWith("GLMM-501: the value is not a model of glmm_fit, ")
                .hasMessageContaining(said);
    }

    private static void assertCode(String text, ErrorCode code) {
        assertThatThrownBy(() -> ModelJson.parse(text))
                .isInstanceOfSatisfying(
                        GlmmException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
