package org.glmmsql.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.glmmsql.frame.Columns.booleans;
import static org.glmmsql.frame.Columns.dates;
import static org.glmmsql.frame.Columns.numbers;
import static org.glmmsql.frame.Columns.text;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.glmmsql.design.DesignBuilder;
import org.glmmsql.formula.ModelTextParser;
import org.glmmsql.frame.Column;
import org.glmmsql.model.PredictOptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Model texts and options of strangers: each is read or refused with a code, within a second and little memory. */
class ModelTextFuzzTest {
    private static final int FEW = 4_000;
    private static final int MANY = 100_000;
    private static final long BYTES = 64L << 20;

    private static final List<String> SEEDS = List.of(
            "y ~ x + (1 | g)",
            "cbind(y, n - y) ~ x * f + (x | g) + (1 | f:g), binomial(probit), nagq = 5",
            "y / n ~ I(x^2) + (x || g), family = binomial(link = \"logit\"), weights = n",
            "y ~ poly(x, 3, raw = TRUE) + scale(x) + offset(log(n)), poisson",
            "y ~ (f + l + x)^3 - f:l + (1 | g/f), levels = (f: 'a', 'b', 'c'; g: 'u', 'v')",
            "y ~ `x` + \"f\" + (0 + l | g), random = (g: gamma(log)), method = HL(0,1)",
            "y ~ . - day + (1 | g), dispersion = ~ x + f, contrasts = list(f = contr.sum)",
            "y ~ (day > '2024-02-01') & !l | x >= 2 + I(f == \"a\"), na.action = na.omit, REML = FALSE",
            "y ~ 0 + factor(x) + cs(f | g) + diag(x | l), conf.level = 0.9, ranef = false, tolerance = 1e-8",
            "lme4::glmer(y ~ x + (1 | g), data = d, family = binomial, control = glmerControl(\"bobyqa\"))",
            "y ~ log(x, base = 2) + pmin(x, 3) %in% f - 1, offset = log(n), max_iterations = 20, threads = 2");

    private static final List<String> PIECES = List.of(
            "+",
            "-",
            "*",
            "/",
            ":",
            "^",
            "^2",
            "(",
            ")",
            "((",
            "|",
            "||",
            "~",
            ",",
            ";",
            "=",
            "==",
            "<",
            "<-",
            "::",
            "%in%",
            "'",
            "\"",
            "`",
            ".",
            "0",
            "1",
            "1e400",
            "5L",
            "1e-320",
            "TRUE",
            "x",
            "f",
            "g",
            "poly(",
            "I(",
            "offset(",
            "(1 | g)",
            "levels = (",
            "list(",
            "c(",
            "NA",
            "\u0000",
            "\u00a0",
            "\ud83d",
            "\ud83d\ude00",
            "\u201c",
            "e\u0301",
            "#",
            "$",
            "[",
            "%",
            "\\",
            "\n");

    private static final List<String> PREDICT_SEEDS = List.of(
            "type = link, new_levels = null", "re = none, marginal = true", "type = \"response\"", "re.form = NA");

    private static final List<Column> DATA = List.of(
            numbers("y", 0, 1, 1, 0, null, 0),
            numbers("x", 1, 2, 4, 7, 3, 9),
            numbers("n", 1, 2, 1, 2, 3, 1),
            text("f", "b", "a", "c", "b", "a", "c"),
            text("g", "u", "v", "u", "v", "v", "u"),
            booleans("l", true, false, true, true, false, false),
            dates("day", "2024-03-01", "2024-01-31", "2024-03-01", "2024-02-29", "2024-01-31", "2024-03-01"));

    @Test
    void aFewMutations() {
        mutations(FEW, 20260101);
    }

    /** {@code mvn -Pslow test -Dtest=ModelTextFuzzTest}. */
    @Tag("slow")
    @Test
    void manyMutations() {
        mutations(MANY, 42);
    }

    private static void mutations(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int read = 0;
        for (int i = 0; i < count; i++) {
            String text = mutated(SEEDS, random);
            read += Cost.check(text, BYTES, () -> DesignBuilder.build(ModelTextParser.parse(text), DATA)) ? 1 : 0;
            String options = mutated(PREDICT_SEEDS, random);
            Cost.check(options, BYTES, () -> PredictOptions.parse(options));
        }
        assertThat(read).isBetween(count / 50, count / 2);
    }

    private static String mutated(List<String> seeds, SplittableRandom random) {
        StringBuilder text = new StringBuilder(seeds.get(random.nextInt(seeds.size())));
        for (int m = 1 + random.nextInt(5); m > 0; m--) {
            int from = random.nextInt(text.length() + 1);
            int to = from + random.nextInt(Math.min(20, text.length() - from) + 1);
            switch (random.nextInt(6)) {
                case 0 -> text.delete(from, to);
                case 1 -> text.insert(from, PIECES.get(random.nextInt(PIECES.size())));
                case 2 -> text.replace(from, to, PIECES.get(random.nextInt(PIECES.size())));
                case 3 -> {
                    int times = random.nextInt(300) == 0 ? random.nextInt(6_000) : random.nextInt(4);
                    text.insert(from, text.substring(from, to).repeat(times));
                }
                case 4 -> text.insert(to, ")").insert(from, "(");
                default -> text.insert(from, text.substring(random.nextInt(text.length() + 1)));
            }
            if (text.length() > 100_500) {
                text.setLength(100_500);
            }
        }
        return text.toString();
    }

    static Stream<String> dearTexts() {
        String sum = "(a + b + c + d + e + f + g + h + i + j)^10";
        return Stream.of(
                "y ~ " + "(".repeat(50) + sum + ")^2".repeat(50),
                "y ~ I(" + "x + ".repeat(800) + "x)",
                "y ~ f, levels = (\"" + "b".repeat(49_000) + "\": 'a')",
                "y ~ \"" + "a".repeat(49_000) + "\", levels = (\"" + "b".repeat(49_000) + "\": 'a')",
                "y ~ a" + " + b".repeat(1_900),
                "y ~ a" + ":b".repeat(1_900),
                "y ~ a" + "/b".repeat(1_900),
                "y ~ a" + "*b".repeat(1_900),
                "y ~ a" + "^2".repeat(1_900),
                "y ~ log(a" + "/b".repeat(1_900) + ")",
                "y" + "/y".repeat(1_900) + " ~ x",
                "y ~ I(x * 1e400)",
                "y ~ I(x * " + "9".repeat(90_000) + ")",
                "y ~ (`" + "q".repeat(9_000) + "` + b + c + d + e + f + g + h + i + j)^10",
                "y ~ (1 | a" + "/b".repeat(1_900) + ")",
                "y ~ (1 | a" + ":b".repeat(1_900) + ")",
                "y ~ x" + " + (a*b*c*d*e*f*g*h*i*j | g)".repeat(90),
                "y ~ log(" + "a,".repeat(49_000) + "a)",
                "y ~ f, levels = (f: " + "'a',".repeat(20_000) + "'b')",
                "y ~ " + ". + ".repeat(1_900) + "x",
                "y ~ " + "a".repeat(90_000) + "(x)",
                "y ~ x, " + "a".repeat(90_000) + " = 3",
                "y ~ x, " + "a".repeat(90_000),
                "glmer(" + "(".repeat(90_000),
                "lm(y ~ x, " + "data = d, ".repeat(9_000),
                "y ~ x, data = " + "c(".repeat(40_000));
    }

    @ParameterizedTest
    @MethodSource("dearTexts")
    void aDearTextIsReadOrRefusedAtOnce(String text) {
        Cost.check(text.substring(0, Math.min(60, text.length())), 100L << 20, () -> ModelTextParser.parse(text));
    }
}
