package org.glmmsql.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.SplittableRandom;
import org.glmmsql.error.GlmmException;
import org.glmmsql.model.Coefficient;
import org.glmmsql.model.FittedModel;
import org.glmmsql.model.Status;
import org.glmmsql.model.VarCorr;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Limits by profile likelihood are where twice the log-likelihood of models with the number held falls by the quantile of chi-squared. */
class ProfileTest {
    private static final double CHI_SQUARED = 3.841458820694124;

    private static final int GROUPS = 24;
    private static final int ROWS = 12 * GROUPS;

    /** Columns of several kinds of responses, with effects of a group and another crossed with it. */
    private static Table table(double spread) {
        Random normal = new Random(7);
        SplittableRandom random = new SplittableRandom(7);
        double[] b = normal.doubles(GROUPS, -1, 1).map(u -> spread * u).toArray();
        double[] x = random.doubles(ROWS, -1, 1).toArray();
        double[] eta = new double[ROWS];
        for (int i = 0; i < ROWS; i++) eta[i] = 0.4 + 0.7 * x[i] + b[i / 12];
        double[] noise = new double[ROWS];
        for (int i = 0; i < ROWS; i++) noise[i] = normal.nextGaussian();
        double[] count = new double[ROWS];
        for (int i = 0; i < ROWS; i++) {
            double limit = Math.exp(-Math.exp(eta[i]));
            double product = random.nextDouble();
            while (product > limit) {
                count[i]++;
                product *= random.nextDouble();
            }
        }
        double[] binary = new double[ROWS];
        for (int i = 0; i < ROWS; i++) binary[i] = random.nextDouble() < 1 / (1 + Math.exp(-eta[i])) ? 1 : 0;
        return new Table(ROWS)
                .number("x", i -> 10 + 3 * x[i])
                .number("t", i -> (double) (i % 12))
                .number("y", i -> 20 + 5 * (eta[i] + 0.8 * noise[i]))
                .number("k", i -> count[i])
                .number("z", i -> binary[i])
                .number("r", i -> Math.exp(eta[i] + 0.5 * noise[i]))
                .text("o", i -> "c" + Math.max(0, Math.min(3, (int) Math.floor(1.5 + eta[i] + noise[i]))))
                .text("g", i -> "g" + i / 12)
                .text("h", i -> "h" + i % 7);
    }

    /** Held by an offset, which the fit knows nothing of. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "y ~ x + (x | g); method = ML",
                "y ~ x + (1 | g) + (1 | h); method = ML",
                "y ~ x; method = ML",
                "y ~ x + (1 | g); residual = ar1(t | g), method = ML",
                "y ~ x + (1 | g); dispersion = ~ x",
                "z ~ x + (1 | g); binomial",
                "z ~ x + (1 | g); binomial(probit), nagq = 7",
                "z ~ x; binomial",
                "k ~ x + (x | g); poisson",
                "k ~ x + (1 | g) + (1 | h); nbinom2",
                "k ~ x + (1 | g); poisson, random = gamma(log)",
                "r ~ x + (1 | g); Gamma(log)",
                "o ~ x + (1 | g); levels = (o: 'c0', 'c1', 'c2', 'c3'), cumulative",
            })
    void aCoefficientIsThatOfModelsWithItAsAnOffset(String formula, String options) {
        Table table = table(1);
        FittedModel model = table.fit(formula + ", conf = profile, " + options);
        assertThat(model.status()).as(model.message()).isEqualTo(Status.OK);
        Coefficient c = model.fixed().stream()
                .filter(row -> row.term().equals("x"))
                .findFirst()
                .orElseThrow();
        for (double limit : new double[] {c.confLow(), c.confHigh()}) {
            String held = formula.replaceFirst("x", "1 + offset(" + limit + " * x)") + ", " + options;
            double fall = 2 * (model.logLik() - table.fit(held).logLik());
            // 1e-5 of a limit's distance from the estimate
            assertThat(fall).isCloseTo(CHI_SQUARED, within(4e-5));
        }
        assertThat(c.confLow()).isLessThan(c.estimate());
        assertThat(c.confHigh()).isGreaterThan(c.estimate());
    }

    /** Held as the family has it. */
    @Test
    void aShapeIsThatOfModelsWithItHeld() {
        Table table = table(1);
        FittedModel model = table.fit("k ~ x + (1 | g), nbinom2, conf = profile, conf_level = 0.8");
        Coefficient shape = model.others().get(0).coefficients().get(0);
        FittedModel held = table.fit("k ~ x + (1 | g), nbinom2, dispersion = " + Math.exp(shape.confLow()));
        assertThat(2 * (model.logLik() - held.logLik())).isCloseTo(1.642374415149819, within(4e-5));
    }

    /** In closed form: the interval of sigma of n independent rows. */
    @Test
    void ofALinearModelItIsExact() {
        Table table = table(1);
        FittedModel model = table.fit("y ~ x, method = ML, conf = profile");
        VarCorr sigma = model.varCorr().get(0);
        for (double limit : new double[] {sigma.confLow(), sigma.confHigh()}) {
            double ratio = sigma.variance() / (limit * limit);
            assertThat(ROWS * (ratio - 1 - Math.log(ratio))).isCloseTo(CHI_SQUARED, within(1e-5));
        }
    }

    /** y in other units, x from another origin. */
    @ParameterizedTest
    @ValueSource(strings = {"ML", "REML"})
    void unitsGoThrough(String method) {
        Table table = table(1);
        Table other = table(1);
        other.number("y", i -> 1000 * table.get("y", i)).number("x", i -> table.get("x", i) / 100);
        FittedModel model = table.fit("y ~ x + (x | g), conf = profile, method = " + method);
        FittedModel scaled = other.fit("y ~ x + (x | g), conf = profile, method = " + method);
        assertThat(model.varCorr()).hasSize(4);
        double[] factor = {1000, 1e5, 1, 1000};
        for (int k = 0; k < 4; k++) {
            VarCorr row = model.varCorr().get(k);
            double length = row.confHigh() - row.confLow();
            assertThat(scaled.varCorr().get(k).confLow() / factor[k]).isCloseTo(row.confLow(), within(1e-5 * length));
            assertThat(scaled.varCorr().get(k).confHigh() / factor[k]).isCloseTo(row.confHigh(), within(1e-5 * length));
        }
        if (method.equals("REML")) {
            assertThat(model.fixed()).allMatch(c -> Double.isNaN(c.confLow()) && Double.isNaN(c.confHigh()));
            assertThat(model.message())
                    .contains("a restricted likelihood has no profile of fixed effects")
                    .contains("method = ML");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"y ~ x + (1 | g), method = ML", "k ~ x + (1 | g), poisson", "y ~ x + (1 | g), method = REML"})
    void whereThereIsNoVarianceTheLowerLimitIsZero(String text) {
        FittedModel model = table(0).fit(text + ", conf = profile");
        VarCorr row = model.varCorr().get(0);
        assertThat(row.confLow()).isZero();
        assertThat(row.confHigh()).isPositive().isFinite();
    }

    /** Counts without more than Poisson's variance. */
    @Test
    void aLimitThatDoesNotExistIsNullWithAReason() {
        Table counts = table(0);
        FittedModel nbinom = counts.fit("k ~ x + (1 | g), nbinom2, conf = profile");
        Coefficient shape = nbinom.others().get(0).coefficients().get(0);
        assertThat(shape.confLow()).isFinite();
        assertThat(shape.confHigh()).isNaN();
        assertThat(nbinom.message())
                .contains("no upper limit of disp (Intercept)")
                .contains("the log-likelihood falls");
    }

    @Test
    void threadsChangeNothing() {
        Table table = table(1);
        String text = "k ~ x + (x | g), nbinom2, conf = profile";
        assertThat(table.fit(text + ", threads = 2").fixed())
                .isEqualTo(table.fit(text + ", threads = 1").fixed());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "k ~ x + (1 | g), poisson, method = HL(1,1), conf = profile; conf = profile needs a likelihood",
                "k ~ x + (1 | g), poisson, vcov = CR1, conf = profile; leave one of the two out",
                "k ~ x + (1 | g), poisson, conf = exact; known: wald, profile, bootstrap",
                "k ~ x + (1 | g), poisson, conf = proflie; profile",
            })
    void wrongCallsAreCoded(String text, String says) {
        assertThatThrownBy(() -> table(1).fit(text))
                .isInstanceOf(GlmmException.class)
                .hasMessageStartingWith("GLMM-")
                .hasMessageContaining(says);
    }
}
