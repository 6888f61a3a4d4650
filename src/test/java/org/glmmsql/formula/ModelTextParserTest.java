package org.glmmsql.formula;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelTextParserTest {
    private static ModelSpec parse(String text) {
        return ModelTextParser.parse(text);
    }

    private static List<String> terms(String rightHandSide) {
        return parse("y ~ " + rightHandSide).formula().fixed().terms().stream()
                .map(Term::name)
                .toList();
    }

    private static List<String> random(String term) {
        return parse("y ~ " + term).formula().random().stream()
                .map(part -> (part.columns().intercept() ? "1 " : "0 ")
                        + part.columns().terms().stream().map(Term::name).toList() + " by " + part.group() + " "
                        + part.covariance())
                .toList();
    }

    /** Every right side is what R 4.2 gives as {@code attr(terms(f), "term.labels")}. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a * b * c - a:b:c       | a, b, c, a:b, a:c, b:c",
                "(a + b + c)^2 - a       | b, c, a:b, a:c, b:c",
                "a / b / c               | a, a:b, a:b:c",
                "(a + b) / c             | a, b, a:b:c",
                "b:a + a + c * b - 1     | a, c, b, b:a, b:c",
                "a + a + b:a + a:b       | a, a:b",
                "log(x) * I(x^2)         | log(x), I(x^2), log(x):I(x^2)",
                "poly(x,3)+scale( x )    | poly(x, 3), scale(x)",
                "I(x/100000) + I(0.5*x)  | I(x/1e+05), I(0.5 * x)",
                "(x > 2) + I(s=='a')     | x > 2, I(s == 'a')",
                "\"my col\" + `b``c`     | `my col`, `b``c`",
                "I((a + b) * 2) + b - b   | I((a + b) * 2)"
            })
    void fixed_terms_expand_as_in_R(String rightHandSide, String expected) {
        assertThat(String.join(", ", terms(rightHandSide))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"x, true", "0 + x, false", "x - 1, false", "x + 0, false", "0 + x + 1, true", "1, true", "-1 + x, false"
    })
    void the_intercept_is_there_unless_it_is_taken_out(String rightHandSide, boolean intercept) {
        assertThat(parse("y ~ " + rightHandSide).formula().fixed().intercept()).isEqualTo(intercept);
    }

    @Test
    void an_offset_is_no_term() {
        FixedPart fixed = parse("y ~ x + offset(log(t))").formula().fixed();
        assertThat(fixed.terms()).hasSize(1);
        assertThat(fixed.offsets()).extracting(Expr::text).containsExactly("log(t)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "->",
            value = {
                "(1 | g)           -> 1 [] by g unstructured",
                "(x | g)           -> 1 [x] by g unstructured",
                "(0 + x | g)       -> 0 [x] by g unstructured",
                "(x || g)          -> 1 [x] by g diagonal",
                "diag(x | g)       -> 1 [x] by g diagonal",
                "cs(0 + f | g)     -> 0 [f] by g cs",
                "(1 | a:b)         -> 1 [] by a:b unstructured",
                "(1 | a/b)         -> 1 [] by b:a unstructured; 1 [] by a unstructured",
                "(1 | a/b/c)       -> 1 [] by c:b:a unstructured; 1 [] by b:a unstructured; 1 [] by a unstructured",
                "(1 | a + b)       -> 1 [] by a unstructured; 1 [] by b unstructured",
                "(x | a + b:c + a) -> 1 [x] by a unstructured; 1 [x] by b:c unstructured",
                "(1 | a * b)       -> 1 [] by a unstructured; 1 [] by b unstructured; 1 [] by a:b unstructured",
                "(1 | a + (b / c)) -> 1 [] by a unstructured; 1 [] by c:b unstructured; 1 [] by b unstructured",
                "(1 | a %in% b)    -> 1 [] by a:b unstructured",
                "us(x | g)         -> 1 [x] by g unstructured",
                "(1 | interaction(a, b)) -> 1 [] by interaction(a, b) unstructured",
                "(0 + dummy(f, 'a') | g) -> 0 [dummy(f, 'a')] by g unstructured",
                "(1|s) + (x|s)     -> 1 [] by s unstructured; 1 [x] by s unstructured",
                "(1 | factor(g))   -> 1 [] by factor(g) unstructured"
            })
    void random_terms(String text, String expected) {
        assertThat(String.join("; ", random(text))).isEqualTo(expected);
    }

    @Test
    void variables_come_in_order_of_first_appearance_options_included() {
        assertThat(parse("cbind(s, n - s) ~ b + (a | g) + log(c), dispersion = ~ d + b, weights = w, offset = o")
                        .variables())
                .containsExactly("s", "n", "b", "a", "g", "c", "d", "w", "o");
    }

    @Test
    void the_second_argument_is_the_family_as_in_R() {
        assertThat(parse("y ~ x, poisson").options().family()).isEqualTo("poisson");
        Options options = parse("y ~ x, Gamma(log), nagq = 5").options();
        assertThat(options.family()).isEqualTo("Gamma");
        assertThat(options.link()).isEqualTo("log");
        assertThat(options.nagq()).isEqualTo(5);
        assertThat(parse("y ~ x, family = binomial(link = \"probit\")")
                        .options()
                        .link())
                .isEqualTo("probit");
        assertThat(parse("y ~ x, inverse.gaussian(1 / mu^2)").options().link()).isEqualTo("1/mu^2");
    }

    @Test
    void all_options() {
        Options options = parse(
                        "y ~ trt + sex + (1 | herd) + (1 | a:b), FAMILY = binomial, nAGQ = 9, method = hl( 0, 1 ), weights = \"w 1\","
                                + " offset = o, random = (herd: Gamma(log); a:b: normal), levels = (trt: 'placebo', 'it''s'; sex: \"M\", F, -1),"
                                + " contrasts = (trt: sum; sex: contr.helmert), dispersion = ~ 0 + x, conf.level = 0.9, na_action = fail,"
                                + " ranef = FALSE, max_iterations = 50, tolerance = 1e-8, threads = 2")
                .options();
        assertThat(options.method()).isEqualTo(Method.HL01);
        assertThat(options.nagq()).isEqualTo(9);
        assertThat(options.weights()).isEqualTo("w 1");
        assertThat(options.offset()).isEqualTo("o");
        assertThat(options.random()).isEqualTo(Map.of("herd", "gamma(log)", "a:b", "normal"));
        assertThat(options.levels())
                .isEqualTo(Map.of("trt", List.of("placebo", "it's"), "sex", List.of("M", "F", "-1")));
        assertThat(options.contrasts()).isEqualTo(Map.of("trt", "sum", "sex", "helmert"));
        assertThat(options.dispersion()).isNotNull();
        assertThat(options.confLevel()).isEqualTo(0.9);
        assertThat(options.naFail()).isTrue();
        assertThat(options.ranef()).isFalse();
        assertThat(options.maxIterations()).isEqualTo(50);
        assertThat(options.tolerance()).isEqualTo(1e-8);
        assertThat(options.threads()).isEqualTo(2);
    }

    @Test
    void without_options_the_defaults_hold() {
        Options options = parse("y ~ x").options();
        assertThat(options.family()).isNull();
        assertThat(options.method()).isNull();
        assertThat(options.nagq()).isOne();
        assertThat(options.confLevel()).isEqualTo(0.95);
        assertThat(options.naFail()).isFalse();
        assertThat(options.ranef()).isTrue();
        assertThat(parse("y ~ x + (1 | g), random = gamma( log )").options().random())
                .isEqualTo(Map.of("", "gamma(log)"));
    }

    @Test
    void a_dot_stands_for_the_columns_that_are_not_otherwise_used() {
        ModelSpec open = parse("y ~ . - b + offset(o) + (1 | g), weights = w");
        assertThat(open.isOpen()).isTrue();
        ModelSpec closed = open.close(List.of("g", "a", "Y", "b", "w", "c d", "o"));
        assertThat(closed.isOpen()).isFalse();
        assertThat(closed.formula().fixed().terms()).extracting(Term::name).containsExactly("a", "`c d`");
        assertThat(closed.variables()).containsExactly("y", "a", "b", "c d", "o", "g", "w");
        // a stored model knows the columns that it kept only
        assertThat(open.close(List.of("y", "a", "g", "o", "w"))
                        .formula()
                        .fixed()
                        .terms())
                .extracting(Term::name)
                .containsExactly("a");
        assertThat(parse("y ~ x").close(List.of("y", "x", "z")).variables()).containsExactly("y", "x");
    }

    @Test
    void the_formula_is_printed_back_in_one_way() {
        assertThat(parse("y~x+(1|g) ,poisson").formula().text()).isEqualTo("y ~ x + (1 | g)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SYNTAX            $ y ~ x + (1 | g          $ at character 15: found the end of the text, expected an operator or ')'",
                "SYNTAX            $ y ~ x + )                $ at character 9: found ')', expected a column, a number, a function or '('",
                "SYNTAX            $ y                        $ expected an operator or ~ after the response",
                "SYNTAX            $ ~ x                      $ expected the response before ~",
                "SYNTAX            $ y ~ x x                  $ at character 7: found 'x', expected an operator, or ',' and an option",
                "SYNTAX            $ y ~ 'x                   $ found an opening '",
                "SYNTAX            $ y ~ x # z                $ found '#'",
                "SYNTAX            $ y ~ 2 * x                $ found the number 2 as a term",
                "SYNTAX            $ y ~ (a + b)^x            $ expected a whole number from 1",
                "SYNTAX            $ y ~ log(x, 2, 3)         $ another number of arguments of log than 3",
                "SYNTAX            $ y ~ x, poisson, binomial $ expected an option written name = value",
                "SYNTAX            $ y ~ x, nagq = 1, nagq = 2 $ each option once",
                "SYNTAX            $ y ~ cbind(a, b)          $ has its place left of ~ only",
                "SYNTAX            $ y ~ log(.)               $ found . inside log(.)",
                "UNKNOWN_FUNCTION  $ y ~ lgo(x)               $ unknown function 'lgo' in the formula; did you mean 'log'? known: I,",
                "UNKNOWN_OPTION    $ y ~ x, nagk = 2          $ unknown option 'nagk'; did you mean 'nagq'? known: family, nagq,",
                "UNKNOWN_FAMILY    $ y ~ x, method = RELM     $ unknown method 'RELM'; did you mean 'REML'? known: ML, REML,",
                "BAD_OPTION_VALUE  $ y ~ x, nagq = 0          $ option nagq has the value '0'; it takes a whole number from 1 to 500",
                "BAD_OPTION_VALUE  $ y ~ x, nagq = -1         $ option nagq has the value '-1'; it takes a whole number from 1 to 500",
                "BAD_OPTION_VALUE  $ y ~ x, tolerance = -1e-3 $ option tolerance has the value '-1e-3'; it takes a number between 0 and 1",
                "BAD_OPTION_VALUE  $ y ~ x, conf_level = 95   $ it takes a number between 0 and 1",
                "BAD_OPTION_VALUE  $ y ~ x, ranef = no        $ it takes true or false",
                "BAD_OPTION_VALUE  $ y ~ x, weights = log(w)  $ it takes a column",
                "BAD_OPTION_VALUE  $ y ~ x, contrasts = (x: smu) $ did you mean 'sum'?",
                "NOT_APPLICABLE    $ y ~ x, levels = (z: 'a') $ option levels names 'z', which is no variable of the formula",
                "EMPTY_MODEL_TEXT  $                          $ the model text is empty"
            })
    void what_is_wrong_is_said_with_its_place_and_what_is_expected(String line) {
        String[] parts = line.split("\\$");
        assertThatThrownBy(() -> parse(parts[1].strip()))
                .isInstanceOfSatisfying(
                        GlmmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.valueOf(parts[0].strip())))
                .hasMessageContaining(parts[2].strip());
    }

    @Test
    void a_law_belongs_to_a_grouping_factor_of_the_formula() {
        assertThatThrownBy(() -> parse("y ~ x + (1 | herd), random = (hred: gamma(log))"))
                .hasMessage(
                        "GLMM-401: random gives a law to 'hred', which is no grouping factor of the formula; did you mean"
                                + " 'herd'? known: herd");
    }

    @Test
    void grouping_factors_are_columns_or_interactions() {
        assertThatThrownBy(() -> parse("y ~ x + (1 | a - b)"))
                .hasMessageContaining("write one random term for each grouping factor");
        assertThatThrownBy(() -> parse("y ~ x + 1 | g")).hasMessageContaining("a random term needs parentheses");
    }

    @Test
    void a_text_of_a_stranger_costs_little() {
        for (String text : List.of(
                "y ~ " + "x + ".repeat(30_000) + "x",
                "y ~ " + "(".repeat(50_000) + "x",
                "y ~ " + "-".repeat(50_000) + "x",
                "y ~ " + "x + ".repeat(5_000) + "x",
                "y ~ (a + b + c + d + e + f + g + h + i + j + k + l + m + n + o)^15")) {
            assertThatThrownBy(() -> parse(text)).hasMessageStartingWith("GLMM-107: the model text has more than");
        }
    }
}
