package org.glmmsql.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.glmmsql.error.GlmmException;
import org.glmmsql.model.Coefficient;
import org.glmmsql.model.FittedModel;
import org.glmmsql.model.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Cumulative models, by what they have in common with others and with themselves. */
class OrdinalModelsTest {
    private static final int ROWS = 240;
    private static final List<String> LEVELS = List.of("low", "mid", "high", "top");

    /** Logistic scores of x and w with effects of g and h, cut into categories. */
    private static Table table(double... cuts) {
        Random random = new Random(5);
        double[][] v = new double[4][ROWS];
        double[] g = random.doubles(12).map(u -> random.nextGaussian()).toArray();
        double[] h = random.doubles(8).map(u -> 0.7 * random.nextGaussian()).toArray();
        for (int i = 0; i < ROWS; i++) {
            v[0][i] = random.nextGaussian();
            v[1][i] = random.nextInt(3);
            double u = random.nextDouble();
            double score = 0.8 * v[0][i] - 0.5 * v[1][i] + g[i % 12] + h[i / 12 % 8] + Math.log(u / (1 - u));
            for (double cut : cuts) if (score > cut) v[2][i]++;
            v[3][i] = random.nextInt(3) + 1;
        }
        return new Table(ROWS)
                .number("x", i -> v[0][i])
                .number("w", i -> v[1][i])
                .text("f", i -> "abc".substring((int) v[1][i], (int) v[1][i] + 1))
                .number("y", i -> v[2][i])
                .number("back", i -> -v[2][i])
                .text("t", i -> LEVELS.get((int) v[2][i]))
                .number("n", i -> v[3][i])
                .text("g", i -> "g" + i % 12)
                .text("h", i -> "h" + i / 12 % 8);
    }

    private static final Table FOUR = table(-1.2, 0.1, 1.5);

    private static List<Coefficient> thresholds(FittedModel model) {
        return model.others().get(0).coefficients();
    }

    private static double[] thresholdValues(FittedModel model) {
        return thresholds(model).stream().mapToDouble(Coefficient::estimate).toArray();
    }

    private static double[] reversedNegatives(double[] v) {
        return IntStream.range(0, v.length)
                .mapToDouble(i -> -v[v.length - 1 - i])
                .toArray();
    }

    @ParameterizedTest
    @ValueSource(strings = {"logit", "probit", "cloglog", "loglog", "cauchit"})
    void twoCategoriesAreTheBinomialModelOfTheLowerOne(String link) {
        Table two = table(0.2);
        for (String terms : List.of(" ~ x + w", " ~ x + w + (1 | g)", " ~ x + w + (1 | g) + (1 | h)")) {
            FittedModel ordinal = two.fit("y" + terms + ", cumulative(" + link + ")");
            FittedModel binary = two.fit("I(y == 0)" + terms + ", binomial(" + link + ")");
            assertThat(ordinal.status()).as(ordinal.message()).isEqualTo(Status.OK);
            assertThat(ordinal.logLik()).isCloseTo(binary.logLik(), within(1e-8));
            assertThat(ordinal.npar()).isEqualTo(binary.npar());
            Coefficient threshold = thresholds(ordinal).get(0);
            Coefficient intercept = binary.fixed().get(0);
            assertThat(threshold.term()).isEqualTo("0|1");
            assertThat(threshold.estimate()).isCloseTo(intercept.estimate(), within(1e-4 * intercept.stdError()));
            assertThat(threshold.stdError()).isCloseTo(intercept.stdError(), within(1e-3 * intercept.stdError()));
            for (int k = 0; k < 2; k++) {
                Coefficient ours = ordinal.fixed().get(k);
                Coefficient theirs = binary.fixed().get(k + 1);
                assertThat(ours.estimate()).isCloseTo(-theirs.estimate(), within(1e-4 * theirs.stdError()));
                assertThat(ours.stdError()).isCloseTo(theirs.stdError(), within(1e-3 * theirs.stdError()));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"logit, logit", "probit, probit", "cauchit, cauchit", "cloglog, loglog"})
    void reversedCategoriesReflect(String link, String mirror) {
        FittedModel model = FOUR.fit("y ~ x + w + (1 | g), cumulative(" + link + ")");
        FittedModel reversed = FOUR.fit("back ~ x + w + (1 | g), cumulative(" + mirror + ")");
        assertThat(model.status()).as(model.message()).isEqualTo(Status.OK);
        assertThat(reversed.logLik()).isCloseTo(model.logLik(), within(1e-8));
        double[] slopes = Table.estimates(model);
        double[] others = Table.estimates(reversed);
        for (int k = 0; k < slopes.length; k++) assertThat(others[k]).isCloseTo(-slopes[k], within(1e-4));
        assertThat(thresholdValues(reversed)).containsExactly(reversedNegatives(thresholdValues(model)), within(1e-4));
        assertThat(Table.sd(reversed, 0)).isCloseTo(Table.sd(model, 0), within(1e-4));
    }

    @Test
    void thresholdsAreInOrderAndNamedByTheirLevels() {
        FittedModel model = FOUR.fit("t ~ x + f + (x | g), cumulative, levels = (t: 'low', 'mid', 'high', 'top')");
        assertThat(model.status()).as(model.message()).isEqualTo(Status.OK);
        assertThat(thresholds(model)).extracting(Coefficient::term).containsExactly("low|mid", "mid|high", "high|top");
        assertThat(model.fixed()).extracting(Coefficient::term).containsExactly("x", "fb", "fc");
        assertThat(thresholdValues(model)).isSorted();
        assertThat(model.family()).isEqualTo("cumulative");
        assertThat(model.link()).isEqualTo("logit");
        assertThat(model.parameters())
                .extracting(p -> p.component() + " " + p.name())
                .contains("threshold low|mid", "cond fb");
    }

    @Test
    void anInterceptIsNeitherNeededNorInTheWay() {
        FittedModel with = FOUR.fit("y ~ x + f, cumulative");
        FittedModel without = FOUR.fit("y ~ 0 + x + f, cumulative");
        assertThat(Table.estimates(without)).containsExactly(Table.estimates(with));
        assertThat(without.logLik()).isEqualTo(with.logLik());
    }

    @Test
    void aModelOfThresholdsAloneHasTheShares() {
        FittedModel model = FOUR.fit("y ~ 1, cumulative");
        assertThat(model.status()).as(model.message()).isEqualTo(Status.OK);
        assertThat(model.fixed()).isEmpty();
        double below = 0;
        for (int j = 0; j < 3; j++) {
            int level = j;
            below += IntStream.range(0, ROWS)
                            .filter(i -> FOUR.get("y", i) == level)
                            .count()
                    / (double) ROWS;
            assertThat(thresholdValues(model)[j]).isCloseTo(Math.log(below / (1 - below)), within(1e-6));
            // the multinomial's delta method
            assertThat(thresholds(model).get(j).stdError())
                    .isCloseTo(1 / Math.sqrt(ROWS * below * (1 - below)), within(1e-4));
        }
        assertThat(FOUR.fit("y ~ 1 + (1 | g), cumulative").status()).isEqualTo(Status.OK);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "y ~ x + (1 | g), cumulative",
                "y ~ x + (1 | g), cumulative(probit), nagq = 7",
                "y ~ x, cumulative(cauchit)"
            })
    void weightsAreRepeatedRows(String text) {
        int[] repeated = IntStream.range(0, ROWS)
                .flatMap(i -> IntStream.generate(() -> i).limit((long) FOUR.get("n", i)))
                .toArray();
        FittedModel weighted = FOUR.fit(text + ", weights = n");
        FittedModel rows = FOUR.rows(repeated).fit(text);
        assertThat(weighted.logLik()).isCloseTo(rows.logLik(), within(1e-7));
        assertThat(thresholdValues(weighted)).containsExactly(thresholdValues(rows), within(1e-4));
        assertThat(Table.estimates(weighted)).containsExactly(Table.estimates(rows), within(1e-4));
    }

    @Test
    void anOffsetIsAKnownSlopeAndAnOriginMovesTheThresholds() {
        FittedModel model = FOUR.fit("y ~ x + w + (1 | g), cumulative");
        double slope = model.fixed().get(1).estimate();
        FittedModel offset = FOUR.fit("y ~ x + offset(" + slope + " * w) + (1 | g), cumulative");
        assertThat(offset.logLik()).isCloseTo(model.logLik(), within(1e-8));
        FittedModel moved = FOUR.fit("y ~ x + I(w + 2000) + (1 | g), cumulative");
        assertThat(moved.logLik()).isCloseTo(model.logLik(), within(1e-8));
        for (int j = 0; j < 3; j++)
            assertThat(thresholdValues(moved)[j] - 2000 * slope).isCloseTo(thresholdValues(model)[j], within(1e-2));
    }

    @Test
    void theOrderOfTheRowsChangesNothing() {
        int[] order = IntStream.range(0, ROWS).map(i -> (i * 77 + 13) % ROWS).toArray();
        for (String text : List.of("y ~ f + (1 | g), cumulative", "y ~ f + (1 | g) + (1 | h), cumulative(cloglog)")) {
            FittedModel model = FOUR.fit(text);
            FittedModel shuffled = FOUR.rows(order).fit(text);
            assertThat(model.status()).as(model.message()).isEqualTo(Status.OK);
            assertThat(shuffled.logLik()).isEqualTo(model.logLik());
            assertThat(thresholdValues(shuffled)).containsExactly(thresholdValues(model));
            assertThat(Table.estimates(shuffled)).containsExactly(Table.estimates(model));
        }
    }

    @Test
    void textHasNoOrderOfItsOwn() {
        assertThatThrownBy(() -> FOUR.fit("t ~ x, cumulative"))
                .isInstanceOf(GlmmException.class)
                .hasMessageContaining("GLMM-301: response 't' is text, whose order is not known; write levels = (t: ")
                .hasMessageContaining("from the lowest to the highest");
        // but for numbers written as text
        Table numbers = new Table(60)
                .number("x", i -> Math.sin(i))
                .text("t", i -> List.of("10", "9", "8").get(i % 3));
        assertThat(thresholds(numbers.fit("t ~ x, cumulative")))
                .extracting(Coefficient::term)
                .containsExactly("8|9", "9|10");
    }

    @Test
    void whatIsNoOrderedResponseIsNamedWithTheRemedy() {
        Table table = new Table(60)
                .number("x", i -> Math.sin(i))
                .number("half", i -> i % 4 / 2.0)
                .number("one", i -> 3.0)
                .number("many", i -> (double) i);
        assertThatThrownBy(() -> table.fit("half ~ x, cumulative"))
                .hasMessageContaining("GLMM-302: response 'half' has 30 values that number no category (smallest: 0.5)")
                .hasMessageContaining("write factor(half)");
        assertThat(thresholds(table.fit("factor(half) ~ x, cumulative"))).hasSize(3);
        assertThatThrownBy(() -> table.fit("one ~ x, cumulative"))
                .hasMessageContaining("GLMM-302: response 'one' is '3' in every row")
                .hasMessageContaining("two ordered categories or more");
        assertThat(thresholds(table.fit("many ~ x, cumulative"))).hasSize(59);
        assertThatThrownBy(() -> table.fit("cbind(half, one) ~ x, cumulative"))
                .hasMessageContaining("GLMM-301")
                .hasMessageContaining("family = binomial takes these");
    }

    @Test
    void levelsWithoutARowAreLeftOutAndNamed() {
        FittedModel model = FOUR.fit("t ~ x, cumulative, levels = (t: 'none', 'low', 'mid', 'better', 'high', 'top')");
        assertThat(model.status()).isEqualTo(Status.OK);
        assertThat(model.message()).contains("levels 'none', 'better' of t have no row here");
        assertThat(thresholds(model)).extracting(Coefficient::term).containsExactly("low|mid", "mid|high", "high|top");
    }

    @Test
    void methodsOfMeansAreRefused() {
        for (String method : List.of("REML", "PQL", "HL(1,1)", "HL(0,0)"))
            assertThatThrownBy(() -> FOUR.fit("y ~ x + (1 | g), cumulative, method = " + method))
                    .hasMessageContaining("GLMM-401: method = " + method + " is for a response with a mean");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gamma(log)", "beta(logit)"})
    void effectsOfAnotherLawAreFitted(String law) {
        FittedModel model = FOUR.fit("y ~ x + (1 | g), cumulative, random = " + law);
        assertThat(model.status()).as(model.message()).isEqualTo(Status.OK);
        assertThat(model.logLik())
                .isCloseTo(FOUR.fit("y ~ x + (1 | g), cumulative").logLik(), within(3.0));
    }

    @Test
    void groupsOfOneCategoryEachAreNamed() {
        Table table = new Table(120)
                .number("x", i -> Math.sin(3 * i))
                .number("y", i -> (double) (i % 12 % 3))
                .text("g", i -> "g" + i % 12);
        for (String text : List.of("y ~ 1 + (1 | g), cumulative", "y ~ x + (1 | g), cumulative")) {
            FittedModel model = table.fit(text);
            assertThat(model.status()).as(model.message()).isEqualTo(Status.SEPARATION);
            assertThat(model.message())
                    .contains("the responses of each of the 12 levels of 'g' are separated by its own effects")
                    .contains("choose groups in which several categories occur");
        }
    }

    @Test
    void columnsThatSeparateAreNamed() {
        Table table = new Table(90)
                .number("x", i -> Math.sin(3 * i))
                .number("s", i -> i < 30 ? 0.1 * i : i < 60 ? 0.1 * i + 1 : 0.1 * i + 2)
                .number("y", i -> (double) (i / 30));
        FittedModel model = table.fit("y ~ x + s, cumulative");
        assertThat(model.status()).as(model.message()).isEqualTo(Status.SEPARATION);
        assertThat(model.message()).contains("columns s separate the ordered categories of 'y'");
        // a level in which all have the highest category
        Table quasi =
                new Table(90).text("f", i -> i < 30 ? "a" : i < 60 ? "b" : "c").number("y", i -> i < 60 ? i % 3 : 2.0);
        FittedModel one = quasi.fit("y ~ f, cumulative(probit)");
        assertThat(one.status()).as(one.message()).isEqualTo(Status.SEPARATION);
        assertThat(one.message()).contains("columns fc separate");
        assertThat(FOUR.fit("y ~ x + f, cumulative").status()).isEqualTo(Status.OK);
    }
}
