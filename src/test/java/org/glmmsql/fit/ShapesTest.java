package org.glmmsql.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.glmmsql.error.GlmmException;
import org.glmmsql.family.Families;
import org.glmmsql.family.Parameter;
import org.glmmsql.model.Coefficient;
import org.glmmsql.model.FittedModel;
import org.glmmsql.model.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Shapes that are estimated, held, and that run to a limit. */
class ShapesTest {
    private static final int ROWS = 400;
    private static final int LEVELS = 20;

    /** A mean of 2 + x / 2 + b, b by group, and errors about it. */
    private static Table table(double unit, ToDoubleFunction<Random> error) {
        Random random = new Random(5);
        double[] b = new double[LEVELS];
        for (int l = 0; l < LEVELS; l++) b[l] = 0.4 * random.nextGaussian();
        double[] x = new double[ROWS];
        double[] y = new double[ROWS];
        for (int i = 0; i < ROWS; i++) {
            x[i] = random.nextDouble();
            y[i] = unit * (2 + 0.5 * x[i] + b[i % LEVELS] + error.applyAsDouble(random));
        }
        return new Table(ROWS).number("y", i -> y[i]).number("x", i -> x[i]).text("g", i -> "g" + i % LEVELS);
    }

    private static Coefficient shape(FittedModel model) {
        return model.components().stream()
                .filter(c -> c.parameter().equals(Parameter.SHAPE))
                .findFirst()
                .orElseThrow()
                .coefficients()
                .get(0);
    }

    @ParameterizedTest
    @CsvSource({"y ~ x", "y ~ x + (1 | g)"})
    void gaussianErrorsAreTheLimitOfT(String formula) {
        Table table = table(1, Random::nextGaussian);
        FittedModel t = table.fit(formula + ", t");
        FittedModel gaussian = table.fit(formula);
        assertThat(t.status()).isEqualTo(Status.OK);
        // these errors have a little less in their tails than gaussian ones
        assertThat(t.message())
                .contains("the degrees of freedom of t run to infinity")
                .contains("family = gaussian");
        assertThat(t.logLik()).isCloseTo(gaussian.logLik(), within(1e-4));
        assertThat(t.fixed().get(1).estimate())
                .isCloseTo(gaussian.fixed().get(1).estimate(), within(1e-3));
    }

    /** Both of its maxima are looked at: the one beyond alpha = 0 is found whichever sign the residuals have. */
    @Test
    void alphaHasTheSignOfTheSkewness() {
        for (double sign : new double[] {1, -1}) {
            FittedModel model = table(1, random -> sign * (-Math.log(random.nextDouble()) - 1))
                    .fit("y ~ x + (1 | g), skewnormal");
            assertThat(model.status()).as(model.message()).isEqualTo(Status.OK);
            assertThat(sign * shape(model).estimate()).isGreaterThan(2);
        }
    }

    @Test
    void aShapeIsHeld() {
        Table table = table(1, random -> random.nextGaussian() / Math.sqrt(random.nextDouble()));
        FittedModel estimated = table.fit("y ~ x + (1 | g), t");
        double df = Math.exp(shape(estimated).estimate());
        FittedModel held = table.fit("y ~ x + (1 | g), t, shape = " + df);
        assertThat(estimated.constant("shape")).isEqualTo(df);
        assertThat(estimated.symbol(estimated.others().get(1))).isEqualTo("df");
        assertThat(held.npar()).isEqualTo(estimated.npar() - 1);
        assertThat(held.logLik()).isCloseTo(estimated.logLik(), within(1e-7));
        assertThat(held.sigma()).isCloseTo(estimated.sigma(), within(1e-5));
        assertThat(table.fit("y ~ x, skewnormal, shape = -2").status()).isEqualTo(Status.OK);
    }

    @ParameterizedTest
    @CsvSource({
        "'t, shape = -1', option shape has the value -1.0; family t takes a positive number",
        "'tweedie, shape = 2', option shape has the value 2.0; family tweedie takes a number between 1 and 2",
        "'gaussian, shape = 2', family gaussian has no shape to model",
        "'lognormal, shape = 2', family lognormal has no shape to model"
    })
    void aShapeOutOfRangeIsRefused(String options, String message) {
        assertThatThrownBy(() -> table(1, Random::nextGaussian).fit("y ~ x, " + options))
                .isInstanceOf(GlmmException.class)
                .hasMessageContaining(message);
    }

    /** With the power estimated log phi has the unit's logarithm times 2 - p, and its uncertainty. */
    @Test
    void aPowerThatIsEstimatedDependsOnNoUnit() {
        FittedModel base = tweedie(1).fit("y ~ x + (1 | g), tweedie");
        double p =
                Families.byName("tweedie").parameters().get(2).value(shape(base).estimate());
        for (double k : new double[] {1e-6, 1e6}) {
            FittedModel other = tweedie(k).fit("y ~ x + (1 | g), tweedie");
            assertThat(other.status()).isEqualTo(base.status()).isEqualTo(Status.OK);
            assertThat(shape(other).estimate()).isCloseTo(shape(base).estimate(), within(1e-6));
            assertThat(shape(other).stdError()).isCloseTo(shape(base).stdError(), within(1e-6));
            assertThat(other.constant("dispersion") / base.constant("dispersion"))
                    .isCloseTo(Math.pow(k, 2 - p), within(1e-5 * Math.pow(k, 2 - p)));
            long zeros = tweedieZeros();
            assertThat(other.logLik() + (ROWS - zeros) * Math.log(k)).isCloseTo(base.logLik(), within(1e-6));
            // the covariance of log phi and the shape turns with the unit: as if it were estimated in it
            FittedModel free = tweedie(k).fit("y ~ x + (1 | g), tweedie, shape = ~ x");
            assertThat(free.logLik()).isGreaterThan(other.logLik() - 1e-6);
            double variance = variance(base, -p1(p) * Math.log(k));
            assertThat(other.dispersion().get(0).stdError()).isCloseTo(Math.sqrt(variance), within(1e-5));
        }
    }

    /** d p / d logit(p - 1). */
    private static double p1(double p) {
        return (p - 1) * (2 - p);
    }

    /** Of log phi + slope * shape. */
    private static double variance(FittedModel model, double slope) {
        double[][] v = model.covarianceOfCoefficients();
        int at = model.fixed().size();
        return v[at][at] + 2 * slope * v[at + 1][at] + slope * slope * v[at + 1][at + 1];
    }

    private static long tweedieZeros() {
        Random random = new Random(9);
        long zeros = 0;
        for (int i = 0; i < ROWS; i++) if (tweedieAt(random, i) == 0) zeros++;
        return zeros;
    }

    private static Table tweedie(double unit) {
        Random random = new Random(9);
        double[] y = new double[ROWS];
        for (int i = 0; i < ROWS; i++) y[i] = unit * tweedieAt(random, i);
        return new Table(ROWS)
                .number("y", i -> y[i])
                .number("x", i -> (i % 7) / 7.0)
                .text("g", i -> "g" + i % LEVELS);
    }

    /** As many exponential summands as a Poisson number has. */
    private static double tweedieAt(Random random, int i) {
        double mean = Math.exp(0.3 + (i % 7) / 14.0 + 0.4 * Math.sin(i % LEVELS));
        double sum = 0;
        double left = 1.2 * Math.sqrt(mean) + Math.log(random.nextDouble());
        while (left > 0) {
            sum -= 0.8 * Math.sqrt(mean) * Math.log(random.nextDouble());
            left += Math.log(random.nextDouble());
        }
        return sum;
    }
}
