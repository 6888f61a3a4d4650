package org.glmmsql.design;

import static org.assertj.core.api.Assertions.assertThat;
import static org.glmmsql.frame.Columns.booleans;
import static org.glmmsql.frame.Columns.dates;
import static org.glmmsql.frame.Columns.numbers;
import static org.glmmsql.frame.Columns.text;

import java.util.List;
import java.util.SplittableRandom;
import org.glmmsql.error.GlmmException;
import org.glmmsql.formula.ModelTextParser;
import org.glmmsql.frame.Column;
import org.junit.jupiter.api.Test;

/** Whatever a model text is made of, it gives a design or a coded error. */
class AnyTextTest {
    private static final int TEXTS = 10_000;

    private static final String[] WORDS = {
        "y",
        "x",
        "f",
        "g",
        "l",
        "day",
        ".",
        "0",
        "1",
        "2",
        "+",
        "+",
        "-",
        "*",
        ":",
        "/",
        "^",
        "(",
        ")",
        "(1 | g)",
        "(x || f)",
        "(1 | f/g)",
        "cs(f | l)",
        "log(x)",
        "I(",
        "factor(",
        "poly(x, 2)",
        "poly(",
        "scale(x)",
        "offset(x)",
        "cbind(",
        "==",
        "'a'",
        "\"x\"",
        "!",
        "&",
        "|",
        ",",
        ";",
        "=",
        "binomial",
        "nagq = 2",
        "weights = x",
        "offset = x",
        "levels = (f: 'c', 'b', 'a')",
        "contrasts = (f: sum)",
        "dispersion = ~",
        "random = (g: gamma(log))",
        "true",
        "x > 2",
        "f == 'b'",
        "raw = TRUE"
    };

    private static final List<Column> DATA = List.of(
            numbers("y", 0, 1, 1, 0, null, 0),
            numbers("x", 1, 2, 4, 7, 3, 9),
            text("f", "b", "a", "c", "b", "a", "c"),
            text("g", "u", "v", "u", "v", "v", "u"),
            booleans("l", true, false, true, true, false, false),
            dates("day", "2024-03-01", "2024-01-31", "2024-03-01", "2024-02-29", "2024-01-31", "2024-03-01"));

    @Test
    void a_design_or_a_coded_error() {
        SplittableRandom random = new SplittableRandom(20240131);
        int designs = 0;
        for (int i = 0; i < TEXTS; i++) {
            String text = "y ~ " + words(random, 1 + random.nextInt(7))
                    + (random.nextInt(3) == 0 ? ", " + words(random, 2) : "");
            try {
                Design design = DesignBuilder.build(ModelTextParser.parse(text), DATA);
                designs++;
                assertThat(design.n()).as(text).isEqualTo(5);
                assertThat(design.fixed().p()).as(text).isLessThanOrEqualTo(5);
            } catch (GlmmException e) {
                assertThat(e).as(text).hasMessageStartingWith("GLMM-" + e.code().number());
            } catch (RuntimeException e) {
                throw new AssertionError("no coded error for: " + text, e);
            }
        }
        assertThat(designs).isGreaterThan(TEXTS / 50);
    }

    private static String words(SplittableRandom random, int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(WORDS[random.nextInt(WORDS.length)]).append(' ');
        }
        return text.toString();
    }
}
