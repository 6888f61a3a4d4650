package org.glmmsql.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.glmmsql.design.DesignBuilder;
import org.glmmsql.fit.Control;
import org.glmmsql.fit.GlmmFitter;
import org.glmmsql.formula.ModelSpec;
import org.glmmsql.formula.ModelTextParser;
import org.glmmsql.frame.Column;
import org.glmmsql.frame.Columns;
import org.glmmsql.sql.Fitting;
import org.junit.jupiter.api.Test;

/** docs/design/model-format.md names the members that are written, with their types, and no others. */
class ModelFormatDocumentTest {
    private static final Pattern NAME = Pattern.compile("`([^`]+)`");

    @Test
    void namesAllMembersWithTheirTypes() throws Exception {
        Map<String, String> documented = documented();
        Map<String, JsonNode> written = new TreeMap<>();
        collect("", new ObjectMapper().readTree(ModelJson.write(Models.complete())), documented, written);
        // what a gaussian model with random effects has beside
        collect(
                "",
                new ObjectMapper()
                        .readTree(Path.of("src/test/resources/models/format-2-kenward-roger.json")
                                .toFile()),
                documented,
                written);
        // what is kept of the rows
        collect(
                "",
                new ObjectMapper()
                        .readTree(Path.of("src/test/resources/models/format-2-quality.json")
                                .toFile()),
                documented,
                written);
        // what an ordered response has beside
        collect(
                "",
                new ObjectMapper()
                        .readTree(Path.of("src/test/resources/models/format-2-ordinal.json")
                                .toFile()),
                documented,
                written);
        // a response of two levels
        String binary = Fitting.of("y ~ 1, binomial").fit(List.of(Columns.text("y", "no", "yes", "yes")), () -> {}, 1);
        collect("", new ObjectMapper().readTree(binary), documented, written);
        // effects of two terms, and zeros of another kind
        String text = "y ~ 1 + (1 | g) + (1 | h), poisson, zero = ~ 1";
        ModelSpec spec = ModelTextParser.parse(text).close(List.of("y", "g", "h"));
        List<Column> rows = List.of(
                Columns.numbers("y", 0, 3, 0, 9, 2, 0, 4, 1, 0, 2, 7, 0),
                Columns.text("g", "a", "b", "c", "a", "b", "c", "a", "b", "c", "a", "b", "c"),
                Columns.text("h", "d", "e", "d", "e", "e", "d", "e", "d", "d", "d", "e", "e"));
        String crossed = ModelJson.write(GlmmFitter.fit(spec, DesignBuilder.build(spec, rows), Control.defaults()));
        collect("", new ObjectMapper().readTree(crossed), documented, written);
        assertThat(documented.keySet()).isEqualTo(written.keySet());
        written.forEach((member, value) -> assertThat(isOf(documented.get(member), value))
                .as("%s: %s", member, value)
                .isTrue());
    }

    @Test
    void namesTheFormat() throws Exception {
        assertThat(Files.readString(Path.of("docs/design/model-format.md")))
                .contains("| `glmm` | integer | the format, " + ModelJson.FORMAT + ";");
    }

    /** Types by member, as in {@code ranef[].law}: sections have the prefixes, tables the names. */
    private static Map<String, String> documented() throws Exception {
        Map<String, String> types = new TreeMap<>();
        List<String> prefixes = List.of();
        for (String line : Files.readAllLines(Path.of("docs/design/model-format.md"))) {
            if (line.startsWith("### ")) {
                List<String> sections = names(line);
                prefixes = sections.isEmpty()
                        ? List.of("")
                        : sections.stream().map(s -> s + ".").toList();
            } else if (line.startsWith("| `")) {
                String[] cells = line.split("\\|");
                for (String prefix : prefixes) {
                    names(cells[1]).forEach(name -> types.put(prefix + name, cells[2].strip()));
                }
            }
        }
        return types;
    }

    private static List<String> names(String text) {
        return NAME.matcher(text).results().map(name -> name.group(1)).toList();
    }

    /** Members of objects and of all elements of arrays of objects; a member that is not always null, where there is one. */
    private static void collect(
            String prefix, JsonNode node, Map<String, String> documented, Map<String, JsonNode> found) {
        if (node.isArray()) {
            node.forEach(element -> collect(prefix, element, documented, found));
        } else if (node.isObject()) {
            node.properties().forEach(member -> {
                String path = prefix + member.getKey();
                found.merge(path, member.getValue(), (one, other) -> one.isNull() ? other : one);
                if (!documented.getOrDefault(path, "").startsWith("map")) {
                    collect(path + (member.getValue().isArray() ? "[]." : "."), member.getValue(), documented, found);
                }
            });
        }
    }

    private static boolean isOf(String type, JsonNode value) {
        return switch (type) {
            case "text" -> value.isTextual();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isFloatingPointNumber() || value.isNull();
            case "flag" -> value.isBoolean();
            case "array" -> value.isArray();
            case "object" -> value.isObject();
            case "map of integers" -> all(value, "integer");
            case "map of numbers" -> all(value, "number");
            case "map of texts" -> all(value, "text");
            case "map of arrays" -> all(value, "array");
            default -> false;
        };
    }

    private static boolean all(JsonNode map, String type) {
        return map.isObject()
                && !map.isEmpty()
                && map.properties().stream().allMatch(member -> isOf(type, member.getValue()));
    }
}
