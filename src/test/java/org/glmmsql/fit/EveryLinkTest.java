package org.glmmsql.fit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.glmmsql.family.Families;
import org.glmmsql.family.Family;
import org.glmmsql.family.Link;
import org.glmmsql.model.Coefficient;
import org.glmmsql.model.FittedModel;
import org.glmmsql.model.Status;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** Data simulated with every family and link are fitted, and the parameters come back within their uncertainty. */
class EveryLinkTest {
    private static final int ROWS = 2000;
    private static final int LEVELS = 50;
    private static final double SLOPE = 0.06;
    private static final double SD = 0.05;
    private static final int NEGATIVE_BINOMIAL = 3;
    private static final int DEGREES = 6;
    private static final double DELTA = 0.95;
    private static final int TRIALS = 8;
    private static final double CUTPOINT = 2;

    private static final List<String> SHARES = List.of("binomial", "beta", "betabinomial", "ordbeta");

    /** Whose densities cost next to nothing. */
    private static final List<String> CHEAP =
            List.of("gaussian", "binomial", "poisson", "Gamma", "inverse.gaussian", "nbinom2");

    @TestFactory
    Stream<DynamicTest> parametersComeBack() {
        List<DynamicTest> tests = new ArrayList<>();
        for (String family : Families.names())
            for (String link : Families.byName(family).links())
                for (String term : List.of("(1 | g)", "(x | g)"))
                    if (term.equals("(1 | g)") || isCheap(family, link)) tests.add(comesBack(family, link, term));
        return tests.stream();
    }

    /** {@code mvn -Pslow test -Dtest=EveryLinkTest}. */
    @Tag("slow")
    @TestFactory
    Stream<DynamicTest> parametersOfTheOtherSlopesComeBack() {
        List<DynamicTest> tests = new ArrayList<>();
        for (String family : Families.names())
            for (String link : Families.byName(family).links())
                if (!isCheap(family, link)) tests.add(comesBack(family, link, "(x | g)"));
        return tests.stream();
    }

    private static boolean isCheap(String family, String link) {
        return CHEAP.contains(family)
                || link.equals(Families.byName(family).links().get(0));
    }

    private static DynamicTest comesBack(String family, String link, String term) {
        return DynamicTest.dynamicTest(
                family + "(" + link + ") " + term, () -> check(Families.byName(family), link, term));
    }

    private static void check(Family family, String name, String term) {
        Link link = family.link(name);
        boolean shares = SHARES.contains(family.name()) || family.ofCategories();
        double intercept = shares ? link.eta(0.45) : link.eta(2);
        double size = Math.max(1, Math.abs(intercept));
        Random random = new Random(11);
        double[] b = random.doubles(LEVELS)
                .map(v -> SD * size * random.nextGaussian())
                .toArray();
        boolean drawn = family.ofCounts() && !List.of("poisson", "nbinom2").contains(family.name());
        // a row costs a sum over counts
        int rows = family.name().endsWith("compois") ? 6 * LEVELS : ROWS;
        double[] x = random.doubles(rows).map(v -> 2 * v - 1).toArray();
        double[] y = new double[rows];
        double phi = 0.1;
        for (int i = 0; i < rows; i++) {
            double eta = size * SLOPE * x[i] + b[i % LEVELS];
            y[i] = family.ofCategories()
                    ? category(link, eta, random.nextDouble())
                    : drawn
                            ? count(family, name, intercept + eta, random)
                            : draw(family.name(), link.mu(intercept + eta), phi, random);
        }
        Table table =
                new Table(rows).number("y", i -> y[i]).number("x", i -> x[i]).text("g", i -> "g" + i % LEVELS);
        FittedModel model = table.fit((family.name().equals("betabinomial") ? "cbind(y, " + TRIALS + " - y)" : "y")
                + " ~ x + " + term + ", " + family.name() + "(" + name + ")");
        assertThat(model.status()).as(model.message()).isEqualTo(Status.OK);
        Coefficient slope = model.fixed().stream()
                .filter(c -> c.term().equals("x"))
                .findFirst()
                .orElseThrow();
        double error = (slope.estimate() - size * SLOPE) / slope.stdError();
        assertThat(Math.abs(error)).isLessThan(4);
        if (family.hasDispersion()) assertThat(model.sigma()).isBetween(0.8 * Math.sqrt(phi), 1.2 * Math.sqrt(phi));
    }

    /** By the family's own distribution, with a log dispersion of 0.3. */
    private static double count(Family family, String link, double eta, Random random) {
        double[] predictors = new double[family.parameters().size()];
        Arrays.fill(predictors, 0.3);
        predictors[0] = eta;
        return family.distribution(link, predictors, 1).draw(random);
    }

    /** One of four. */
    private static double category(Link link, double eta, double u) {
        double category = 1;
        for (double share : new double[] {0.2, 0.45, 0.8}) if (u > link.mu(link.eta(share) - eta)) category++;
        return category;
    }

    private static double draw(String family, double mu, double phi, Random random) {
        switch (family) {
            case "nbinom2":
                double gamma = 0;
                for (int k = 0; k < NEGATIVE_BINOMIAL; k++) gamma -= Math.log(random.nextDouble());
                return draw("poisson", mu * gamma / NEGATIVE_BINOMIAL, phi, random);
            case "beta":
                // of precision 2 (Johnk 1964)
                double a;
                double b;
                do {
                    a = Math.pow(random.nextDouble(), 0.5 / mu);
                    b = Math.pow(random.nextDouble(), 0.5 / (1 - mu));
                } while (!(a + b <= 1));
                return a / (a + b);
            case "betabinomial":
                double p = draw("beta", mu, phi, random);
                int successes = 0;
                for (int k = 0; k < TRIALS; k++) if (random.nextDouble() < p) successes++;
                return successes;
            case "ordbeta":
                double u = random.nextDouble();
                double v = Math.log(mu / (1 - mu)) + Math.log(u / (1 - u));
                return v < -CUTPOINT ? 0 : v > CUTPOINT ? 1 : draw("beta", mu, phi, random);
            case "binomial":
                return random.nextDouble() < mu ? 1 : 0;
            case "poisson":
                double product = random.nextDouble();
                int count = 0;
                while (product > Math.exp(-mu)) {
                    count++;
                    product *= random.nextDouble();
                }
                return count;
            case "gaussian":
                return mu + Math.sqrt(phi) * random.nextGaussian();
            case "t":
                double squares = 0;
                for (int k = 0; k < DEGREES; k++) squares += Math.pow(random.nextGaussian(), 2);
                return mu + Math.sqrt(phi * DEGREES / squares) * random.nextGaussian();
            case "skewnormal":
                double root = Math.sqrt(1 - 2 * DELTA * DELTA / Math.PI);
                double z =
                        DELTA * Math.abs(random.nextGaussian()) + Math.sqrt(1 - DELTA * DELTA) * random.nextGaussian();
                return mu + Math.sqrt(phi) * (z - DELTA * Math.sqrt(2 / Math.PI)) / root;
            case "lognormal":
                double variance = Math.log1p(phi / (mu * mu));
                return mu * Math.exp(Math.sqrt(variance) * random.nextGaussian() - variance / 2);
            case "tweedie":
                // p = 1.5: as many exponential summands as a Poisson number
                double y = 0;
                double summands = draw("poisson", 2 * Math.sqrt(mu) / phi, phi, random);
                for (int k = 0; k < summands; k++) y -= phi / 2 * Math.sqrt(mu) * Math.log(random.nextDouble());
                return y;
            case "Gamma":
                double sum = 0;
                for (int k = 0; k < 1 / phi; k++) sum -= Math.log(random.nextDouble());
                return mu * sum * phi;
            default:
                // inverse gaussian by the root of a chi-square (Michael, Schucany and Haas 1976)
                double chi = Math.pow(random.nextGaussian(), 2);
                double lambda = 1 / phi;
                double smaller = mu
                        + mu * mu * chi / (2 * lambda)
                        - mu / (2 * lambda) * Math.sqrt(4 * mu * lambda * chi + mu * mu * chi * chi);
                return random.nextDouble() <= mu / (mu + smaller) ? smaller : mu * mu / smaller;
        }
    }
}
