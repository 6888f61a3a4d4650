package org.glmmsql.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import org.glmmsql.model.Coefficient;
import org.glmmsql.model.FittedModel;
import org.glmmsql.model.ModelJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models without random effects: the tests of a linear model, known and modelled dispersion, restricted likelihood. */
class LinearModelTest {
    /** y, known variances v, and x, 10 rows. */
    private final Table table = Table.csv(Path.of("src/test/resources/faults/dispersion-offset.csv"));

    LinearModelTest() throws Exception {}

    /** From the normal equations: s^2 = RSS / (n - p), whichever method has the likelihood. */
    @ParameterizedTest
    @ValueSource(strings = {"ML", "REML"})
    void testsAreThoseOfALinearModel(String method) {
        int n = table.size();
        double meanX = 0;
        double meanY = 0;
        for (int i = 0; i < n; i++) {
            meanX += table.get("x", i) / n;
            meanY += table.get("y", i) / n;
        }
        double sxx = 0;
        double sxy = 0;
        for (int i = 0; i < n; i++) {
            sxx += (table.get("x", i) - meanX) * (table.get("x", i) - meanX);
            sxy += (table.get("x", i) - meanX) * (table.get("y", i) - meanY);
        }
        double rss = 0;
        for (int i = 0; i < n; i++) {
            double residual = table.get("y", i) - meanY - sxy / sxx * (table.get("x", i) - meanX);
            rss += residual * residual;
        }
        Coefficient slope = table.fit("y ~ x, method = " + method).fixed().get(1);
        assertThat(slope.estimate()).isCloseTo(sxy / sxx, within(1e-9));
        assertThat(slope.df()).isEqualTo(n - 2);
        assertThat(slope.statistic()).isCloseTo(sxy / sxx / Math.sqrt(rss / (n - 2) / sxx), within(1e-7));
    }

    @Test
    void theOffsetOfADispersionModelIsUsed() {
        FittedModel offset = table.fit("y ~ x, gaussian, dispersion = ~ 1 + offset(log(v))");
        assertThat(offset.fixed().get(0).estimate()).isCloseTo(1.1674, within(5e-5));
        assertThat(offset.fixed().get(1).estimate()).isCloseTo(2.6794, within(5e-5));
        assertThat(offset.logLik()).isCloseTo(-13.05743, within(1e-5));
        Table weighted = new Table(table.size())
                .number("y", i -> table.get("y", i))
                .number("x", i -> table.get("x", i))
                .number("w", i -> 1 / table.get("v", i));
        FittedModel weights = weighted.fit("y ~ x, weights = w");
        assertThat(offset.logLik()).isCloseTo(weights.logLik(), within(1e-9));
        for (int k = 0; k < 2; k++) {
            assertThat(offset.fixed().get(k).estimate())
                    .isCloseTo(weights.fixed().get(k).estimate(), within(1e-6));
            assertThat(offset.fixed().get(k).stdError())
                    .isCloseTo(weights.fixed().get(k).stdError(), within(1e-6));
        }
        assertThat(offset.sigma()).isCloseTo(weights.sigma(), within(1e-6));
        assertThat(Math.exp(offset.dispersion().get(0).estimate() / 2)).isCloseTo(weights.sigma(), within(1e-6));
    }

    /** The same with other families: Var y = phi mu^2 / w. */
    @Test
    void theOffsetOfADispersionModelIsAWeight() {
        Table gamma = new Table(60)
                .number("y", i -> 0.5 + i * 7 % 13 + i % 3)
                .number("x", i -> i * 11 % 17 / 10.0)
                .number("w", i -> 1.0 + i % 4)
                .number("o", i -> -Math.log(1.0 + i % 4))
                .text("g", i -> "g" + i % 6);
        FittedModel weights = gamma.fit("y ~ x + (1 | g), Gamma(log), weights = w");
        FittedModel offset = gamma.fit("y ~ x + (1 | g), Gamma(log), dispersion = ~ offset(o)");
        assertThat(offset.logLik()).isCloseTo(weights.logLik(), within(1e-8));
        assertThat(offset.fixed().get(1).estimate())
                .isCloseTo(weights.fixed().get(1).estimate(), within(1e-6));
    }

    /** -1/2 (log |V| + log |X'V^-1 X| + r'V^-1 r + (n - p) log 2 pi): that of a constant dispersion if V is one. */
    @Test
    void aModelOfMeanAndDispersionHasARestrictedLikelihood() {
        FittedModel constant = table.fit("y ~ x, dispersion = ~ 1, method = REML");
        FittedModel plain = table.fit("y ~ x, method = REML");
        assertThat(constant.logLik()).isCloseTo(plain.logLik(), within(1e-8));
        assertThat(constant.sigma()).isCloseTo(plain.sigma(), within(1e-5));
        FittedModel model = table.fit("y ~ x, dispersion = ~ v, method = REML");
        double a = model.dispersion().get(0).estimate();
        double b = model.dispersion().get(1).estimate();
        assertThat(model.logLik()).isCloseTo(restricted(a, b), within(1e-8));
        assertThat(model.logLik()).isGreaterThan(plain.logLik());
        for (double step : new double[] {-1e-2, 1e-2}) {
            assertThat(restricted(a + step, b)).isLessThan(model.logLik());
            assertThat(restricted(a, b + step)).isLessThan(model.logLik());
        }
        assertThat(model.hLikelihoods()).isEmpty();
        assertThat(table.fit("y ~ x, dispersion = ~ v").logLik()).isNotEqualTo(model.logLik());
    }

    private double restricted(double a, double b) {
        double logV = 0;
        double s = 0;
        double sx = 0;
        double sxx = 0;
        double sy = 0;
        double sxy = 0;
        for (int i = 0; i < table.size(); i++) {
            double v = Math.exp(a + b * table.get("v", i));
            double x = table.get("x", i);
            double y = table.get("y", i);
            logV += Math.log(v);
            s += 1 / v;
            sx += x / v;
            sxx += x * x / v;
            sy += y / v;
            sxy += x * y / v;
        }
        double determinant = s * sxx - sx * sx;
        double slope = (s * sxy - sx * sy) / determinant;
        double intercept = (sy - slope * sx) / s;
        double squares = 0;
        for (int i = 0; i < table.size(); i++) {
            double v = Math.exp(a + b * table.get("v", i));
            double residual = table.get("y", i) - intercept - slope * table.get("x", i);
            squares += residual * residual / v;
        }
        return -0.5 * (logV + Math.log(determinant) + squares + (table.size() - 2) * Math.log(2 * Math.PI));
    }

    /** Variances and all, that is five parameters: t tests have a degree of freedom at least, and what is stored can be read. */
    @Test
    void aModelOfMoreParametersThanRowsIsReadAgain() {
        double[] y = {1.0, 2.5, 2.0, 4.4};
        Table four =
                new Table(4).number("y", i -> y[i]).number("x", i -> (double) i).text("g", i -> i < 2 ? "a" : "b");
        FittedModel model = four.fit("y ~ x + (x || g)");
        assertThat(model.fixed()).allSatisfy(c -> assertThat(c.df()).isPositive());
        assertThat(ModelJson.parse(ModelJson.write(model)).fixed()).isEqualTo(model.fixed());
    }
}
