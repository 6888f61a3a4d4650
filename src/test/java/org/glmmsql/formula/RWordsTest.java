package org.glmmsql.formula;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What users of lmer, glmer, glmmTMB, lme and hglm paste is understood, or answered with the text to write. */
class RWordsTest {
    private static Options options(String text) {
        return ModelTextParser.parse(text).options();
    }

    private static String messageOf(String text) {
        try {
            ModelTextParser.parse(text);
        } catch (GlmmException e) {
            return e.getMessage();
        }
        throw new AssertionError("no error for: " + text);
    }

    @Test
    void argumentsWithTheSameMeaningAreUnderstood() {
        Options options =
                options("y ~ f + (1 | g), REML = TRUE, na.action = \"na.fail\", contrasts = list(f = contr.sum),"
                        + " family = Gamma(link = \"log\"), weights = w");
        assertThat(options.method()).isEqualTo(Method.REML);
        assertThat(options.naFail()).isTrue();
        assertThat(options.contrasts()).isEqualTo(Map.of("f", "sum"));
        assertThat(options.family()).isEqualTo("Gamma");
        assertThat(options.link()).isEqualTo("log");
        assertThat(options("y ~ x, REML = F").method()).isEqualTo(Method.ML);
        assertThat(options("y ~ x + (1 | g), nAGQ = 5L").nagq()).isEqualTo(5);
        assertThat(options("y ~ x, weights = w, poisson").family()).isEqualTo("poisson");
        assertThat(options("y ~ x, nagq = 1, binomial(probit), ranef = false").link())
                .isEqualTo("probit");
        assertThat(options("y ~ x, family = \"poisson\"").family()).isEqualTo("poisson");
        assertThat(options("y ~ f, na.action = na.omit").naFail()).isFalse();
        assertThat(options("y ~ f + h, levels = list(f = c(\"b\", 'a'), h = c('x', 'y'))")
                        .levels())
                .isEqualTo(Map.of("f", List.of("b", "a"), "h", List.of("x", "y")));
        assertThat(options("y ~ f, contrasts = list(\"f\" = \"contr.helmert\")").contrasts())
                .isEqualTo(Map.of("f", "helmert"));
    }

    @Test
    void formulasOfRAreUnderstood() {
        assertThat(ModelTextParser.parse("y ~ a %in% b + log(x, base = 2) + us(x | g)")
                        .formula()
                        .text())
                .isEqualTo("y ~ a:b + log(x, 2) + us(x | g)");
        assertThat(ModelTextParser.parse("y ~ poly(x, 2, raw = T)").formula().text())
                .isEqualTo("y ~ poly(x, 2, raw = TRUE)");
        assertThat(ModelTextParser.parse("y ~ x, offset = log(t)")
                        .formula()
                        .fixed()
                        .offsets())
                .extracting(Expr::text)
                .containsExactly("log(t)");
        assertThat(ModelTextParser.parse("y ~ offset(z) + offset(z)")
                        .formula()
                        .fixed()
                        .offsets())
                .hasSize(1);
        assertThat(ModelTextParser.parse("y ~ x + offset(z) - offset(z)")
                        .formula()
                        .fixed()
                        .offsets())
                .isEmpty();
        assertThat(ModelTextParser.parse("\ufeffy\u00a0~ x - 1L")
                        .formula()
                        .fixed()
                        .intercept())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " -> ",
            quoteCharacter = '$',
            value = {
                "lmer(Reaction ~ Days + (Days | Subject), sleepstudy) -> Reaction ~ Days + (Days | Subject), method = REML",
                "lmer(y ~ x + (1 | g), d, REML = FALSE) -> y ~ x + (1 | g), method = ML",
                "fit <- lme4::glmer(cbind(i, n - i) ~ p + (1 | h), data = subset(d, x > 1), family = binomial(link = 'logit'), nAGQ = 9L)"
                        + " -> cbind(i, n - i) ~ p + (1 | h), binomial(logit), nagq = 9L",
                "glmer(y ~ x + (1|g), d, poisson, nAGQ = 0, control = glmerControl(optCtrl = list(maxfun = 2e5))) -> y ~ x + (1|g), poisson",
                "m = glmmTMB(y ~ x + (1|g), ziformula = ~0, dispformula = ~ z, data = d, family = Gamma(link=\"log\"))"
                        + " -> y ~ x + (1|g), Gamma(log), dispersion = ~ z",
                "lme(distance ~ age, data = Orthodont, random = ~ 1 | Subject) -> distance ~ age + (1 | Subject), method = REML",
                "hglm(fixed = y ~ x, random = ~ 1 | id, family = poisson(), rand.family = Gamma(link = log), data = d)"
                        + " -> y ~ x + (1 | id), poisson, random = Gamma(log)",
                "glm(y ~ x, \"binomial\", d, w) -> y ~ x, binomial, weights = w",
                "glmmPQL(y ~ x, ~ 1 | g, binomial, d) -> y ~ x + (1 | g), binomial, method = PQL",
                "y ~ x + (1|g), data = d, family = binomial -> y ~ x + (1|g), binomial",
                "y ~ x + (1|g), start = list(theta = c(1, \"a,b\")), REML = T -> y ~ x + (1|g), method = REML",
                "y ~ x, subset = x > 3 -> y ~ x",
                "y ~ x, random = ~ 1 | g -> y ~ x + (1 | g)",
                "y ~ x + (1|g), verbose = 2, nAGQ = 3 -> y ~ x + (1|g), nagq = 3",
                "y ~ f, control = lmerControl(\"bobyqa\"), contrasts = list(f = contr.sum) -> y ~ f, contrasts = list(f = contr.sum)"
            })
    void callsAndArgumentsWithoutAPlaceAreAnsweredWithTheTextToWrite(String text, String expected) {
        String message = messageOf(text);
        assertThat(message).endsWith("; write: " + expected);
        assertThatCode(() -> ModelTextParser.parse(expected)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "y ~ ifelse(x, 1, 0)          $ CASE WHEN",
                "glmer.nb(y ~ x, d)           $ the family is nbinom2",
                "y ~ d$x                      $ a column is named by itself, x instead of d$x",
                "y ~ \u201cx\u201d            $ write straight quotes",
                "y ~ x \u2212 1               $ write the minus sign of the keyboard",
                "y ~ f, contrasts = list(f = contr.treatment(3, base = 2)) $ write contr.treatment alone",
                "y ~ x + (1 | g), nAGQ = 0    $ 1 being the Laplace approximation",
                "y ~ x, na.action = na.exclude $ it takes omit, fail, na.omit, na.fail",
                "y ~ x, ziformula = ~ 1       $ the name is zero"
            })
    void otherWordsOfRNameTheRemedy(String line) {
        int at = line.lastIndexOf(" $ ");
        assertThat(messageOf(line.substring(0, at).strip())).contains(line.substring(at + 3));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "y ~ x * (1 | g)",
                "y ~ x:offset(z)",
                "y ~ (x + (1 | g))^2",
                "y ~ x - (1 | g)",
                "y ~ (x + 0):z",
                "y ~ (0 | g)",
                "cbind(y, n:z) ~ x",
                "y:z ~ x",
                "y ~ log(x, bass = 2)",
                "y ~ factor(x = g)",
                "y ~ \"\"",
                "y ~ `.`"
            })
    void nothingIsTakenAndLeftOut(String text) {
        assertThatThrownBy(() -> ModelTextParser.parse(text))
                .isInstanceOfSatisfying(
                        GlmmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SYNTAX));
    }

    @Test
    void aColumnMayHaveTheNameOfATruthValue() {
        assertThat(ModelTextParser.parse("y ~ `TRUE` + \"false\"").formula().text())
                .isEqualTo("y ~ `TRUE` + `false`");
    }
}
