package org.glmmsql.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.glmmsql.design.DroppedColumn;
import org.glmmsql.design.ReferenceGrid;
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

    /** Stored before fixef had the coefficients of all components. */
    @Test
    void coefficientsOfTheMeanAloneAreRead() throws Exception {
        String text = Files.readString(Path.of("src/test/resources/models/format-2-fixef-of-the-mean.json"));
        assertThat(ModelJson.write(ModelJson.parse(text))).isEqualTo(ModelJson.write(Models.complete()));
    }

    /** Models stored by this version must be readable, and mean the same, for ever: a new format gets a new file. */
    @Test
    void theStoredFormIsPinned() throws Exception {
        String golden = Files.readString(Path.of("src/test/resources/models/format-2.json"));
        assertThat(ModelJson.write(Models.complete())).isEqualTo(golden.strip());
        assertThat(ModelJson.parse(golden))
                .usingRecursiveComparison()
                .withEqualsForType(Double::equals, Double.class)
                .isEqualTo(Models.complete());
    }

    /** A fit with the degrees of freedom of Kenward and Roger, and Satterthwaite's beside. */
    @Test
    void degreesOfFreedomArePinned() throws Exception {
        String golden = Files.readString(Path.of("src/test/resources/models/format-2-kenward-roger.json"));
        FittedModel model = ModelJson.parse(golden);
        assertThat(ModelJson.write(model)).isEqualTo(golden.strip());
        double[] second = {0, 1};
        assertThat(model.degreesOfFreedom().method()).isEqualTo("kenward_roger");
        assertThat(model.degreesOfFreedom().ofContrast(second))
                .isEqualTo(model.fixed().get(1).df());
        assertThat(model.degreesOfFreedom().vcov()).isDeepEqualTo(model.vcov());
        DegreesOfFreedom other = model.degreesOfFreedom("satterthwaite");
        assertThat(other.vcov()[1][1]).isLessThan(model.vcov()[1][1]);
        assertThat(other.ofContrast(second)).isCloseTo(3.14, within(0.2));
        for (String change : List.of(
                "\"residual\":7.0>\"residual\":-1.0", "0.10399982915471746>0.2", "[0.6645391300349308]>[-1.0]")) {
            String[] both = change.split(">");
            assertThat(golden).contains(both[0]);
            assertThatThrownBy(() -> ModelJson.parse(golden.replace(both[0], both[1])))
                    .hasMessageContaining("GLMM-501");
        }
    }

    @Test
    void whatIsKeptOfTheRowsIsPinned() throws Exception {
        String golden = Files.readString(Path.of("src/test/resources/models/format-2-quality.json"));
        FittedModel model =
                Models.complete().with(new FitQuality(0.75, List.of(0.34, 0.3), 118.5, Double.NaN, Double.NaN, 1));
        assertThat(ModelJson.write(model)).isEqualTo(golden.strip());
        assertThat(ModelJson.parse(golden).quality()).isEqualTo(model.quality());
        String fewer = golden.replace("[0.34,0.3]", "[0.34]");
        assertThatThrownBy(() -> ModelJson.parse(fewer)).hasMessageContaining("GLMM-501");
    }

    /** A fit of an ordered response, with a column that depends on thresholds. */
    @Test
    void anOrderedResponseIsPinned() throws Exception {
        String golden = Files.readString(Path.of("src/test/resources/models/format-2-ordinal.json"));
        FittedModel model = ModelJson.parse(golden);
        assertThat(ModelJson.write(model)).isEqualTo(golden.strip());
        assertThat(model.recipe().categories()).containsExactly("1", "2", "3", "4", "5");
        DroppedColumn dropped = model.components().get(0).dropped().get(0);
        assertThat(dropped.constant()).isEqualTo(1);
        assertThat(dropped.coefficients()).containsExactly(-1);
        String other = golden.replace("\"categories\":[\"1\",", "\"categories\":[\"2\",");
        assertThatThrownBy(() -> ModelJson.parse(other))
                .hasMessageContaining("GLMM-501")
                .hasMessageContaining("twice");
        String fewer = golden.replace(",\"categories\":[\"1\",\"2\",\"3\",\"4\",\"5\"]", "");
        assertThatThrownBy(() -> ModelJson.parse(fewer))
                .hasMessageContaining("GLMM-501")
                .hasMessageContaining("its recipe has 0 ordered categories of the response");
    }

    /** What format 1 says is what it was; the rest is unknown. */
    @ParameterizedTest
    @ValueSource(strings = {"format-1.json", "format-1-first.json"})
    void format1IsRead(String file) throws Exception {
        FittedModel expected = Models.complete();
        String stored = Files.readString(Path.of("src/test/resources/models", file));
        FittedModel model = ModelJson.parse(stored);
        assertThat(model)
                .usingRecursiveComparison()
                .withEqualsForType(Double::equals, Double.class)
                .ignoringFields("components", "covariance", "grid")
                .isEqualTo(expected);
        assertThat(model.grid()).isEqualTo(ReferenceGrid.NONE);
        assertThat(model.vcov()).isDeepEqualTo(new double[][] {{1, -0.0}, {-0.0, 2}});
        assertThat(model.covariance()[2]).containsExactly(Double.NaN, Double.NaN, 0.25);
        // stored before columns of X that were dropped had their relation to the others
        assertThat(model.components())
                .usingRecursiveComparison()
                .withEqualsForType(Double::equals, Double.class)
                .ignoringFields(stored.contains("\"dropped\"") ? "none" : "dropped")
                .isEqualTo(expected.components());
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
        assertThat(text).contains("\"coefficients\":[0.5,");
        assertCode(text.replace("\"coefficients\":[0.5,", "\"coefficients\":["), ErrorCode.NOT_A_MODEL);
        assertCode(text.replace("\"nobs\":120", "\"nobs\":1e300"), ErrorCode.NOT_A_MODEL);
        assertCode(text.replace("\"status\":\"ok\"", "\"status\":\"fine\""), ErrorCode.NOT_A_MODEL);
    }

    @Test
    void aNewerFormatIsNamed() {
        String text = ModelJson.write(Models.complete()).replace("{\"glmm\":2,", "{\"glmm\":3,");
        assertThatThrownBy(() -> ModelJson.parse(text)).hasMessageStartingWith("GLMM-502: the model has format 3");
    }

    /** A member may be added without a new format. */
    @Test
    void membersNotKnownAreLeftAlone() {
        String text = ModelJson.write(Models.complete());
        String later = text.replace("{\"glmm\":2,", "{\"glmm\":2,\"later\":[{}],")
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
        contradicts(text, "[-0.0,4.0]", "[-0.0,4.0,3.0]", "row 2 of its 'vcov' has 3 numbers, not 2");
        contradicts(text, "\"vcov\":[[0.0],", "\"vcov\":[", "'vcov' has 7 rows for 8 parameters");
        contradicts(text, "[-0.0,4.0]", "[-0.0,5.0]", "the standard error of x is 2.0, and by its 'vcov' 2.236");
        contradicts(text, "[0.0,0.5,0.25]", "[0.0,1.5,0.25]", "larger than their variances allow");
        contradicts(text, "\"assign\":[0,1,2]", "\"assign\":[0,1,1]", "its 'assign'");
        contradicts(text, "\"terms\":[\"x\",", "\"terms\":[\"z\",", "its 'terms'");
        contradicts(text, "\"varcorr\":[0,1,2]", "\"varcorr\":[0,1,9]", "the sizes of 'varcorr'");
        contradicts(text, "\"varcorr\":[3]", "\"varcorr\":[2]", "is not of its term of 'régión'");
        contradicts(
                text,
                "\"term\":\"sd__x\",\"scale\":\"sd\"",
                "\"term\":\"sd__x\",\"scale\":\"var\"",
                "its 'parameters'");
        contradicts(text, "\"min\":-1.0", "\"min\":1.0", "an impossible number or kind of 'x'");
        contradicts(text, "[[0,80],[1,40]]", "[[0,80],[1,41]]", "have 121 rows, and its 'nobs' is 120");
        contradicts(text, "[[0,80],[1,40]]", "[[0,80],[0,40]]", "no combination of levels, or twice");
        contradicts(text, "[[0,80],[1,40]]", "[[0,80],[2,40]]", "no combination of levels, or twice");
        contradicts(text, "\"factors\":[\"factor(z)\"]", "\"factors\":[]", "its 'cells' are not");
        contradicts(
                text,
                "\"parameter\":\"dispersion\"",
                "\"parameter\":\"shape\"",
                "its 'components' are of [mean, shape]");
        contradicts(text, "\"nagq\":1", "\"nagq\":2", "its 'nagq' is '2', and by its model text '1'");
        contradicts(text, "\"family\":\"Gamma\"", "\"family\":\"poisson\"", "its 'family' is 'poisson'");
        contradicts(text, "\"nobs\":120", "\"nobs\":-1", "its 'nobs' is -1");
        contradicts(text, "\"levels\":[\"1\",\"2\"]", "\"levels\":[\"1\",\"1\"]", "a level of 'régión' is twice");
        contradicts(text, "\"scale(x)\":[0.5,2.25]", "\"scale(x)\":[0.5]", "the constants of scale(x)");
        contradicts(
                text,
                "\"factor(z)\":[\"a\",\"b\"]",
                "\"factor(z)\":[\"a\",\"b\",\"c\"]",
                "its 'coefficients' are not those");
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
