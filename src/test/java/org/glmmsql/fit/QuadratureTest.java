package org.glmmsql.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.glmmsql.model.FittedModel;
import org.glmmsql.model.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Quadrature tends to the integral, which brute force finds on a tiny data set. */
class QuadratureTest {
    private final Table tiny = Simulated.rows(36, 6, 1.0);

    /** log of the integral over b of prod f(y | b) phi(b / sd) / sd by the trapezoid rule, which converges geometrically here. */
    private static double bruteForce(Table table, FittedModel model, boolean poisson) {
        double[] beta = Table.estimates(model);
        double sd = Table.sd(model, 0);
        double total = 0;
        for (int g = 0; g < 6; g++) {
            String level = "g" + g;
            double sum = 0;
            double h = 0.005;
            for (double b = -12; b <= 12; b += h) {
                double log = -0.5 * b * b - 0.5 * Math.log(2 * Math.PI);
                for (int i = 0; i < table.size(); i++) {
                    if (!table.level("g", i).equals(level)) continue;
                    double eta = beta[0] + beta[1] * table.get("x", i) + sd * b;
                    double y = table.get(poisson ? "k" : "y", i);
                    if (poisson) {
                        log += y * eta - Math.exp(eta);
                        for (int f = 2; f <= y; f++) log -= Math.log(f);
                    } else {
                        log += y * eta - Math.log1p(Math.exp(eta));
                    }
                }
                sum += Math.exp(log) * h;
            }
            total += Math.log(sum);
        }
        return total;
    }

    @Test
    void manyNodesGiveTheIntegral() {
        FittedModel binomial = tiny.fit("y ~ x + (1 | g), binomial, nagq = 41");
        assertThat(binomial.logLik()).isCloseTo(bruteForce(tiny, binomial, false), within(1e-8));
        FittedModel poisson = tiny.fit("k ~ x + (1 | g), poisson, nagq = 41");
        assertThat(poisson.logLik()).isCloseTo(bruteForce(tiny, poisson, true), within(1e-8));
    }

    @Test
    void moreNodesComeNearer() {
        Table spread = Simulated.rows(60, 10, 2.5);
        double exact = spread.fit("y ~ x + (1 | g), binomial, nagq = 41").logLik();
        double five = spread.fit("y ~ x + (1 | g), binomial, nagq = 5").logLik();
        double laplace = spread.fit("y ~ x + (1 | g), binomial").logLik();
        assertThat(Math.abs(laplace - exact)).isGreaterThan(1e-4);
        assertThat(Math.abs(five - exact)).isLessThan(0.1 * Math.abs(laplace - exact));
    }

    @Test
    void quadratureOverTwoEffectsTendsToOneNumber() {
        Table table = Simulated.rows(200, 12, 0.8);
        FittedModel fifteen = table.fit("k ~ x + (x | g), poisson, nagq = 15");
        FittedModel twentyOne = table.fit("k ~ x + (x | g), poisson, nagq = 21");
        assertThat(fifteen.logLik()).isCloseTo(twentyOne.logLik(), within(1e-6));
    }

    /** Where the predictor has an end, nodes beyond it count for nothing, and which are depends on how many there are. */
    @Test
    void nodesBeyondTheEndOfAPredictor() {
        SplittableRandom random = new SplittableRandom(8);
        double[] noise = random.doubles(480).map(u -> random.nextGaussian()).toArray();
        // a third of the groups lies near the end, where their means are large
        Table table = new Table(480)
                .number("y", i -> Math.exp(0.9 * noise[i]) / Math.sqrt(i / 6 % 3 == 0 ? 0.01 : 0.6))
                .text("g", i -> "g" + i / 6);
        FittedModel model = table.fit("y ~ 1 + (1 | g), inverse.gaussian(1/mu^2), nagq = 3");
        assertThat(model.message()).contains("nagq = 3 is not accurate").contains("use nagq = 7 or more");
        FittedModel whole = table.fit("y ~ 1 + (1 | g), inverse.gaussian(log), nagq = 3");
        assertThat(whole.message()).isEmpty();
    }

    /**
     * Standard deviations beyond 10, where most levels are all 0 or all 1: what is asked for is off by less than 0.5 in the log-likelihood, or
     * the message says that it is not accurate. Against the integral by the trapezoidal rule.
     */
    @ParameterizedTest
    @CsvSource({"10, 9", "12, 9", "12, 15", "12, 25", "12, 50", "20, 9", "20, 25"})
    void hugeEffectsAreExactOrSaidNotToBe(double sd, int nodes) {
        int levels = 200;
        int each = 20;
        SplittableRandom random = new SplittableRandom(11);
        double[] b = random.doubles(levels).map(v -> sd * random.nextGaussian()).toArray();
        double[] u = random.doubles(levels * each).toArray();
        Table table = new Table(levels * each)
                .number("y", i -> u[i] < 1 / (1 + Math.exp(-b[i / each])) ? 1.0 : 0.0)
                .text("g", i -> "g" + i / each);
        FittedModel model = table.fit("y ~ 1 + (1 | g), binomial, nagq = " + nodes);
        double integral = integral(table, levels, each, model);
        if (model.status() == Status.OK && model.message().isEmpty())
            assertThat(model.logLik()).isCloseTo(integral, within(0.5));
        else if (model.status() == Status.OK)
            assertThat(model.message())
                    .startsWith("nagq = " + nodes + " is not accurate")
                    .contains(model.logLik() < integral ? "higher" : "lower");
        else assertThat(model.status()).as(model.message()).isEqualTo(Status.SEPARATION);
    }

    /** Of the likelihood at the estimates of an intercept and a standard deviation, which only the successes of a level matter to. */
    private static double integral(Table table, int levels, int each, FittedModel model) {
        int[] levelsOf = new int[each + 1];
        for (int g = 0; g < levels; g++) {
            int successes = 0;
            for (int i = 0; i < each; i++) successes += (int) table.get("y", g * each + i);
            levelsOf[successes]++;
        }
        double total = 0;
        double step = 1e-3;
        for (int successes = 0; successes <= each; successes++) {
            double sum = 0;
            for (double z = -9; z < 9; z += step) {
                double eta = model.fixed().get(0).estimate() + Table.sd(model, 0) * z;
                double log = successes * eta - each * (Math.max(eta, 0) + Math.log1p(Math.exp(-Math.abs(eta))));
                sum += step * Math.exp(log - z * z / 2) / Math.sqrt(2 * Math.PI);
            }
            total += levelsOf[successes] * Math.log(sum);
        }
        return total;
    }
}
