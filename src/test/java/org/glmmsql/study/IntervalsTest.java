package org.glmmsql.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.glmmsql.design.DesignBuilder;
import org.glmmsql.fit.Control;
import org.glmmsql.fit.GlmmFitter;
import org.glmmsql.formula.ModelSpec;
import org.glmmsql.formula.ModelTextParser;
import org.glmmsql.frame.Column;
import org.glmmsql.frame.Columns;
import org.glmmsql.inference.JointTest;
import org.glmmsql.inference.TermTests;
import org.glmmsql.model.Coefficient;
import org.glmmsql.model.FittedModel;
import org.glmmsql.model.Status;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How often limits at 95 % hold the truth, and how often tests of a factor that does nothing find something at 5 %. {@code mvn -q -B -Pslow test
 * -Dtest=IntervalsTest -Dsimulations=1000}; 400 simulations unless more are asked for.
 */
@Tag("slow")
class IntervalsTest {
    private static final int SIMULATIONS = Integer.getInteger("simulations", 400);
    private static final int GROUPS = 40;
    private static final int ROWS = 8 * GROUPS;
    private static final double[] BETA = {0.3, 0.5};
    private static final double SD = 0.8;
    private static final double SIGMA = 1;

    /** Rows with a number x, and a factor f that does nothing; y gaussian, z binary, k counts. */
    private static Map<String, Column> table(Random random) {
        double[] b = new double[GROUPS];
        for (int g = 0; g < GROUPS; g++) b[g] = SD * random.nextGaussian();
        List<Number> y = new ArrayList<>();
        List<Number> z = new ArrayList<>();
        List<Number> k = new ArrayList<>();
        List<Number> xs = new ArrayList<>();
        List<String> f = new ArrayList<>();
        List<String> groups = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            double x = random.nextGaussian();
            double eta = BETA[0] + BETA[1] * x + b[i % GROUPS];
            xs.add(x);
            f.add("abc".substring(i / GROUPS % 3, i / GROUPS % 3 + 1));
            groups.add("g" + i % GROUPS);
            y.add(eta + SIGMA * random.nextGaussian());
            z.add(random.nextDouble() < 1 / (1 + Math.exp(-eta)) ? 1 : 0);
            double limit = Math.exp(-Math.exp(eta));
            int count = 0;
            for (double product = random.nextDouble(); product > limit; product *= random.nextDouble()) count++;
            k.add(count);
        }
        return Map.of(
                "x", Columns.numbers("x", xs.toArray(Number[]::new)),
                "f", Columns.text("f", f.toArray(String[]::new)),
                "g", Columns.text("g", groups.toArray(String[]::new)),
                "y", Columns.numbers("y", y.toArray(Number[]::new)),
                "z", Columns.numbers("z", z.toArray(Number[]::new)),
                "k", Columns.numbers("k", k.toArray(Number[]::new)));
    }

    private static FittedModel fit(String text, Map<String, Column> table) {
        ModelSpec spec = ModelTextParser.parse(text);
        List<Column> bound = spec.variables().stream().map(table::get).toList();
        return GlmmFitter.fit(spec, DesignBuilder.build(spec, bound), new Control(() -> {}, 2));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "y ~ x + (1 | g), method = ML; profile",
                "z ~ x + (1 | g), binomial, nagq = 5; profile",
                "k ~ x + (1 | g), poisson; profile",
                "y ~ x + (1 | g), method = REML; bootstrap(200, 1)",
                "z ~ x + (1 | g), binomial, nagq = 5; bootstrap(200, 1)",
                "k ~ x + (1 | g), poisson; bootstrap(200, 1)",
            })
    void limitsHoldTheTruth(String text, String conf) {
        Random random = new Random(1);
        Map<String, Integer> held = new LinkedHashMap<>();
        int fitted = 0;
        for (int s = 0; s < SIMULATIONS; s++) {
            FittedModel model = fit(text + ", conf = " + conf, table(random));
            if (model.status() != Status.OK) continue;
            fitted++;
            for (int j = 0; j < BETA.length; j++) {
                Coefficient c = model.fixed().get(j);
                count(held, c.term(), c.confLow() <= BETA[j] && BETA[j] <= c.confHigh());
            }
            model.varCorr().forEach(v -> {
                double truth = v.term1() == null ? SIGMA : SD;
                count(held, v.term1() == null ? "sigma" : "sd", v.confLow() <= truth && truth <= v.confHigh());
            });
        }
        double all = fitted;
        Map<String, Double> shares = new LinkedHashMap<>();
        held.forEach((name, times) -> shares.put(name, times / all));
        System.out.println(conf + " of " + text + ": " + fitted + " fits, limits hold " + shares);
        assertThat(fitted).isGreaterThanOrEqualTo(SIMULATIONS * 99 / 100);
        // three standard errors of a share beyond 93 to 97 %
        double slack = 3 * Math.sqrt(0.05 * 0.95 / fitted);
        shares.forEach((name, share) -> {
            // of a bootstrap, standard deviations come as small as they are estimated
            double least = conf.equals("profile") || !name.startsWith("s") ? 0.93 : 0.88;
            assertThat(share).as(name).isBetween(least - slack, 0.97 + slack);
        });
    }

    private static void count(Map<String, Integer> held, String name, boolean holds) {
        held.merge(name, holds ? 1 : 0, Integer::sum);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "y ~ x + f + (1 | g), method = REML",
                "z ~ x + f + (1 | g), binomial",
                "k ~ x + f + (1 | g), poisson",
            })
    void testsOfTermsKeepTheirLevel(String text) {
        Random random = new Random(2);
        int simulations = 5 * SIMULATIONS;
        int found = 0;
        int fitted = 0;
        for (int s = 0; s < simulations; s++) {
            FittedModel model = fit(text, table(random));
            if (model.status() != Status.OK) continue;
            fitted++;
            JointTest test = TermTests.of(model, "type = 2").stream()
                    .filter(row -> row.term().equals("f"))
                    .findFirst()
                    .orElseThrow();
            if (test.pValue() < 0.05) found++;
        }
        double share = (double) found / fitted;
        System.out.println(text + ": " + fitted + " fits, type I error of glmm_terms " + share);
        double slack = 3 * Math.sqrt(0.05 * 0.95 / fitted);
        assertThat(share).isBetween(0.04 - slack, 0.06 + slack);
    }
}
