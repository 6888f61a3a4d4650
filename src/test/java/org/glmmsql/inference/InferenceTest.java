package org.glmmsql.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.glmmsql.api.MixedModels;
import org.glmmsql.model.FittedModel;
import org.glmmsql.model.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Designs of all kinds: what is said at the reference grid is what a row of the same values is predicted. */
class InferenceTest {
    private static final int N = 240;
    private static final Map<String, Object> DATA = data();

    private static Map<String, Object> data() {
        Random random = new Random(5);
        Map<String, List<Object>> columns = new LinkedHashMap<>();
        for (int i = 0; i < N; i++) {
            double x = 1 + Math.round(40 * random.nextDouble()) / 10.0;
            String f = List.of("low", "mid", "high", "top").get(random.nextInt(4));
            int k = 1 + random.nextInt(3);
            boolean b = random.nextBoolean();
            String g = "g" + i % 12;
            double y = 0.3 * x + f.length() + k * (b ? 1 : 0) + random.nextGaussian() + 0.5 * (i % 12 % 5);
            Object[] row = {
                y,
                x,
                f,
                k,
                b,
                LocalDate.of(2026, 1, 1).plusDays(random.nextInt(60)),
                g,
                i / 12,
                Math.max(1, Math.min(4, (int) Math.round(y / 2)))
            };
            List<String> names = List.of("y", "x", "f", "k", "b", "day", "g", "t", "rating");
            for (int j = 0; j < row.length; j++) {
                columns.computeIfAbsent(names.get(j), name -> new ArrayList<>()).add(row[j]);
            }
        }
        return new LinkedHashMap<>(columns);
    }

    private static FittedModel fit(String text) {
        FittedModel model = MixedModels.fit(text, DATA);
        assertThat(model.status()).as(model.message()).isEqualTo(Status.OK);
        return model;
    }

    /** A value for each variable of the mean. */
    private static String at(String text) {
        List<String> parts = new ArrayList<>();
        String[] all = {"x: 2.5", "f: 'mid'", "k: 2", "b: TRUE", "day: 2026-02-01"};
        for (String part : all) {
            String name = part.substring(0, part.indexOf(':'));
            if (text.substring(text.indexOf('~'), text.indexOf("(1 |") < 0 ? text.indexOf('|') : text.indexOf("(1 |"))
                    .matches("(?s).*\\b" + name + "\\b.*")) {
                parts.add(part);
            }
        }
        return "at = (" + String.join("; ", parts) + ")";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "y ~ x + f + (1 | g)",
                "y ~ f * x + factor(k) + (1 | g), method = REML",
                "y ~ 0 + f + x:f + (1 | g)",
                "y ~ poly(x, 2) * f + b + (1 | g)",
                "y ~ ns(x, 3) + f:b + (1 | g)",
                "y ~ log(x) + I(x^2) + I(x > 2) + f + (1 | g)",
                "y ~ scale(x) * b + day + (1 | g)",
                "y ~ f * factor(k) * b + (1 | g), contrasts = (f: sum, k: helmert)",
                "y ~ x + f + offset(log(x)) + (1 | g)",
                "y ~ x + f + (1 | g), residual = ar1(t | g)",
                "rating ~ x + f + (1 | g), family = cumulative",
            })
    void meansArePredictions(String text) {
        FittedModel model = fit(text);
        List<Estimate> means =
                Inference.means(model, text.contains(" f") || text.contains("* f") ? "f" : "b", at(text));
        assertThat(means).hasSize(1);
        Map<String, Object> row = Map.of(
                "x", new double[] {2.5},
                "f", List.of("mid"),
                "k", new int[] {2},
                "b", new boolean[] {true},
                "day", List.of(LocalDate.of(2026, 2, 1)),
                "g", List.of("new"),
                "t", new int[] {1});
        double[] predicted = MixedModels.predict(model, "re = none, type = link", row);
        assertThat(means.get(0).estimate()).as("%s", means).isCloseTo(predicted[0], within(1e-10));
        assertThat(means.get(0).note()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "y ~ x + f + (1 | g)",
                "y ~ f * x + factor(k) + (1 | g), method = REML",
                "y ~ poly(x, 2) * f + b + (1 | g)",
                "y ~ ns(x, 3) + f:b + (1 | g)",
                "y ~ log(x) + I(x^2) + f + (1 | g)",
                "y ~ x + f + offset(log(x)) + (1 | g)",
            })
    void slopesAreDerivativesOfPredictions(String text) {
        FittedModel model = fit(text);
        double slope = Inference.slopes(model, "x", at(text)).get(0).estimate();
        double h = 1e-4;
        Map<String, Object> rows = Map.of(
                "x", new double[] {2.5 - h, 2.5 + h},
                "f", List.of("mid", "mid"),
                "k", new int[] {2, 2},
                "b", new boolean[] {true, true},
                "g", List.of("new", "new"));
        double[] predicted = MixedModels.predict(model, "re = none, type = link", rows);
        assertThat(slope).isCloseTo((predicted[1] - predicted[0]) / (2 * h), within(1e-6));
    }

    /** Sum contrasts of a balanced recoding: the hypothesis is that the means with equal weights are the same. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "y ~ f * factor(k) + (1 | g)",
                "y ~ f * factor(k) + (1 | g), contrasts = (f: helmert, k: poly)",
                "y ~ 0 + f + f:factor(k) + (1 | g)",
            })
    void type3IsOfMeansWithEqualWeights(String text) {
        FittedModel model = fit(text);
        List<JointTest> terms = TermTests.of(model, "type = 3, df = normal");
        assertThat(terms.get(0).term()).isEqualTo("f");
        if (text.contains("0 +")) {
            // without an intercept the term is of the means themselves
            assertThat(terms.get(0).numDf()).isEqualTo(4);
            return;
        }
        FittedModel sums = fit("y ~ f * factor(k) + (1 | g), contrasts = (f: sum, k: sum)");
        LinearTest joint =
                LinearTest.of(sums, "f1 = 0, f2 = 0, f3 = 0", "df = normal").get(3);
        assertThat(terms.get(0).statistic()).isCloseTo(joint.joint().statistic(), within(1e-5));
    }

    @Test
    void whatIsNotKnownOfAnExpressionIsSaid() {
        FittedModel model = fit("y ~ x + interaction(f, b) + (1 | g)");
        assertThatThrownBy(() -> Inference.means(model, "f", ""))
                .hasMessageContaining("GLMM-401: ")
                .hasMessageContaining("make a column of the expression");
    }

    @Test
    void anOrderedResponseHasNoMean() {
        FittedModel model = fit("rating ~ x + f + (1 | g), family = cumulative");
        assertThatThrownBy(() -> Inference.means(model, "f", "type = response"))
                .hasMessageContaining("GLMM-401: ")
                .hasMessageContaining("type = prob");
        assertThat(Inference.contrasts(model, "pairwise ~ f", "type = ratio")).hasSize(6);
        assertThat(TermTests.of(model, "type = 3")).hasSize(2);
        assertThat(Vif.of(model)).allMatch(vif -> vif.gvif() >= 1);
    }
}
