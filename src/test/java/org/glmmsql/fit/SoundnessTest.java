package org.glmmsql.fit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.glmmsql.design.Design;
import org.glmmsql.family.Family;
import org.glmmsql.family.Link;
import org.glmmsql.formula.ModelSpec;
import org.glmmsql.formula.ModelTextParser;
import org.glmmsql.likelihood.ClusterLikelihood;
import org.glmmsql.likelihood.ModelDataBuilder;
import org.glmmsql.model.FittedModel;
import org.glmmsql.model.Status;
import org.glmmsql.optimize.Minimizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * By rule of {@link Soundness}, a model that is not called ok and an ordinary one beside it that is. Where the limit of a rule is not at a
 * maximum, the ends of two searches that would be on either side of it are judged.
 */
class SoundnessTest {

    /** A real fit, whose estimates can be moved before they are judged. */
    private record Fit(ModelSpec spec, Design design, ModelDataBuilder.Built built, ModelKind kind, Estimates end) {

        static Fit of(Table table, String text) {
            ModelSpec spec = ModelTextParser.parse(text);
            Design design = table.design(spec);
            ModelKind kind = ModelKind.of(spec);
            Family family = kind.family();
            ModelDataBuilder.Built built = ModelDataBuilder.build(
                    design, family, kind.link(), family.priorWeights(design.response(), design.weights()));
            Estimates end = new Estimation(built.data(), new Minimizer(1e-9, 500))
                    .joint(
                            new ClusterLikelihood(built.data(), 1, () -> {}, 1),
                            new Start(built.data(), family, family.link(kind.link())));
            return new Fit(spec, design, built, kind, end);
        }

        int theta() {
            return built.data().terms().get(0).thetaFrom();
        }

        /** The end of a search with this standard deviation of the first effect. */
        Estimates withSd(double sd) {
            double[] psi = end.psi().clone();
            psi[theta()] = sd;
            return end.with(psi, end.covariance());
        }

        /** Nothing is known about one parameter. */
        Estimates without(int parameter) {
            double[][] covariance =
                    Arrays.stream(end.covariance()).map(row -> row.clone()).toArray(double[][]::new);
            for (int k = 0; k < covariance.length; k++) {
                covariance[k][parameter] = Double.NaN;
                covariance[parameter][k] = Double.NaN;
            }
            return end.with(end.psi(), covariance);
        }

        FittedModel unjudged(Estimates estimates) {
            return new ModelAssembler(spec, design, kind).fitted(built, estimates, () -> {});
        }

        FittedModel judged(Estimates estimates) {
            return judged(unjudged(estimates), estimates);
        }

        FittedModel judged(FittedModel model, Estimates estimates) {
            return new Soundness(design, built.data(), kind, link(), Control.defaults()).judge(model, estimates);
        }

        Link link() {
            return kind.family().link(kind.link());
        }
    }

    private static void isOk(FittedModel model) {
        assertThat(model.status()).as(model.message()).isEqualTo(Status.OK);
        assertThat(model.message()).isEmpty();
    }

    /** Six rows in each of 60 groups, of which so many are mixed; the others are all 0 or all 1. */
    private static Table groups(int mixed) {
        double[] u = new SplittableRandom(3).doubles(60).toArray();
        return new Table(360)
                .text("g", i -> "g" + i / 6)
                .number("y", i -> i / 6 < mixed ? (i % 6 + i / 6) % 2 : u[i / 6] < 0.4 ? 1.0 : 0.0);
    }

    /** Two kinds of groups, {@code by} above and below the mean of the logarithms of their counts. */
    private static Table twoKinds(double by) {
        return new Table(48).text("g", i -> "g" + i / 4).number("k", i ->
                (double) Math.round(Math.exp(2 + (i / 4 % 2 == 0 ? by : -by))));
    }

    /** Of v ~ inverse gamma the logarithm has a long right tail, and two kinds of groups far from each other have none. */
    @Test
    void aLambdaThatWasRunAfter() {
        String text = "k ~ 1 + (1 | g), poisson, random = inverse.gamma(log)";
        FittedModel model = twoKinds(2).fit(text);
        assertThat(model.status()).as(model.message()).isEqualTo(Status.NOT_CONVERGED);
        assertThat(model.message())
                .startsWith("lambda of the effects ((Intercept)) by g was run after to ")
                .contains("the law inverse.gamma(log) has no scale left", "use random = normal");
        assertThat(model.varCorr().get(0).lambda()).isGreaterThan(900);
        isOk(twoKinds(0.5).fit(text));
        isOk(twoKinds(2).fit("k ~ 1 + (1 | g), poisson"));
        isOk(twoKinds(2).fit("k ~ 1 + (1 | g), poisson, random = gamma(log)"));
    }

    /** A root of 30: of a normal law it is no more than a standard deviation. */
    @ParameterizedTest
    @ValueSource(strings = {"gamma(log)", "beta(logit)", "inverse.gamma(log)", "inverse.gamma(inverse)"})
    void aLambdaOfNineHundred(String law) {
        Fit fit = Fit.of(twoKinds(0.5), "k ~ 1 + (1 | g), poisson, random = " + law);
        isOk(fit.judged(fit.end()));
        isOk(fit.judged(fit.withSd(29.9)));
        FittedModel model = fit.judged(fit.withSd(-30.1));
        assertThat(model.status()).isEqualTo(Status.NOT_CONVERGED);
        assertThat(model.message()).contains("was run after to 906, where the law " + law + " has no scale left");
        Fit normal = Fit.of(twoKinds(0.5), "k ~ 1 + (1 | g), poisson");
        isOk(normal.judged(normal.withSd(-30.1)));
    }

    /** A response of 0 has no logarithm: 30 is the most that a standard deviation may be. */
    @Test
    void effectsAcrossMorePowersThanCountsHave() {
        String text = "k ~ 1 + (1 | i), poisson";
        FittedModel model = counts(1e9).fit(text);
        assertThat(model.status()).as(model.message()).isEqualTo(Status.NOT_CONVERGED);
        assertThat(model.message())
                .startsWith("the standard deviation of the effects ((Intercept)) by i was run after to 31")
                .contains("leave the random term out, or use another link");
        isOk(counts(1e6).fit(text));
    }

    /** A third of the rows between one and ten times as large, the others 0. */
    private static Table counts(double large) {
        return new Table(12).text("i", i -> "i" + i).number("k", i -> i % 3 == 0 ? large * (1 + i) : 0.0);
    }

    /** Elsewhere it is 100 times the root mean square of the links of the responses, whatever their unit. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"Gamma(log) | 1", "Gamma(inverse) | 1", "Gamma(inverse) | 1e6", "inverse.gaussian(1/mu^2) | 1"})
    void effectsFarBeyondTheLinksOfTheResponses(String family, double unit) {
        Table table = Simulated.rows(120, 10, 0.5);
        Table scaled = table.rows(Table.identity(120)).number("p", i -> unit * (1 + table.get("p", i)));
        Fit fit = Fit.of(scaled, "p ~ 1 + (1 | g), " + family);
        double squares = 0;
        for (int i = 0; i < 120; i++)
            squares += Math.pow(fit.link().eta(fit.built().data().y()[i]), 2);
        double spread = Math.sqrt(squares / 120);
        assertThat(fit.judged(fit.end()).status()).isEqualTo(Status.OK);
        assertThat(fit.judged(fit.withSd(99 * spread)).status()).isEqualTo(Status.OK);
        FittedModel model = fit.judged(fit.withSd(101 * spread));
        assertThat(model.status()).isEqualTo(Status.NOT_CONVERGED);
        assertThat(model.message())
                .startsWith("the standard deviation of the effects ((Intercept)) by g was run after to 101 times");
    }

    /** Means are positive under the logarithm and the responses are not: the intercept goes to minus infinity, and x with it. */
    @Test
    void meansBeyondTheLimitOfALogarithm() {
        String text = "y ~ x + (1 | g), gaussian(log)";
        FittedModel model = normal(-1).fit(text);
        assertThat(model.status()).as(model.message()).isEqualTo(Status.BOUNDARY);
        assertThat(model.message())
                .startsWith(
                        "the means of 60 of 60 rows run to 0, the limit of link log, as their responses lie beyond it: ")
                .contains("use a link without that limit (identity)")
                // what was said of the estimates before is not so
                .doesNotContain("the fit is singular");
        assertThat(model.convergence().advice()).isEmpty();
        isOk(normal(3).fit(text));
        isOk(normal(-1).fit("y ~ x + (1 | g), gaussian"));
    }

    /** Of one level only, of all of them without random effects, of a factor's where the others have a mean; in any unit. */
    @ParameterizedTest
    @ValueSource(doubles = {1e-6, 1, 1e6})
    void someMeansBeyondTheLimit(double unit) {
        double[] e = new Random(2).doubles(200).toArray();
        Table table = new Table(200)
                .text("f", i -> "f" + i % 4)
                .text("g", i -> "g" + i % 20)
                .number("low", i -> unit * (-3 + e[i]))
                .number("mixed", i -> unit * ((i % 4 == 0 ? -2 : 3) + e[i]))
                .number("oneHigh", i -> unit * ((i % 20 == 3 ? 3 : -1) + e[i]))
                .number("high", i -> unit * (3 + e[i]));
        for (String link : List.of("log", "inverse"))
            for (String[] told : new String[][] {
                {"low ~ 1", "200 of 200"},
                {"mixed ~ f", "50 of 200"},
                {"oneHigh ~ 1 + (1 | g)", "200 of 200"},
                {"high ~ f", ""}
            }) {
                if (link.equals("inverse") && !told[1].isEmpty()) continue; // its means have both signs
                FittedModel model = table.fit(told[0] + ", gaussian(" + link + ")");
                if (told[1].isEmpty()) {
                    isOk(model);
                    continue;
                }
                assertThat(model.status()).as(told[0] + model.message()).isEqualTo(Status.BOUNDARY);
                assertThat(model.message()).startsWith("the means of " + told[1] + " rows run to 0, ");
            }
    }

    /** Rows at the foot of a steep curve have means next to 0, and responses about them. */
    @Test
    void meansThatAreNextToZero() {
        Random random = new Random(5);
        double[] e = random.doubles(100).map(v -> random.nextGaussian()).toArray();
        Table table = new Table(100)
                .number("x", i -> i / 10.0 - 9)
                .number("y", i -> Math.exp(4 * (i / 10.0 - 9)) + 0.1 * e[i] - (i < 50 ? 0.02 : 0));
        isOk(table.fit("y ~ x, gaussian(log)"));
    }

    private static Table normal(double mean) {
        Random random = new Random(1);
        double[] e = random.doubles(60).map(v -> random.nextGaussian()).toArray();
        return new Table(60)
                .text("g", i -> "g" + i % 10)
                .number("x", i -> e[59 - i])
                .number("y", i -> mean + e[i] + 0.5 * e[i % 10]);
    }

    /** Parameters in the order (beta, delta, theta). */
    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            value = {
                "p ~ x + (1 | g), Gamma(log)                    > 1 > x",
                "p ~ x + (1 | g), Gamma(log)                    > 2 > the residual standard deviation",
                "p ~ x + (1 | g), Gamma(log)                    > 3 > the standard deviation of (Intercept) by g",
                "p ~ x + (1 | g), Gamma(log), dispersion = ~ t  > 3 > t of the dispersion",
                "k ~ x + (x | g), poisson                       > 3 > the correlation of (Intercept) and x by g"
            })
    void whatHasNoStandardErrorIsNamed(String text, int parameter, String name) {
        Fit fit = Fit.of(Simulated.rows(400, 20, 0.8), text);
        isOk(fit.judged(fit.end()));
        FittedModel model = fit.judged(fit.without(parameter));
        assertThat(model.status()).isEqualTo(Status.NOT_IDENTIFIED);
        assertThat(model.message()).startsWith("the data do not determine ").contains(name);
    }

    /** On the boundary there is none, and the message has said why. */
    @Test
    void aVarianceOfZeroHasNoStandardError() {
        Fit fit = Fit.of(Simulated.rows(400, 20, 0.8), "p ~ x + (1 | g), Gamma(log)");
        Estimates end = fit.without(fit.theta());
        double[] psi = end.psi().clone();
        psi[fit.theta()] = 0;
        FittedModel model = fit.judged(end.with(psi, end.covariance()));
        assertThat(model.status()).as(model.message()).isEqualTo(Status.OK);
        assertThat(model.convergence().singular()).isTrue();
        assertThat(model.varCorr().get(0).stdError()).isNaN();
    }

    /** 6.8 widths of the link are a standard deviation of 29.9 for the logit, of 17.4 for the probit. */
    @ParameterizedTest
    @CsvSource({"logit, 29.8, 30", "probit, 17.4, 17.5"})
    void probabilitiesNextToZeroOrOne(String link, double below, double above) {
        Fit fit = Fit.of(groups(20), "y ~ 1 + (1 | g), binomial(" + link + ")");
        isOk(fit.judged(fit.end()));
        isOk(fit.judged(fit.withSd(5)));
        assertThat(fit.judged(fit.withSd(below)).status()).isEqualTo(Status.OK);
        Estimates far = fit.withSd(above);
        FittedModel model = fit.judged(far);
        assertThat(model.status()).isEqualTo(Status.SEPARATION);
        assertThat(model.message()).contains("40 of the 60 levels are separated by their own effects");
        // which is why such a search does not converge, and is said instead
        FittedModel unfinished = fit.unjudged(far).with(Status.NOT_CONVERGED, "the optimizer stopped");
        assertThat(fit.judged(unfinished, far).status()).isEqualTo(Status.SEPARATION);
        assertThat(fit.judged(unfinished, far).message())
                .isEqualTo(model.message())
                .doesNotContain("optimizer");
    }

    /** The maximum of an approximation that more nodes do not have: still a maximum, with a warning. */
    @Test
    void aQuadratureWithTooFewNodes() {
        FittedModel model = groups(10).fit("y ~ 1 + (1 | g), binomial, nagq = 5");
        assertThat(model.status()).as(model.message()).isEqualTo(Status.OK);
        assertThat(model.message())
                .startsWith("nagq = 5 is not accurate for random effects this large: with 11 nodes")
                .endsWith("use nagq = 11 or more");
        FittedModel finer = groups(10).fit("y ~ 1 + (1 | g), binomial, nagq = 25");
        isOk(finer);
        assertThat(Math.abs(finer.logLik()
                        - groups(10).fit("y ~ 1 + (1 | g), binomial, nagq = 50").logLik()))
                .isLessThan(0.5);
        // moderate effects need no more than five
        isOk(groups(20).fit("y ~ 1 + (1 | g), binomial, nagq = 5"));
    }

    /** Nobody asked Laplace's approximation for accuracy, but beyond 2.275 widths of the link, 10 for the logit, it is said. */
    @ParameterizedTest
    @CsvSource({"logit, 9.9, 10.1", "probit, 5.8, 5.9"})
    void laplaceOfLargeEffects(String link, double below, double above) {
        Fit fit = Fit.of(groups(20), "y ~ 1 + (1 | g), binomial(" + link + ")");
        isOk(fit.judged(fit.end()));
        isOk(fit.judged(fit.withSd(below)));
        FittedModel model = fit.judged(fit.withSd(above));
        assertThat(model.status()).isEqualTo(Status.OK);
        assertThat(model.message())
                .startsWith("the effects ((Intercept)) by g have a standard deviation of " + above)
                .endsWith("the Laplace approximation may be poor: compare with nagq = 25");
    }

    /** There is no quadrature of two factors, and counts have no edge that an effect leads to. */
    @Test
    void laplaceOfLargeEffectsOfTwoFactors() {
        Table table = groups(6).text("h", i -> "h" + i % 3);
        FittedModel model = table.fit("y ~ 1 + (1 | g) + (1 | h), binomial");
        assertThat(model.status()).as(model.message()).isEqualTo(Status.OK);
        assertThat(model.varCorr().get(0).sd()).isGreaterThan(10);
        assertThat(model.message())
                .contains(
                        "the Laplace approximation may be poor: there is no quadrature for several factors; compare one of them"
                                + " alone by nagq = 25");
    }

    /** A status that has a name keeps it, and a search that did not converge its advice. */
    @ParameterizedTest
    @EnumSource(
            value = Status.class,
            names = {"OK", "SEPARATION"},
            mode = EnumSource.Mode.EXCLUDE)
    void otherOutcomesStay(Status status) {
        Fit fit = Fit.of(Simulated.rows(400, 20, 0.8), "p ~ x + (1 | g), Gamma(log)");
        Estimates far = fit.withSd(1e6);
        assertThat(fit.judged(far).message()).contains("was run after");
        FittedModel model = fit.unjudged(far).with(status, "known before");
        assertThat(fit.judged(model, far)).isSameAs(model);
    }
}
