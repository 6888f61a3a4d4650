package org.glmmsql.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.glmmsql.model.FittedModel;
import org.junit.jupiter.api.Test;

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
}
