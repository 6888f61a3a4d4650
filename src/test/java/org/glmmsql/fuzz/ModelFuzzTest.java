package org.glmmsql.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.glmmsql.frame.Columns.numbers;
import static org.glmmsql.frame.Columns.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.glmmsql.design.DesignBuilder;
import org.glmmsql.fit.Control;
import org.glmmsql.fit.GlmmFitter;
import org.glmmsql.formula.ModelSpec;
import org.glmmsql.formula.ModelTextParser;
import org.glmmsql.frame.Column;
import org.glmmsql.model.FittedModel;
import org.glmmsql.model.ModelComparison;
import org.glmmsql.model.ModelJson;
import org.glmmsql.model.PredictOptions;
import org.glmmsql.model.Predictor;
import org.glmmsql.model.ResultTable;
import org.glmmsql.sql.ModelSummary;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Stored models of strangers, through every function that takes a model: an answer, or a coded error. */
class ModelFuzzTest {
    private static final int FEW = 2_000;
    private static final int MANY = 100_000;
    private static final long BYTES = 64L << 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final List<String> TEXTS = List.of(
            "y ~ x + (1 | g)",
            "c ~ poly(x, 2) + scale(z) + (x | g), poisson",
            "cbind(s, n - s) ~ x * f + (1 | g/f), binomial",
            "c ~ x + (1 | g), poisson, random = gamma(log)",
            "s / n ~ x + (1 | g), binomial, random = beta(logit), method = HL(1,1)",
            "y ~ x + f + (x || g) + cs(0 + f | h), method = REML, ranef = true",
            "p ~ x + offset(z), Gamma(log), dispersion = ~ f, contrasts = (f: sum)",
            "y ~ . - c - s - n - p + (1 | `g`), conf_level = 0.9");

    private static final List<String> WORDS = List.of(
            "",
            "normal",
            "gamma(log)",
            "beta(logit)",
            "inverse.gamma(inverse)",
            "binomial",
            "Gamma",
            "log",
            "logit",
            "1/mu^2",
            "REML",
            "HL(0,1)",
            "ok",
            "separation",
            "no_data",
            "x",
            "g",
            "f",
            "(Intercept)",
            "sum",
            "poly",
            "helmert",
            "unstructured",
            "diagonal",
            "cs",
            "y ~ x",
            "y ~ x + (x | g)",
            "y ~ poly(x, 3)",
            "y ~ factor(x) + (1 | g)",
            "\u0000",
            "\ud83d");

    private static final double[] NUMBERS = {
        0,
        -0.0,
        1,
        -1,
        2,
        0.5,
        1e-320,
        1e300,
        -1e300,
        1.7976931348623157e308,
        1 << 30,
        1e9,
        4294967296.0,
        0.1,
        3,
        -7,
        25
    };

    private static final List<Column> DATA = data();

    private static List<Column> data() {
        int n = 72;
        Double[][] number = new Double[7][n];
        String[][] word = new String[3][n];
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < n; i++) {
            double x = (i % 9) / 4.0 - 1;
            double effect = Math.sin(3.0 * (i / 6));
            number[0][i] = 1 + 0.5 * x + effect + random.nextDouble();
            number[1][i] = x;
            number[2][i] = Math.cos(i);
            number[3][i] = Math.floor(4 * random.nextDouble() + Math.exp(0.4 * effect + 0.3 * x));
            number[5][i] = (double) (2 + i % 3);
            number[4][i] = Math.floor((number[5][i] + 1) * random.nextDouble());
            number[6][i] = 0.5 + random.nextDouble();
            word[0][i] = "abc".substring(i % 3, i % 3 + 1);
            word[1][i] = "g" + i / 6;
            word[2][i] = "h" + i % 8;
        }
        return List.of(
                numbers("y", number[0]),
                numbers("x", number[1]),
                numbers("z", number[2]),
                numbers("c", number[3]),
                numbers("s", number[4]),
                numbers("n", number[5]),
                numbers("p", number[6]),
                text("f", word[0]),
                text("g", word[1]),
                text("h", word[2]));
    }

    private static List<String> models() {
        return TEXTS.stream()
                .map(text -> {
                    ModelSpec spec = ModelTextParser.parse(text)
                            .close(DATA.stream().map(Column::name).toList());
                    return ModelJson.write(GlmmFitter.fit(spec, DesignBuilder.build(spec, DATA), Control.defaults()));
                })
                .toList();
    }

    @Test
    void aFewMutations() throws Exception {
        mutations(FEW, 20260102);
    }

    /** {@code mvn -Pslow test -Dtest=ModelFuzzTest}. */
    @Tag("slow")
    @Test
    void manyMutations() throws Exception {
        mutations(MANY, 43);
    }

    /** What the mutations start from is answered by everything that takes a model. */
    @Test
    void theModelsThemselvesAreRead() {
        for (String model : models()) {
            assertThat(Cost.check(model, BYTES, () -> useEverywhere(model, model)))
                    .as(model)
                    .isTrue();
        }
    }

    private static void mutations(int count, long seed) throws Exception {
        List<String> models = models();
        SplittableRandom random = new SplittableRandom(seed);
        int read = 0;
        for (int i = 0; i < count; i++) {
            String model = models.get(random.nextInt(models.size()));
            String other = models.get(random.nextInt(models.size()));
            String mutated = random.nextInt(5) == 0 ? mutatedText(model, random) : mutatedTree(model, random);
            read += Cost.check(mutated, BYTES, () -> useEverywhere(mutated, other)) ? 1 : 0;
        }
        assertThat(read).isBetween(count / 50, count / 2);
    }

    private static void useEverywhere(String text, String other) {
        FittedModel model = ModelJson.parse(text);
        for (ResultTable<FittedModel, ?> table : ResultTable.STORED) {
            table.values(model);
            ModelJson.rows(table.columns(), table.values(model));
        }
        ModelSummary.of(model);
        ModelJson.parse(ModelJson.write(model));
        Predictor predictor = Predictor.of(model);
        List<Column> rows = DATA.stream()
                .filter(column -> predictor.variables(PredictOptions.parse("")).contains(column.name()))
                .toList();
        for (String options :
                List.of("", "type = link, re = none", "new_levels = null", "re = none, marginal = true")) {
            predictor.predict(rows, 12, PredictOptions.parse(options));
            predictor.standardErrors(rows, 12, PredictOptions.parse(options));
        }
        if (text.equals(other)) {
            ModelComparison.of(model, ModelJson.parse(other));
        }
    }

    /** Characters changed, left out or repeated. */
    private static String mutatedText(String model, SplittableRandom random) {
        StringBuilder text = new StringBuilder(model);
        for (int m = 1 + random.nextInt(3); m > 0; m--) {
            int from = random.nextInt(text.length());
            int to = Math.min(text.length(), from + 1 + random.nextInt(12));
            switch (random.nextInt(4)) {
                case 0 -> text.delete(from, to);
                case 1 -> text.insert(from, text.substring(from, to));
                case 2 -> text.setCharAt(from, "0123456789-eE.,:[]{}\"\\ntf".charAt(random.nextInt(25)));
                default -> text.setLength(from);
            }
            if (text.isEmpty()) {
                return "";
            }
        }
        return text.toString();
    }

    /** Members and elements changed, left out, repeated or moved: still JSON, and mostly still the shape of a model. */
    private static String mutatedTree(String model, SplittableRandom random) throws Exception {
        JsonNode tree = JSON.readTree(model);
        for (int m = 1 + random.nextInt(2); m > 0; m--) {
            List<JsonNode> containers = new ArrayList<>();
            collect(tree, containers);
            JsonNode container = containers.get(random.nextInt(containers.size()));
            if (container instanceof ObjectNode object && !object.isEmpty()) {
                List<String> names = new ArrayList<>();
                object.fieldNames().forEachRemaining(names::add);
                String name = names.get(random.nextInt(names.size()));
                switch (random.nextInt(5)) {
                    case 0 -> object.remove(name);
                    case 1 -> object.set(WORDS.get(random.nextInt(WORDS.size())), object.get(name));
                    default -> object.set(name, replacement(object.get(name), random));
                }
            } else if (container instanceof ArrayNode array) {
                int at = array.isEmpty() ? 0 : random.nextInt(array.size());
                switch (random.nextInt(5)) {
                    case 0 -> array.remove(at);
                    case 1 ->
                        array.insert(
                                at,
                                array.isEmpty()
                                        ? JsonNodeFactory.instance.nullNode()
                                        : array.get(at).deepCopy());
                    case 2 -> array.removeAll();
                    default -> {
                        if (!array.isEmpty()) {
                            array.set(at, replacement(array.get(at), random));
                        }
                    }
                }
            }
        }
        return JSON.writeValueAsString(tree);
    }

    private static void collect(JsonNode node, List<JsonNode> containers) {
        if (node.isContainerNode()) {
            containers.add(node);
            node.forEach(child -> collect(child, containers));
        }
    }

    private static JsonNode replacement(JsonNode node, SplittableRandom random) {
        JsonNodeFactory make = JsonNodeFactory.instance;
        double number = NUMBERS[random.nextInt(NUMBERS.length)];
        String word = WORDS.get(random.nextInt(WORDS.size()));
        if (random.nextInt(3) > 0 && node.isNumber()) {
            return random.nextBoolean()
                    ? make.numberNode(number)
                    : make.numberNode(node.asDouble() * (0.5 + random.nextDouble()));
        }
        if (random.nextInt(3) > 0 && node.isTextual()) {
            return make.textNode(word);
        }
        return switch (random.nextInt(6)) {
            case 0 -> make.nullNode();
            case 1 -> make.booleanNode(random.nextBoolean());
            case 2 -> make.numberNode(number);
            case 3 -> make.textNode(word);
            case 4 -> make.arrayNode().addAll(Arrays.asList(node.deepCopy(), node.deepCopy()));
            default -> make.objectNode().set(word, node.deepCopy());
        };
    }
}
