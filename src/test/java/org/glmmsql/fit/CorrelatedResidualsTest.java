package org.glmmsql.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.glmmsql.correlation.Correlation.Place;
import org.glmmsql.correlation.ResidualStructures;
import org.glmmsql.design.Design;
import org.glmmsql.error.GlmmException;
import org.glmmsql.family.Families;
import org.glmmsql.family.Family;
import org.glmmsql.formula.ModelSpec;
import org.glmmsql.formula.ModelTextParser;
import org.glmmsql.likelihood.CorrelatedLikelihood;
import org.glmmsql.likelihood.ModelDataBuilder;
import org.glmmsql.model.FittedModel;
import org.glmmsql.model.Status;
import org.glmmsql.model.VarCorr;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Residuals that are correlated within groups: gradients, identities, and the covariance written down element by element. */
class CorrelatedResidualsTest {
    private static final double RELATIVE = 1e-6;
    private static final int[] TIMES = {1, 2, 4, 5, 7};

    /** Every structure over places that it takes. */
    static List<String> residuals() {
        return ResidualStructures.names().stream()
                .map(name ->
                        name + "(" + (ResidualStructures.byName(name).place() == Place.POINT ? "u + x" : "t") + " | g)")
                .toList();
    }

    @TestFactory
    Stream<DynamicTest> gradientsAreThoseOfTheValue() {
        List<DynamicTest> tests = new ArrayList<>();
        for (String method : List.of("ML", "REML"))
            for (String random : List.of("", " + ar1(t | site)", " + (1 | site) + (x || g)"))
                for (String residual : residuals()) {
                    boolean own = ResidualStructures.byName(residual.substring(0, residual.indexOf('(')))
                            .ownScales();
                    for (String options : own
                            ? List.of(", weights = w")
                            : List.of(
                                    random.isEmpty() ? ", dispersion = ~ x" : ", dispersion = ~ 0 + x, weights = w")) {
                        String text =
                                "y ~ x + sex" + random + ", residual = " + residual + options + ", method = " + method;
                        tests.add(DynamicTest.dynamicTest(text, () -> compare(text)));
                    }
                    if (random.isEmpty()) {
                        String by = residual.replace(")", ", by = sex)");
                        String text = "y ~ x + sex, residual = " + by + ", method = " + method;
                        tests.add(DynamicTest.dynamicTest(text, () -> compare(text)));
                    }
                }
        return tests.stream();
    }

    private static void compare(String text) {
        ModelSpec spec = ModelTextParser.parse(text);
        Design design = table(12, 1).design(spec);
        Family family = Families.byName("gaussian");
        ModelDataBuilder.Built built = ModelDataBuilder.build(
                design, family, "identity", family.priorWeights(design.response(), design.weights()));
        CorrelatedLikelihood likelihood = new CorrelatedLikelihood(
                built.data(), text.contains("REML"), built.fixed().logDeterminant(), () -> {}, 1);
        SplittableRandom random = new SplittableRandom(3);
        double[] psi = random.doubles(likelihood.size(), -0.5, 0.5).toArray();
        double[] gradient = new double[psi.length];
        double value = likelihood.evaluate(psi, gradient);
        assertThat(value).isFinite();
        double[] scratch = new double[psi.length];
        for (int k = 0; k < psi.length; k++) {
            double[] at = psi.clone();
            double h = 1e-3;
            double[] f = new double[5];
            for (int s = -2; s <= 2; s++) {
                at[k] = psi[k] + s * h;
                f[s + 2] = likelihood.evaluate(at, scratch);
            }
            double difference = (8 * (f[3] - f[1]) - (f[4] - f[0])) / (12 * h);
            assertThat(gradient[k])
                    .as("parameter %d", k)
                    .isCloseTo(difference, within(RELATIVE * Math.max(1, Math.abs(difference))));
        }
    }

    /** Each value of varcorr is a parameter of the normal law whose density is told, and the estimates are its maximum. */
    @ParameterizedTest
    @ValueSource(strings = {"ar1", "ou", "homcs", "us", "ma1"})
    void theLogLikelihoodIsThatOfTheNormalLaw(String structure) {
        Table table = table(50, 4);
        FittedModel model = table.fit("y ~ x, residual = " + structure + "(t | g), weights = w");
        assertThat(model.status()).as(model.message()).isEqualTo(Status.OK);
        double top = normal(table, model, structure, 0, 0);
        assertThat(model.logLik()).isCloseTo(top, within(1e-8));
        int rows = structure.equals("ou") || structure.equals("ma1")
                ? 2
                : model.varCorr().size();
        for (int row = 0; row < rows; row++)
            for (double step : new double[] {-1e-3, 1e-3})
                assertThat(normal(table, model, structure, row, step)).isLessThan(top);
    }

    /** The density of the responses with one row of varcorr moved. */
    private static double normal(Table table, FittedModel model, String structure, int row, double step) {
        double[] told = model.varCorr().stream().mapToDouble(VarCorr::sdOrCorr).toArray();
        told[row] += step;
        double[] beta = Table.estimates(model);
        int n = table.size();
        DMatrixRMaj v = new DMatrixRMaj(n, n);
        DMatrixRMaj r = new DMatrixRMaj(n, 1);
        for (int i = 0; i < n; i++) {
            r.set(i, 0, table.get("y", i) - beta[0] - beta[1] * table.get("x", i));
            for (int j = 0; j < n; j++) {
                if (!table.level("g", i).equals(table.level("g", j))) continue;
                double weights = Math.sqrt(table.get("w", i) * table.get("w", j));
                v.set(i, j, covariance(told, structure, table.get("t", i), table.get("t", j)) / weights);
            }
        }
        DMatrixRMaj solved = new DMatrixRMaj(n, 1);
        double det = CommonOps_DDRM.det(v);
        CommonOps_DDRM.solve(v, r, solved);
        return -0.5 * (n * Math.log(2 * Math.PI) + Math.log(det) + CommonOps_DDRM.dot(r, solved));
    }

    private static double covariance(double[] told, String structure, double s, double t) {
        double distance = Math.abs(s - t);
        double variance = told[0] * told[0];
        switch (structure) {
            case "ar1":
                return variance * Math.pow(told[1], distance);
            case "ou":
                return variance * Math.exp(-distance / told[1]);
            case "homcs":
                return distance == 0 ? variance : variance * told[1];
            case "ma1":
                double theta = told[1];
                return distance == 0 ? variance : distance == 1 ? variance * theta / (1 + theta * theta) : 0;
            default:
                int i = Arrays.binarySearch(TIMES, (int) Math.min(s, t));
                int j = Arrays.binarySearch(TIMES, (int) Math.max(s, t));
                int pair = TIMES.length;
                for (int a = 0; a < i; a++) pair += TIMES.length - 1 - a;
                double correlation = i == j ? 1 : told[pair + j - i - 1];
                return told[i] * told[j] * correlation;
        }
    }

    /** Models that are the same have the same likelihood, the same fixed effects and the same standard errors. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "'y ~ x, residual = us(t2 | g)'; 'y ~ x, residual = cs(t2 | g)'",
                "'y ~ x, residual = us(t2 | g)'; 'y ~ x, residual = hetar1(t2 | g)'",
                "'y ~ x, residual = us(t2 | g)'; 'y ~ x, residual = ante(t2 | g)'",
                "'y ~ x, residual = us(t2 | g)'; 'y ~ x, residual = toep(t2 | g)'",
                "'y ~ x, residual = homcs(1 | g)'; 'y ~ x + (1 | g)'",
                "'y ~ x, residual = homcs(t | g)'; 'y ~ x + (1 | g)'",
                "'y ~ x, residual = ou(t | g)'; 'y ~ x, residual = ar1(t | g)'",
                "'y ~ x, residual = ou(t | g)'; 'y ~ x, residual = exp(t | g)'",
                "'y ~ x + (x | site), residual = ou(t | g)'; 'y ~ x + (x | site), residual = ar1(t | g)'",
                "'y ~ x, residual = homdiag(t | g)'; 'y ~ x, dispersion = ~ 1'",
                "'y ~ x + (x | g), residual = homdiag(1 | g)'; 'y ~ x + (x | g)'",
                "'y ~ x + ar1(t | g), residual = homdiag(1 | g)'; 'y ~ x + ar1(t | g)'",
                "'y ~ x, residual = diag(t | g)'; 'y ~ x, dispersion = ~ factor(t)'",
                "'y ~ x, residual = homdiag(1 | g, by = sex)'; 'y ~ x, dispersion = ~ sex'",
                "'y ~ x, residual = ar1(t | g)'; 'y ~ x, residual = ar1(t | g:sex)'",
                "'y ~ x, residual = us(t | g)'; 'y ~ x, residual = us(factor(t) | g)'",
            })
    void theSameModel(String one, String other) {
        for (String method : List.of("ML", "REML")) {
            Table table = one.contains("t2") ? twoTimes() : table(40, 2);
            FittedModel a = table.fit(one + ", method = " + method);
            FittedModel b = table.fit(other + ", method = " + method);
            assertThat(a.status()).as(a.message()).isEqualTo(Status.OK);
            assertThat(a.logLik()).isCloseTo(b.logLik(), within(1e-7));
            assertThat(a.npar()).isEqualTo(b.npar());
            for (int k = 0; k < a.fixed().size(); k++) {
                double se = b.fixed().get(k).stdError();
                assertThat(a.fixed().get(k).estimate())
                        .isCloseTo(b.fixed().get(k).estimate(), within(1e-5 * se));
                // a linear model has another denominator, a model of the dispersion the joint information
                if (!other.contains("dispersion"))
                    assertThat(a.fixed().get(k).stdError()).isCloseTo(se, within(1e-4 * se));
            }
        }
    }

    /** A negative correlation that no random intercept has, down to the end of what there is. */
    @Test
    void equalCorrelationsMayBeNegative() {
        Random random = new Random(1);
        double[] e = random.doubles(150).toArray();
        Table table = new Table(150)
                .text("g", i -> "g" + i / 5)
                // sums of a group are next to nothing
                .number(
                        "y",
                        i -> e[i] - Arrays.stream(e, i / 5 * 5, i / 5 * 5 + 5).sum() / 5.1);
        FittedModel model = table.fit("y ~ 1, residual = homcs(1 | g)");
        assertThat(model.status()).as(model.message()).isEqualTo(Status.OK);
        double rho = model.varCorr().get(1).sdOrCorr();
        assertThat(rho).isBetween(-0.25, -0.24);
        assertThat(model.logLik()).isGreaterThan(table.fit("y ~ 1 + (1 | g)").logLik() + 50);
    }

    static List<String> bitwise() {
        List<String> models = new ArrayList<>(
                residuals().stream().map(r -> "y ~ x, residual = " + r).toList());
        models.add("y ~ x + (x | g), residual = ar1(t | g), method = REML");
        models.add("y ~ x + (1 | site), residual = us(t | g), weights = w, method = REML");
        models.add("y ~ x, residual = ou(u | g, by = sex), dispersion = ~ x");
        return models;
    }

    /** Whatever order rows come in, and whatever groups are called. */
    @ParameterizedTest
    @MethodSource("bitwise")
    void theSameBits(String text) {
        Table table = table(40, 5);
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, table.size()).boxed().toList());
        Collections.shuffle(order, new Random(2));
        Table shuffled = table.rows(order.stream().mapToInt(Integer::intValue).toArray());
        Table renamed = new Table(table.size());
        for (String name : List.of("y", "x", "t", "u", "w")) renamed.number(name, i -> shuffled.get(name, i));
        renamed.text("g", i -> new StringBuilder(shuffled.level("g", i)).reverse() + "!")
                .text("site", i -> shuffled.level("site", i))
                .text("sex", i -> shuffled.level("sex", i));
        FittedModel a = table.fit(text);
        for (FittedModel b : List.of(shuffled.fit(text), renamed.fit(text))) {
            assertThat(b.logLik()).isEqualTo(a.logLik());
            assertThat(b.fixed()).isEqualTo(a.fixed());
            assertThat(b.varCorr()).isEqualTo(a.varCorr());
        }
    }

    /** Units of the response, of a covariate and of time do not matter. */
    @ParameterizedTest
    @MethodSource("bitwise")
    void unitsDoNotMatter(String text) {
        Table table = table(40, 5);
        double k = 1e6;
        // positions that are counted stay as they are
        boolean points = text.contains("(u");
        Table scaled = new Table(table.size())
                .number("y", i -> k * table.get("y", i))
                .number("x", i -> 1e-4 * table.get("x", i))
                .number("u", i -> 1e-4 * table.get("u", i))
                .number("t", i -> table.get("t", i))
                .number("w", i -> 1e3 * table.get("w", i))
                .text("g", i -> table.level("g", i))
                .text("site", i -> table.level("site", i))
                .text("sex", i -> table.level("sex", i));
        FittedModel a = table.fit(text);
        FittedModel b = scaled.fit(text);
        assertThat(b.status()).isEqualTo(a.status());
        // of a restricted likelihood log det X too
        double rows = table.size() - (text.contains("REML") ? 2 : 0);
        double columns = text.contains("REML") ? Math.log(1e-4) : 0;
        assertThat(b.logLik()).isCloseTo(a.logLik() - rows * Math.log(k) - columns, within(1e-6));
        double se = b.fixed().get(0).stdError();
        assertThat(b.fixed().get(0).estimate()).isCloseTo(k * a.fixed().get(0).estimate(), within(1e-5 * se));
        double factor = points ? 1e-4 : 1;
        for (int row = 0; row < a.varCorr().size(); row++) {
            VarCorr v = a.varCorr().get(row);
            String name = v.term1() == null ? "" : v.term1();
            double by = name.contains("range") ? factor : !v.isNamed() && v.term2() == null ? k : 1;
            if (text.contains("weights") && v.group().equals("Residual") && by == k) by *= Math.sqrt(1e3);
            if (v.group().equals("g") && "x".equals(name)) by *= 1e4;
            if (name.endsWith("rho") && points) continue;
            double expected = by * v.sdOrCorr();
            assertThat(b.varCorr().get(row).sdOrCorr())
                    .as(v.toString())
                    .isCloseTo(expected, within(1e-5 * Math.abs(expected) + 1e-7));
        }
    }

    /** Without a covariance the fit of independent residuals. */
    @Test
    void aCorrelationOfNothingIsIndependence() {
        SplittableRandom random = new SplittableRandom(4);
        // one row in each group: nothing says how it is correlated with others
        Table table = new Table(60)
                .number("x", i -> random.nextDouble())
                .number("t", i -> (double) i % 4)
                .text("g", i -> "g" + i)
                .number("y", i -> random.nextDouble());
        assertThat(table.fit("y ~ x, residual = ar1(t | g)").status()).isEqualTo(Status.NOT_IDENTIFIED);
        assertThat(table.fit("y ~ x, residual = homdiag(t | g)").logLik())
                .isCloseTo(table.fit("y ~ x").logLik(), within(1e-9));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "'y ~ x, poisson, residual = ar1(t | g)'; the random term ar1(t | g) in the formula",
                "'y ~ x, gaussian(log), residual = ou(t | g)'; the random term ou(t | g) in the formula",
                "'y ~ x, binomial, residual = homcs(1 | g)'; the random term (1 | g) in the formula",
                "'y ~ x, residual = us(t | g), dispersion = ~ x'; leaves none for dispersion",
                "'y ~ x, residual = ar1(t | site)'; two rows at the position t = 1 of site",
                "'y ~ x, residual = ar1(u | g)'; expected whole numbers",
                "'y ~ x, residual = ou(sex | g)'; expected numbers",
                "'y ~ x, residual = ar1(t | g, by = t)'; expected one level of the factor",
                "'y ~ x + (1 | t), residual = ar1(t | g)'; differ between the rows of one group",
                "'y ~ x, residual = ar2(t | g)'; unknown residual structure",
                "'y ~ x, residual = ar1(t)'; expected a position and a group",
                "'y ~ x, residual = ar1(t + u | g)'; one column",
                "'y ~ x, residual = ar1(1 | g)'; the position of a row in its group",
                "'y ~ x, residual = us(t | g, dispersion = x)'; expected by =",
                "'y ~ x + (1 | g), residual = ar1(t | g), method = PQL'; ML or REML",
            })
    void whatMeansNothingIsRefused(String text, String message) {
        Table table = table(20, 1);
        assertThatThrownBy(() -> table.fit(text))
                .isInstanceOf(GlmmException.class)
                .hasMessageContaining(message);
    }

    /** Correlations that are kept by lag are refused where positions lie farther apart than their number calls for. */
    @ParameterizedTest
    @ValueSource(strings = {"y ~ 1, residual = ma1(t | g)", "y ~ 1, residual = arma11(t | g)"})
    void positionsFarApart(String text) {
        Table table = new Table(40)
                .number("y", i -> (double) (i * i % 7))
                .number("t", i -> i % 4 == 3 ? 250_001.0 : i % 4)
                .text("g", i -> "g" + i / 4);
        assertThatThrownBy(() -> table.fit(text))
                .isInstanceOf(GlmmException.class)
                .hasMessageContaining("GLMM-107")
                .hasMessageContaining("250001 steps of 1, at most 100000")
                .hasMessageContaining("number them in the unit of their steps");
    }

    /** A series whose matrix no memory holds is refused before anything is made; one without a matrix is fitted. */
    @Test
    void longSeries() {
        Random normal = new Random(1);
        double[] e = new double[20_000];
        for (int i = 0; i < e.length; i++) e[i] = normal.nextGaussian() + (i == 0 ? 0 : 0.5 * e[i - 1]);
        Table table = new Table(e.length).number("y", i -> e[i]).number("t", i -> (double) i);
        assertThatThrownBy(() -> table.fit("y ~ 1, residual = exp(t | 1)"))
                .hasMessageContaining("GLMM-601")
                .hasMessageContaining("20000 rows in one group");
        FittedModel model = table.fit("y ~ 1, residual = ar1(t | 1)");
        assertThat(model.status()).isEqualTo(Status.OK);
        assertThat(model.varCorr().get(1).sdOrCorr()).isCloseTo(0.5, within(0.02));
    }

    /** Text has the positions of its order. */
    @Test
    void positionsMayBeText() {
        Table table = table(40, 1);
        Table text = new Table(table.size())
                .number("y", i -> table.get("y", i))
                .number("x", i -> table.get("x", i))
                .text("g", i -> table.level("g", i))
                .text("t", i -> "visit " + (int) table.get("t", i));
        FittedModel us = text.fit("y ~ x, residual = us(t | g)");
        assertThat(us.logLik())
                .isCloseTo(table.fit("y ~ x, residual = us(t | g)").logLik(), within(1e-8));
        assertThat(us.varCorr().get(0).term1()).isEqualTo("visit 1");
        // one step from each level to the next, where numbers have gaps
        assertThat(text.fit("y ~ x, residual = ar1(t | g)").logLik())
                .isNotCloseTo(table.fit("y ~ x, residual = ar1(t | g)").logLik(), within(1e-3));
    }

    /** Groups at some of five times, gaps in time. */
    private static Table table(int groups, int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Random normal = new Random(seed);
        List<double[]> rows = new ArrayList<>();
        for (int g = 0; g < groups; g++) {
            double before = 0;
            double level = normal.nextGaussian();
            for (int t : TIMES) {
                double e = 0.4 * before + normal.nextGaussian();
                before = e;
                if (random.nextDouble() < 0.15) continue;
                double x = random.nextDouble();
                double w = random.nextDouble(0.5, 2);
                double y = 1 + 2 * x + 0.7 * level + (0.6 + 0.1 * t) * e / Math.sqrt(w);
                rows.add(new double[] {g, t, t + random.nextDouble(-0.3, 0.3), x, w, y});
            }
        }
        return new Table(rows.size())
                .text("g", i -> "g" + (int) rows.get(i)[0])
                .text("site", i -> "site" + (int) rows.get(i)[0] % 4)
                .text("sex", i -> rows.get(i)[0] % 3 == 0 ? "F" : "M")
                .number("t", i -> rows.get(i)[1])
                .number("u", i -> rows.get(i)[2])
                .number("x", i -> rows.get(i)[3])
                .number("w", i -> rows.get(i)[4])
                .number("y", i -> rows.get(i)[5]);
    }

    /** Groups at one or two times. */
    private static Table twoTimes() {
        Table all = table(40, 2);
        Table table = all.rows(
                IntStream.range(0, all.size()).filter(i -> all.get("t", i) <= 2).toArray());
        return table.number("t2", i -> table.get("t", i));
    }
}
