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
            Map.entry("residual", List.of("y ~ x", "residual = homcs(1 | g)")),
            Map.entry("zero", List.of("c ~ x + (1 | g), poisson", "zero = ~ 1")),
            Map.entry("df", List.of("y ~ x + (1 | g)", "df = residual")),
            Map.entry("vcov", List.of("y ~ x + (1 | g)", "vcov = CR1")),
            Map.entry("conf_level", List.of("y ~ x + (1 | g)", "conf_level = 0.5")),
            Map.entry("na_action", List.of("y ~ hole + (1 | g)", "na_action = fail")),
            Map.entry("conf", List.of("c ~ x + (1 | g), poisson", "conf = profile")),
            Map.entry("keep", List.of("y ~ x + (1 | g)", "keep = minimal")),
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
                "c ~ x + (1 | g), poisson, residual = homcs(1 | g)",
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

    /** What has no meaning where it stands is a coded error with what to write, and never as if it were not there. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '$',
            quoteCharacter = '#',
            value = {
                // offsets and random terms that are not added
                "y ~ z + x:offset(o) + (1 | g) $ expected it added to the other terms: + offset(o)",
                "y ~ z + offset(o):x + (1 | g) $ expected it added to the other terms: + offset(o)",
                "y ~ z * offset(o) + (1 | g) $ expected it added to the other terms: + offset(o)",
                "y ~ z / offset(o) + (1 | g) $ expected it added to the other terms: + offset(o)",
                "y ~ (z + offset(o))^2 + (1 | g) $ expected it added to the other terms: + offset(o)",
                "y ~ z + (1 | g), dispersion = ~ x:offset(o) $ expected it added to the other terms: + offset(o)",
                "y ~ z:(1 | g) $ expected it added to the other terms: + (1 | g)",
                "y ~ z * (1 | g) $ expected it added to the other terms: + (1 | g)",
                "y ~ (z + (1 | g))^2 $ expected it added to the other terms: + (1 | g)",
                "y ~ z + (x:offset(o) | g) $ expected it added to the other terms",
                "y ~ z + (x + offset(o) | g) $ offsets are fixed terms",
                "y ~ z + ((1 | h) | g) $ only fixed terms are expected there",
                "y ~ z + (1 | g), dispersion = ~ z + ((1 | h) | g) $ only fixed terms are expected there",
                "y ~ z + (1 | g), dispersion = ~ z - (1 | h) $ expected it added",
                // what is taken out and is not there
                "y ~ z - x + (1 | g) $ no x stands before it",
                "y ~ z - offset(o) + (1 | g) $ no offset(o) stands before it",
                "y ~ z - offset(o) + offset(o) + (1 | g) $ no offset(o) stands before it",
                "y ~ z * x - z:x:f + (1 | g) $ no z:x:f stands before it",
                "y ~ z - (x + f) + (1 | g) $ no x stands before it",
                "y ~ -z + (1 | g) $ no z stands before it",
                "y ~ z - x - (z - x) + (1 | g) $ no x stands before it",
                "y ~ z + (x - f | g) $ no f stands before it",
                "y ~ z + (x - offset(o) | g) $ no offset(o) stands before it",
                "y ~ z + offset(o) + x:(f - offset(o)) + (1 | g) $ expected it added",
                "y ~ z + (1 | g), offset = o, dispersion = ~ z - offset(o) $ no offset(o) stands before it",
                "y ~ z - offset(o) + (1 | g), offset = o $ no offset(o) stands before it",
                "y ~ z + (1 | g), dispersion = ~ z - x $ no x stands before it",
                "y ~ z - (1 | f) + (1 | g) $ expected it added",
                "y ~ z + (1 | g) - (1 | g) $ expected it added",
                "y ~ z - ((1 | f)) + (1 | g) $ expected it added",
                "y ~ z - us(x | g) $ expected it added",
                // within numbers of a row
                "y ~ z + I(offset(o)) + (1 | g) $ where only arithmetic on columns is expected",
                "y ~ z + log(offset(w)) + (1 | g) $ where only arithmetic on columns is expected",
                "y ~ z + offset(offset(o)) + (1 | g) $ where only arithmetic on columns is expected",
                "y ~ z + (1 | g), offset = offset(o) $ where only arithmetic on columns is expected",
                "y ~ z + (1 | g), offset = x:o $ where only arithmetic on columns is expected",
                "offset(y) ~ z + (1 | g) $ where only arithmetic on columns is expected",
                "y + offset(o) ~ z + (1 | g) $ where only arithmetic on columns is expected",
                // right of |
                "y ~ z + (1 | offset(g)) $ expected a column, a:b, a/b, a + b or a * b",
                "y ~ z + (1 | g:offset(o)) $ expected a column, a:b, a/b, a + b or a * b",
                "y ~ z + (1 | f/offset(o)) $ expected a column, a:b, a/b, a + b or a * b",
                "y ~ z + (1 | poly(x, 2)) $ expected a column, a:b, a/b, a + b or a * b",
                "y ~ z + (1 | cbind(x, z)) $ expected a column, a:b, a/b, a + b or a * b",
                "y ~ z + (1 | us(g)) $ expected a column, a:b, a/b, a + b or a * b",
                "y ~ z + (1 | g - f) $ one random term for each grouping factor",
                "y ~ z + (1 | 1) $ one random term for each grouping factor",
                "y ~ z + (1 | (1 | g)) $ one random term for each grouping factor",
                "y ~ z + (0 | g) $ write (1 | group) or (0 + x | group)",
                "y ~ z + log(x || g) $ log is no covariance structure",
                // options as terms, terms as options
                "y ~ z + weights(w) + (1 | g) $ , weights = ...",
                "y ~ z + dispersion(x) + (1 | g) $ , dispersion = ...",
                "y ~ z + random(g) $ , random = ...",
                "y ~ z + (1 | g), link = log $ as in binomial(probit)",
                "y ~ z + (1 | g), weights = log(w) $ compute it in the query",
                "y ~ z + (1 | g), weights = w + o $ compute it in the query",
                "y ~ z + (1 | g), dispersion = ~ . $ write its columns out",
                // twice
                "y ~ z + (1 | g), weights = w, weights = w $ each option once",
                "y ~ z + (1 | g), weights = w, weights = o $ each option once",
                "y ~ z + (1 | g), method = ML, REML = TRUE $ each option once",
                "y ~ z + (1 | g), REML = TRUE, REML = FALSE $ each option once",
                "y ~ z + (1 | g), conf_level = 0.9, conf.level = 0.8 $ each option once",
                "c ~ z + (1 | g), family = poisson, family = gaussian $ each option once",
                "c ~ z + (1 | g), poisson, family = gaussian $ each option once",
                "c ~ z + (1 | g), family = poisson, gaussian $ an option written name = value",
                "c ~ z + (1 | g), poisson, random = gamma(log), random = normal $ each option once",
                "c ~ z + (1 | g), poisson, random = (g: gamma(log), g: normal) $ one law for each grouping factor",
                "y ~ f + (1 | g), contrasts = (f: sum; f: helmert) $ one coding for each factor",
                "y ~ f + (1 | g), levels = (f: 'a', 'b', 'c'; f: 'c', 'b', 'a') $ each level of a factor once",
                "y ~ f + (1 | g), levels = (f: 'a', 'b', 'c', 'a') $ each level of a factor once",
                "y ~ log(x, base = 2, base = 3) + (1 | g) $ expected",
                // of what is not there
                "c ~ z + (1 | g), poisson, random = (h: gamma(log)) $ no grouping factor of the formula",
                "c ~ z + (1 | g), poisson, random = (z: gamma(log)) $ no grouping factor of the formula",
                "c ~ z + (1 | f:g), poisson, random = (g: gamma(log)) $ no grouping factor of the formula",
                "y ~ z + (1 | g), levels = (f: 'a', 'b', 'c') $ no variable of the formula",
                "y ~ z + (1 | g), contrasts = (f: sum) $ no variable of the formula",
                "c ~ z + (1 | g), poisson, random = () $ a grouping factor",
                "y ~ f + (1 | g), levels = () $ a variable of the formula",
                "y ~ poly(x, 2, degree = 3) + (1 | g) $ expected",
                "y ~ poly(x, 2, coefs = 3) + (1 | g) $ expected",
                "y ~ scale(x, center = TRUE, center = FALSE) + (1 | g) $ expected",
                "y ~ factor(f, levels = 3) + (1 | g) $ expected",
                "y ~ offset(o, x) + (1 | g) $ expected",
            })
    void whatHasNoMeaningIsRefusedWithARemedy(String text, String remedy) {
        assertThat(outcome(text)).startsWith("GLMM-").contains(remedy);
    }

    /** Terms that are taken out are not there, and whatever else a sum or a product of terms may say of the intercept and offsets is done. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "y ~ z + x - x + (1 | g); y ~ z + (1 | g)",
                "y ~ z * x - z:x + (1 | g); y ~ z + x + (1 | g)",
                "y ~ z + x - (x) + (1 | g); y ~ z + (1 | g)",
                "y ~ z + x + f - (x + f) + (1 | g); y ~ z + (1 | g)",
                "y ~ z + offset(o) - offset(o) + (1 | g); y ~ z + (1 | g)",
                "y ~ z - (1) + (1 | g); y ~ 0 + z + (1 | g)",
                "y ~ z + x - (1 + x) + (1 | g); y ~ 0 + z + (1 | g)",
                "y ~ 0 + z * 1 + (1 | g); y ~ z + (1 | g)",
                "y ~ 0 + (1 + z)^1 + (1 | g); y ~ z + (1 | g)",
                "y ~ z * 1 - 1 + (1 | g); y ~ 0 + z + (1 | g)",
                "y ~ z + (x - 1 | g); y ~ z + (0 + x | g)",
                "y ~ z + (x - (1) | g); y ~ z + (0 + x | g)",
                "y ~ z + (x + f - f | g); y ~ z + (x | g)",
                "y ~ z + (1 | g), dispersion = ~ x - 1; y ~ z + (1 | g), dispersion = ~ 0 + x",
            })
    void whatIsTakenOutIsOut(String text, String same) {
        assertThat(fit(text).logLik()).isEqualTo(fit(same).logLik());
    }
}
