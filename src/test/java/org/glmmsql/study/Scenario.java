package org.glmmsql.study;

import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.PoissonDistribution;
import org.glmmsql.frame.Column;
import org.glmmsql.frame.FactorColumn;
import org.glmmsql.frame.NumericColumn;

/**
 * A population to draw data sets from: eta = beta0 + beta1 x + beta2 z + b0 [+ b1 x], with x standard normal by row, z a coin toss
 * by cluster, b0 ~ N(0, sd^2), b1 ~ N(0, (sd / 2)^2) independent.
 *
 * @param family binomial (0/1, logit) or poisson (log)
 * @param rows per cluster
 */
record Scenario(String family, int clusters, int rows, boolean slope, double sd) {
    static final List<String> TERMS = List.of("(Intercept)", "x", "z");

    /** Four sizes and shapes, three standard deviations each, for both families. */
    static final List<Scenario> ALL = List.of(
            new Scenario("binomial", 20, 10, false, 0.3),
            new Scenario("binomial", 20, 10, false, 1.5),
            new Scenario("binomial", 200, 5, false, 0.5),
            new Scenario("binomial", 200, 5, false, 2.0),
            new Scenario("binomial", 50, 20, true, 0.5),
            new Scenario("binomial", 200, 10, true, 1.5),
            new Scenario("poisson", 20, 10, false, 0.1),
            new Scenario("poisson", 20, 10, false, 1.0),
            new Scenario("poisson", 200, 5, false, 0.3),
            new Scenario("poisson", 200, 5, false, 1.0),
            new Scenario("poisson", 50, 20, true, 0.3),
            new Scenario("poisson", 200, 10, true, 0.8));

    String modelText(int nagq) {
        return "y ~ x + z + (" + (slope ? "x" : "1") + " | g), family = " + family + ", nagq = " + nagq;
    }

    double beta(String term) {
        return switch (term) {
            case "(Intercept)" -> -0.5;
            case "x" -> 0.5;
            default -> 0.7;
        };
    }

    double sd(String term) {
        return term.equals("x") ? sd / 2 : sd;
    }

    /** The data set of a number: always the same one. */
    Map<String, Column> draw(int number) {
        RandomGenerator random =
                RandomGeneratorFactory.of("L64X128MixRandom").create(1_000_003L * ALL.indexOf(this) + number);
        int n = clusters * rows;
        double[] y = new double[n];
        double[] x = new double[n];
        double[] z = new double[n];
        int[] g = new int[n];
        for (int cluster = 0, i = 0; cluster < clusters; cluster++) {
            double toss = random.nextInt(2);
            double b0 = sd("(Intercept)") * random.nextGaussian();
            double b1 = slope ? sd("x") * random.nextGaussian() : 0;
            for (int j = 0; j < rows; j++, i++) {
                x[i] = random.nextGaussian();
                z[i] = toss;
                g[i] = cluster;
                double eta = beta("(Intercept)") + b0 + (beta("x") + b1) * x[i] + beta("z") * toss;
                y[i] = response(eta, random.nextDouble());
            }
        }
        List<String> levels =
                IntStream.range(0, clusters).mapToObj(Integer::toString).toList();
        return Map.of(
                "y", number("y", y),
                "x", number("x", x),
                "z", number("z", z),
                "g", new FactorColumn("g", g, levels, n, false));
    }

    /** By inversion of the distribution function at u. */
    private double response(double eta, double u) {
        return family.equals("binomial")
                ? (u < 1 / (1 + Math.exp(-eta)) ? 1 : 0)
                : PoissonDistribution.of(Math.exp(eta)).inverseCumulativeProbability(u);
    }

    private static NumericColumn number(String name, double[] values) {
        return new NumericColumn(name, NumericColumn.Kind.NUMBER, values, values.length, null);
    }

    @Override
    public String toString() {
        return family + ", " + clusters + " x " + rows + ", " + (slope ? "slope" : "intercept") + ", sd " + sd;
    }
}
