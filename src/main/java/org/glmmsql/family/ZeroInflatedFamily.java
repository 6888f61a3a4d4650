package org.glmmsql.family;

import java.util.List;
import java.util.stream.Stream;
import org.glmmsql.design.Response;
import org.jspecify.annotations.Nullable;

/**
 * Counts of which a share p are zeros of another kind, whatever their mean: f(0) = p + (1 - p) f_0(0), else f = (1 - p) f_0, with
 * logit p a predictor of its own after those of f_0 (D-F12).
 */
final class ZeroInflatedFamily implements Family {
    static final Parameter ZERO = new Parameter("zero", "zero", new LogitLink(), false);

    private final Family counts;

    /** @param counts the family of the other counts */
    ZeroInflatedFamily(Family counts) {
        this.counts = counts;
    }

    /** log f of the counts, with the zeros beside them. */
    private record ZeroInflated(LogDensity counts) implements LogDensity {
        @Override
        public int predictors() {
            return counts.predictors() + 1;
        }

        @Override
        public void evaluate(int row, int len, double[] y, double[] w, double[][] eta, Want want, double[][] out) {
            int k = counts.predictors();
            JetRows rows = new JetRows(k + 1, want);
            Want ofCounts = new Want(
                    true,
                    want.newton() || want.third() || want.others(),
                    want.third() || want.others(),
                    want.others(),
                    want.random() & (1 << k) - 1);
            double[][] inner = new double[Want.places(k)][len];
            double[] one = new double[len];
            java.util.Arrays.fill(one, 1);
            double[] response = java.util.Arrays.copyOfRange(y, row, row + len);
            counts.evaluate(0, len, response, one, eta, ofCounts, inner);
            for (int j = 0; j < len; j++) {
                double weight = w[row + j];
                if (weight == 0) {
                    rows.zero(j, out);
                    continue;
                }
                rows.space.clear();
                Jet count = rows.load(inner, k, j);
                Jet zero = rows.space.variable(rows.number(k), eta[k][j]);
                Jet notZero = zero.softplus().times(-1);
                Jet log = response[j] > 0
                        ? count.plus(notZero)
                        : count.plus(counts.logConstant(0, 1))
                                .minus(zero)
                                .softplus()
                                .plus(zero)
                                .plus(notZero);
                rows.store(log, weight, j, out);
            }
        }

        @Override
        public boolean concave(int random) {
            return false;
        }

        @Override
        public double logConstant(double y, double w) {
            return w == 0 || y == 0 ? 0 : w * counts.logConstant(y, 1);
        }
    }

    @Override
    public LogDensity density(String link) {
        return new ZeroInflated(counts.density(link));
    }

    @Override
    public Distribution distribution(String link, double[] predictors, double weight) {
        int last = predictors.length - 1;
        double[] ofCounts = java.util.Arrays.copyOf(predictors, last);
        return new WithZerosDistribution(counts.distribution(link, ofCounts, weight), predictors[last]);
    }

    @Override
    public List<Parameter> parameters() {
        return Stream.concat(counts.parameters().stream(), Stream.of(ZERO)).toList();
    }

    /** The share of zeros beyond those of Poisson counts with these means, no less than a tenth of all. */
    @Override
    public double start(Parameter parameter, double[] y, double[] w, double[] mu) {
        if (!parameter.equals(ZERO)) {
            return counts.start(parameter, y, w, mu);
        }
        double excess = 0;
        double total = 0;
        for (int i = 0; i < y.length; i++) {
            excess += w[i] * ((y[i] == 0 ? 1 : 0) - Math.exp(-mu[i]));
            total += w[i];
        }
        double share = Math.max(0.1, Math.min(0.9, excess / total));
        return Math.log(share / (1 - share));
    }

    @Override
    public String name() {
        return counts.name();
    }

    @Override
    public List<String> links() {
        return counts.links();
    }

    @Override
    public boolean ofCounts() {
        return true;
    }

    @Override
    public int edge(double y) {
        return counts.edge(y);
    }

    @Override
    public boolean separable(String link) {
        return counts.separable(link);
    }

    @Override
    public List<String> linksOfTheWholeLine() {
        return counts.linksOfTheWholeLine();
    }

    @Override
    public double[] priorWeights(Response response, double @Nullable [] weights) {
        return counts.priorWeights(response, weights);
    }

    @Override
    public Link link(String link) {
        return counts.link(link);
    }

    @Override
    public double startingMean(double y, double w) {
        return counts.startingMean(y, w);
    }

    @Override
    public double unitDeviance(double y, double mu) {
        return counts.unitDeviance(y, mu);
    }

    @Override
    public double variance(double mu) {
        return counts.variance(mu);
    }

    @Override
    public double sigma(double dispersion) {
        return counts.sigma(dispersion);
    }
}
