package org.glmmsql.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.glmmsql.model.Coefficient;
import org.glmmsql.model.FittedModel;
import org.glmmsql.model.Status;
import org.glmmsql.model.VarCorr;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Nothing depends on where a covariate has its 0: x -> x + c gives the same likelihood and slopes for a covariance that has every entry.
 * Dates are days since 1970, of which a few weeks are thousands of their standard deviations away.
 */
class OriginTest {
    private static final List<String> MODELS = List.of(
            "y ~ x + (x | g)",
            "y ~ x + (x | g), method = REML",
            "y ~ x + (x | g) + (1 | h)",
            "y ~ x + (1 + x + I(x^2) | g)",
            "y ~ x + f + (0 + f + x | g)",
            "c ~ x + (x | g), poisson",
            "c ~ x + (x | g), poisson, method = HL(1,1)",
            "s ~ x + (x | g), binomial",
            "p ~ x + (x | g) + (1 | h), Gamma(log)",
            "p ~ x + (x | g), inverse.gaussian(log), dispersion = ~ x");

    @TestFactory
    Stream<DynamicTest> doesNotMatter() {
        List<DynamicTest> tests = new ArrayList<>();
        for (String model : MODELS) {
            boolean square = model.contains("x^2");
            for (double origin : square ? new double[] {30, 1000} : new double[] {2020, 19_700, 2_450_000})
                tests.add(DynamicTest.dynamicTest(model + ", x from " + origin, () -> same(model, origin)));
        }
        return tests.stream();
    }

    private static void same(String model, double origin) {
        FittedModel base = table(0).fit(model);
        FittedModel moved = table(origin).fit(model);
        assertThat(base.status()).as(base.message()).isEqualTo(Status.OK);
        assertThat(moved.status()).as(moved.message()).isEqualTo(Status.OK);
        assertThat(moved.convergence().singular()).isEqualTo(base.convergence().singular());
        assertThat(moved.logLik()).isCloseTo(base.logLik(), within(1e-8 * Math.abs(base.logLik())));
        for (int k = 0; k < base.fixed().size(); k++) {
            Coefficient one = base.fixed().get(k);
            if (!one.term().equals("x")) continue;
            assertThat(moved.fixed().get(k).estimate()).isCloseTo(one.estimate(), within(1e-5 * one.stdError()));
            assertThat(moved.fixed().get(k).stdError()).isCloseTo(one.stdError(), within(1e-5 * one.stdError()));
        }
        for (int k = 0; k < base.varCorr().size(); k++) {
            VarCorr one = base.varCorr().get(k);
            // with a square the slope is the one where x is 0
            boolean same = one.term1() == null || "x".equals(one.term1()) && !model.contains("x^2");
            if (!same || one.term2() != null) continue;
            VarCorr two = moved.varCorr().get(k);
            assertThat(two.sdOrCorr()).as("%s", one).isCloseTo(one.sdOrCorr(), within(1e-5 * one.sdOrCorr()));
            assertThat(two.stdError()).as("%s", one).isCloseTo(one.stdError(), within(1e-4 * one.stdError()));
        }
    }

    @Test
    void ofAnEffectLevelByLevel() {
        String model = "y ~ x + (x | g)";
        double[][] base = table(0).fit(model).randomEffects().get(0).modes();
        double[][] moved = table(19_700).fit(model).randomEffects().get(0).modes();
        for (int l = 0; l < base.length; l++) {
            assertThat(moved[l][1]).isCloseTo(base[l][1], within(1e-6));
            assertThat(moved[l][0] + 19_700 * moved[l][1]).isCloseTo(base[l][0], within(1e-6));
        }
    }

    private static Table table(double origin) {
        return new Table(240)
                .number("y", OriginTest::response)
                .number("c", i -> (double) Math.floorMod(Double.hashCode(response(i)) >>> 7, 7))
                .number("s", i -> response(i) + Math.sin(i * 7.7) > 0 ? 1.0 : 0.0)
                .number("p", i -> Math.exp(response(i) / 4))
                .number("x", i -> origin + x(i))
                .text("g", i -> "g" + i % 20)
                .text("h", i -> "h" + i / 20)
                .text("f", i -> "f" + (i / 20) % 3);
    }

    private static double x(int i) {
        return i * 37 % 101 / 50.0 - 1;
    }

    private static double response(int i) {
        int g = i % 20;
        return 2 * Math.sin(i * 12.9898)
                + Math.sin(g * 5.3)
                + Math.sin(i / 20 * 2.1) / 2
                + (0.4 + 1.5 * Math.cos(g * 3.7)) * x(i);
    }
}
