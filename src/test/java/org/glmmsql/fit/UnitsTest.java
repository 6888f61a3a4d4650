package org.glmmsql.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.glmmsql.family.Families;
import org.glmmsql.family.Family;
import org.glmmsql.family.Link;
import org.glmmsql.family.Parameter;
import org.glmmsql.model.Coefficient;
import org.glmmsql.model.FittedModel;
import org.glmmsql.model.VarCorr;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * Nothing depends on the units of the data: y -> k y, w -> c w, x -> s x give the same fit, its numbers in the other unit, and the
 * log-likelihood less n log k. For every family with a unit, its links, all structures and methods.
 */
class UnitsTest {
    private static final double RELATIVE = 1e-8;
    private static final int ROWS = 120;
    private static final int LEVELS = 12;
    private static final List<String> TERMS =
            List.of("(1 | g)", "(x | g)", "(x || g)", "(0 + x | g)", "cs(x | g)", "(1 | g) + (1 | h)", "(1 | h / g)");

    /** Effects that share a standard deviation: a unit of x would be part of the model. */
    private static final List<String> SHARED = List.of("ar1(t | h)", "homcs(t | h)", "homdiag(0 + t | h)");

    private static final List<String> OPTIONS =
            List.of("", ", weights = w", ", offset = o", ", dispersion = ~ x", ", dispersion = ~ z, weights = w");

    /** Whose densities cost next to nothing. */
    private static final List<String> CHEAP = List.of("gaussian", "Gamma", "inverse.gaussian");

    @TestFactory
    Stream<DynamicTest> ofResponses() {
        return ofResponses(true);
    }

    /** {@code mvn -Pslow test -Dtest=UnitsTest}. */
    @Tag("slow")
    @TestFactory
    Stream<DynamicTest> ofResponsesByTheOtherLinks() {
        return ofResponses(false);
    }

    private static Stream<DynamicTest> ofResponses(boolean cheap) {
        List<DynamicTest> tests = new ArrayList<>();
        for (String[] pair : pairs(cheap)) {
            int turn = tests.size();
            for (String term : TERMS) tests.add(response(pair, term, OPTIONS.get(turn++ % OPTIONS.size())));
            for (String term : SHARED) tests.add(response(pair, term, ""));
            // without an intercept a log link has no place for log k
            if (!pair[1].equals("log")) tests.add(response(pair, "0 + x + z + (1 | g)", ""));
            if (!pair[1].equals("identity") || !pair[0].equals("gaussian"))
                tests.add(response(pair, "(1 | g)", ", nagq = 5"));
            tests.add(response(pair, "(1 | g)", ", method = REML"));
            boolean exponential = Families.byName(pair[0]).hasDispersion();
            if (exponential && !(pair[1].equals("identity") && pair[0].equals("gaussian")))
                tests.add(response(pair, "(1 | g)", ", method = HL(1,1)"));
            tests.add(response(pair, "z", ", weights = w"));
        }
        return tests.stream();
    }

    private static DynamicTest response(String[] pair, String term, String options) {
        String model = "y ~ x + " + term + ", " + pair[0] + "(" + pair[1] + ")" + options + held(pair[0]);
        return DynamicTest.dynamicTest(model, () -> {
            Family family = Families.byName(pair[0]);
            Link link = family.link(pair[1]);
            FittedModel base = table(family, link, 1, 1, 1).fit(model);
            for (double k : new double[] {1e-12, 1e-3, 1000, 1e12}) {
                FittedModel other = table(family, link, k, 1, 1).fit(model);
                double power = family.shapeIsVariancePower() ? shape(family) : family.variancePower();
                same(base, other, k, link.unitFactor(k), link.unitShift(k), sigmaPower(family, power));
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> ofWeightsAndCovariates() {
        return ofWeightsAndCovariates(true);
    }

    /** {@code mvn -Pslow test -Dtest=UnitsTest}. */
    @Tag("slow")
    @TestFactory
    Stream<DynamicTest> ofWeightsAndCovariatesByTheOtherLinks() {
        return ofWeightsAndCovariates(false);
    }

    private static Stream<DynamicTest> ofWeightsAndCovariates(boolean cheap) {
        List<DynamicTest> tests = new ArrayList<>();
        for (String[] pair : pairs(cheap))
            for (String term : TERMS) {
                String model = "y ~ x + " + term + ", " + pair[0] + "(" + pair[1] + "), weights = w" + held(pair[0]);
                tests.add(DynamicTest.dynamicTest(model, () -> {
                    Family family = Families.byName(pair[0]);
                    Link link = family.link(pair[1]);
                    FittedModel base = table(family, link, 1, 1, 1).fit(model);
                    for (double c : new double[] {1e-12, 7, 1e12}) {
                        FittedModel weighted = table(family, link, 1, c, 1).fit(model);
                        assertThat(weighted.status()).isEqualTo(base.status());
                        assertThat(weighted.convergence().singular())
                                .isEqualTo(base.convergence().singular());
                        close("log-likelihood", base.logLik(), weighted.logLik());
                        close("sigma", base.sigma() * Math.pow(c, sigmaPower(family, 1)), weighted.sigma());
                        close(base.fixed(), weighted.fixed(), 1, 0, 1);
                    }
                    for (double s : new double[] {1e-12, 1e12}) {
                        FittedModel scaled = table(family, link, 1, 1, s).fit(model);
                        assertThat(scaled.status()).isEqualTo(base.status());
                        close("log-likelihood", base.logLik(), scaled.logLik());
                        close(base.fixed(), scaled.fixed(), 1, 0, s);
                    }
                }));
            }
        return tests.stream();
    }

    /** @param cheap all links of some families, and the first of every other; or the rest */
    private static List<String[]> pairs(boolean cheap) {
        List<String[]> pairs = new ArrayList<>();
        for (String name : Families.names()) {
            List<String> links = Families.byName(name).links();
            if (Families.byName(name).hasUnit())
                for (String link : links)
                    if (cheap == (CHEAP.contains(name) || link.equals(links.get(0))))
                        pairs.add(new String[] {name, link});
        }
        return pairs;
    }

    /** Means well inside the range of every link, in units k of the response, c of the weights and s of the covariate x. */
    private static Table table(Family family, Link link, double k, double c, double s) {
        double intercept = link.eta(2);
        double size = Math.abs(intercept) > 0.1 ? Math.abs(intercept) : 1;
        SplittableRandom random = new SplittableRandom(3);
        double[][] v = new double[6][ROWS];
        double[] b = random.doubles(LEVELS)
                .map(u -> 0.12 * size * random.nextGaussian())
                .toArray();
        double[] slope = random.doubles(LEVELS)
                .map(u -> 0.1 * size * random.nextGaussian())
                .toArray();
        for (int i = 0; i < ROWS; i++) {
            int g = i % LEVELS;
            double x = 2 * random.nextDouble() - 1;
            double offset = 0.05 * size * (random.nextDouble() - 0.5);
            double mu = link.mu(intercept + (0.1 * size + slope[g]) * x + b[g] + b[(g + i / 40) % 4] + offset);
            v[0][i] = k * mu * (1 + 0.1 * random.nextGaussian());
            v[1][i] = s * x;
            v[2][i] = 1 + random.nextDouble();
            v[3][i] = c * (0.5 + random.nextDouble());
            v[4][i] = link.unitFactor(k) * offset;
        }
        return new Table(ROWS)
                .number("y", i -> v[0][i])
                .number("x", i -> v[1][i])
                .number("z", i -> v[2][i])
                .number("w", i -> v[3][i])
                .number("o", i -> v[4][i])
                .text("g", i -> "g" + i % LEVELS)
                .text("h", i -> "h" + (i % LEVELS) % 4)
                .text("t", i -> "t" + i / 40);
    }

    /** These errors say nothing about a shape. */
    private static String held(String name) {
        Family family = Families.byName(name);
        boolean shaped = family.parameters().stream().anyMatch(p -> p.name().equals(Parameter.SHAPE));
        return shaped ? ", shape = " + shape(family) : "";
    }

    private static double shape(Family family) {
        return family.shapeIsVariancePower() ? 1.5 : 5;
    }

    /** The power of the unit that a model's sigma has, with the variance function mu^v: of a standard deviation or a dispersion. */
    private static double sigmaPower(Family family, double v) {
        return (2 - v) / (family.hasDispersion() ? 2 : family.dispersionPower());
    }

    /**
     * @param a factor of the linear predictor, and b what it is shifted by
     * @param power of the unit that sigma has
     */
    private static void same(FittedModel base, FittedModel other, double k, double a, double b, double power) {
        assertThat(other.status()).as(other.message()).isEqualTo(base.status());
        assertThat(other.convergence().singular()).isEqualTo(base.convergence().singular());
        assertThat(other.convergence().iterations())
                .isCloseTo(base.convergence().iterations(), within(2));
        // at the end rounding may decide whether the Hessian is taken once more
        assertThat(other.convergence().evaluations())
                .isCloseTo(base.convergence().evaluations(), within(2 * (2 * base.npar() + 2) + 3));
        int p = (int)
                base.fixed().stream().filter(f -> !Double.isNaN(f.estimate())).count();
        double constant = -base.nobs() * Math.log(k) + (base.method().equals("REML") ? p * Math.log(a) : 0);
        // relative to what is compared, which may be small beside the constant
        assertThat(other.logLik() - constant)
                .isCloseTo(base.logLik(), within(RELATIVE * Math.max(Math.abs(base.logLik()), Math.abs(constant))));
        if (!Double.isNaN(base.sigma())) close("sigma", base.sigma() * Math.pow(k, power), other.sigma());
        close(base.fixed(), other.fixed(), a, b, 1);
        for (int i = 0; i < base.varCorr().size(); i++) {
            VarCorr one = base.varCorr().get(i);
            VarCorr two = other.varCorr().get(i);
            boolean residual = one.term1() == null;
            boolean unitless = one.term2() != null || one.isNamed();
            double factor = unitless ? 1 : residual ? Math.pow(k, power) : a;
            double sd = one.sdOrCorr() * factor;
            assertThat(two.sdOrCorr()).as("%s %s", one.group(), one.term1()).isCloseTo(sd, within(1e-6 * Math.abs(sd)));
        }
    }

    private static void close(List<Coefficient> base, List<Coefficient> other, double a, double b, double s) {
        for (int i = 0; i < base.size(); i++) {
            Coefficient one = base.get(i);
            boolean scaled = one.term().equals("x");
            double by = a / (scaled ? s : 1);
            double shift = one.term().equals("(Intercept)") ? b : 0;
            double se = one.stdError() * by;
            // an estimate is known to its standard error times what the search leaves
            assertThat((other.get(i).estimate() - shift) / by)
                    .as(one.term())
                    .isCloseTo(
                            one.estimate(),
                            within(RELATIVE * (Math.abs(one.estimate()) + Math.abs(shift / by))
                                    + 1e-6 * one.stdError()));
            if (!Double.isNaN(se))
                assertThat(other.get(i).stdError())
                        .as("standard error of %s", one.term())
                        .isCloseTo(se, within(1e-6 * se));
            else assertThat(other.get(i).stdError()).isNaN();
        }
    }

    private static void close(String what, double expected, double actual) {
        if (Double.isNaN(expected)) assertThat(actual).as(what).isNaN();
        else assertThat(actual).as(what).isCloseTo(expected, within(RELATIVE * Math.abs(expected)));
    }
}
