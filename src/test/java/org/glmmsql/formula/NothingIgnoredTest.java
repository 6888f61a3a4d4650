package org.glmmsql.formula;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.glmmsql.design.DesignBuilder;
import org.glmmsql.error.GlmmException;
import org.glmmsql.fit.Control;
import org.glmmsql.fit.GlmmFitter;
import org.glmmsql.frame.Column;
import org.glmmsql.frame.Columns;
import org.glmmsql.model.FittedModel;
import org.glmmsql.model.ModelJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a model text may hold changes the model, or is refused: every option, and every kind of term in every place. */
class NothingIgnoredTest {
    private static final int N = 80;

    private static final List<Column> TABLE = List.of(
            Columns.numbers("y", numbers(i -> 3 + 0.5 * (i * 7 % 11) + (i % 8) * 0.7 + (i * 31 % 17) * 0.2)),
            Columns.numbers("c", numbers(i -> (double) (i * 5 % 7 + i % 8 / 3))),
            Columns.numbers("x", numbers(i -> 0.1 + i * 7 % 11 / 10.0)),
            Columns.numbers("z", numbers(i -> i * 13 % 17 / 10.0)),
            Columns.numbers("w", numbers(i -> 1.0 + i % 3)),
            Columns.numbers("o", numbers(i -> i * 3 % 5 / 4.0)),
            Columns.numbers(
                    "hole",
                    IntStream.range(0, N)
                            .mapToObj(i -> i == 7 ? null : (Number) (i * 7 % 13 / 10.0))
                            .toArray(Number[]::new)),
            Columns.text("f", texts(i -> "abc".substring(i * 11 % 3, i * 11 % 3 + 1))),
            Columns.text("g", texts(i -> "g" + i % 8)));

    private static Number[] numbers(java.util.function.IntFunction<Number> value) {
        return IntStream.range(0, N).mapToObj(value).toArray(Number[]::new);
    }

    private static String[] texts(java.util.function.IntFunction<String> value) {
        return IntStream.range(0, N).mapToObj(value).toArray(String[]::new);
    }

    private static FittedModel fit(String text) {
        ModelSpec spec = ModelTextParser.parse(text);
        return GlmmFitter.fit(spec, DesignBuilder.build(spec, TABLE), Control.defaults());
    }

    /** The model without its text. */
    private static String outcome(String text) {
        try {
            return ModelJson.write(fit(text)).replaceFirst("\"model\":\"(\\\\.|[^\"\\\\])*\",", "");
        } catch (GlmmException refused) {
            return refused.getMessage();
        }
    }

    /** By option, a model without it and the option as it is added; that a new one is not here is a failure. */
    private static final Map<String, List<String>> OPTIONS = new TreeMap<>(Map.ofEntries(
            Map.entry("family", List.of("c ~ x + (1 | g)", "family = poisson")),
            Map.entry("nagq", List.of("c ~ x + (1 | g), poisson", "nagq = 7")),
            Map.entry("method", List.of("y ~ x + (1 | g)", "method = REML")),
            Map.entry("weights", List.of("y ~ x + (1 | g)", "weights = w")),
            Map.entry("offset", List.of("y ~ x + (1 | g)", "offset = o")),
            Map.entry("random", List.of("c ~ x + (1 | g), poisson", "random = gamma(log)")),
            Map.entry("levels", List.of("y ~ f + (1 | g)", "levels = (f: 'c', 'b', 'a')")),
            Map.entry("contrasts", List.of("y ~ f + (1 | g)", "contrasts = (f: sum)")),
            Map.entry("dispersion", List.of("y ~ x + (1 | g)", "dispersion = ~ z")),
            Map.entry("zero", List.of("c ~ x + (1 | g), poisson", "zero = ~ 1")),
            Map.entry("conf_level", List.of("y ~ x + (1 | g)", "conf_level = 0.5")),
            Map.entry("na_action", List.of("y ~ hole + (1 | g)", "na_action = fail")),
            Map.entry("ranef", List.of("y ~ x + (1 | g)", "ranef = false")),
            Map.entry("max_iterations", List.of("c ~ x + (1 | g), poisson", "max_iterations = 1")),
            Map.entry("tolerance", List.of("y ~ poly(x, 3) * f + (z | g), Gamma(log)", "tolerance = 0.9"))));

    @Test
    void everyOptionChangesTheModel() {
        // threads change no number, on_error what becomes of an error, which the contracts of the engines test, and
        // shape is of
        // families to come
        assertThat(OptionsParser.names()).containsAll(OPTIONS.keySet());
        assertThat(OptionsParser.names().stream()
                        .filter(name -> !OPTIONS.containsKey(name))
                        .toList())
                .containsExactlyInAnyOrder("threads", "on_error", "shape");
        OPTIONS.forEach((name, texts) ->
                assertThat(outcome(texts.get(0) + ", " + texts.get(1))).as(name).isNotEqualTo(outcome(texts.get(0))));
    }

    /** What an option asks for where there is nothing for it to do is refused. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "y ~ x, random = gamma(log)",
                "y ~ x, Gamma(log), method = HL(1,1)",
                "c ~ x, poisson, method = REML",
                "c ~ x, poisson, nagq = 5",
                "y ~ x + (1 | g), nagq = 5",
                "y ~ 0 + f, contrasts = (f: sum)",
                "c ~ x + (1 | g), poisson, dispersion = ~ z",
                "y ~ x + (1 | g), dispersion = ~ 0",
                "y ~ x + (1 | g), levels = (x: '1', '2')",
                "y ~ x + (1 | g), contrasts = (x: sum)",
                "y ~ x + (1 | g), contrasts = (g: sum)",
                "y ~ x + (1 | g), random = (f: normal)",
                "y ~ x + (1 | g), zero = ~ z",
                "c ~ x + (1 | g), poisson, shape = 2",
            })
    void anOptionWithoutEffectIsRefused(String text) {
        assertThat(outcome(text)).startsWith("GLMM-");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "offset(o)",
                "offset(log(w))",
                "offset(scale(o))",
                "x",
                "f",
                "factor(w)",
                "poly(x, 2)",
                "poly(x, 2, raw = TRUE)",
                "scale(x, center = FALSE)",
                "I(x^2)",
                "I(x > 0.5)",
                "log(x)",
                "x:f",
                "f:factor(w)"
            })
    void everyTermCountsInEveryPlace(String term) {
        for (String place : List.of(
                "y ~ z + %s + (1 | g)",
                "y ~ z + (1 + %s | g)", "y ~ z + (1 | g), dispersion = ~ z + %s", "y ~ %s + z")) {
            String without = place.replace(" + %s", "").replace("%s + ", "");
            String with = String.format(place, term);
            FittedModel smaller = fit(without);
            FittedModel larger;
            try {
                larger = fit(with);
            } catch (GlmmException refused) {
                assertThat(refused.code().number()).as(with).isBetween(100, 499);
                continue;
            }
            boolean counts = Math.abs(larger.logLik() - smaller.logLik()) > 1e-6
                    || larger.npar() != smaller.npar()
                    || !larger.message().equals(smaller.message());
            if (!counts) {
                fail(with + " is the same model as " + without);
            }
        }
    }
}
