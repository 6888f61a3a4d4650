package org.glmmsql.family;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The counts of another family without its zeros, f(y) = f_0(y) / (1 - f_0(0)) for y &gt; 0 (D-F18). The mean that is modelled is that of
 * the counts with their zeros.
 */
final class TruncatedFamily extends CountFamily {
    private static final CloglogLink ANY = new CloglogLink();

    private static final String PREFIX = "truncated_";

    private final FullCountFamily counts;

    TruncatedFamily(FullCountFamily counts) {
        super(
                PREFIX + counts.name(),
                counts.positiveLinks(),
                counts.parameters().stream().skip(1).toArray(Parameter[]::new));
        this.counts = counts;
    }

    /** log f of the counts with zeros, less log(1 - f(0)). */
    private record Truncated(LogDensity counts, PositiveLink link, FullCountFamily family) implements LogDensity {
        @Override
        public int predictors() {
            return counts.predictors();
        }

        @Override
        public void evaluate(int row, int len, double[] y, double[] w, double[][] eta, Want want, double[][] out) {
            int k = counts.predictors();
            JetRows rows = new JetRows(k, want);
            double[][] inner = new double[Want.places(k)][len];
            double[] one = new double[len];
            Arrays.fill(one, 1);
            counts.evaluate(0, len, Arrays.copyOfRange(y, row, row + len), one, eta, want.ofJets(k), inner);
            FullCountFamily.Depth depth = family.depth();
            double[] any = new double[Jets.SIZE];
            Jet[] at = new Jet[k];
            for (int j = 0; j < len; j++) {
                if (w[row + j] == 0) {
                    rows.zero(j, out);
                    continue;
                }
                rows.space.clear();
                for (int s = 0; s < k; s++) at[s] = rows.space.variable(rows.number(s), eta[s][j]);
                Jet logDepth = depth.at(LinkJets.logMean(link, at[0]), at);
                ANY.logMean(logDepth.value(), any);
                Jet log = rows.load(inner, k, j).minus(logDepth.map(any[0], any[1], any[2], any[3]));
                rows.store(log, w[row + j], j, out);
            }
        }

        @Override
        public boolean concave(int random) {
            return random == 1 && family.concaveTruncated(link);
        }

        @Override
        public double logConstant(double y, double w) {
            return counts.logConstant(y, w);
        }
    }

    @Override
    LogDensity density(PositiveLink link) {
        return new Truncated(counts.density(link), link, counts);
    }

    @Override
    public boolean excludesZero() {
        return true;
    }

    @Override
    public int edge(double y) {
        return y == 1 ? -1 : 0;
    }

    @Override
    boolean inRange(double y) {
        return y > 0 && super.inRange(y);
    }

    @Override
    String range() {
        return "the counts 1, 2, 3, ...";
    }

    @Override
    String remedy(Violations bad) {
        return super.remedy(bad)
                + (bad.smallest() == 0
                        ? "; with zero = ~ 1 zeros have a probability of their own, and family = " + counts.name()
                                + " takes them as counts like the others"
                        : "");
    }

    @Override
    public @Nullable String limit(Parameter parameter, double value) {
        return counts.limit(value, PREFIX);
    }

    @Override
    public boolean modelsMeanOfResponse() {
        return false;
    }

    /** mu / (1 - f(0)). */
    @Override
    public double meanOfResponse(String link, double[] predictors, double[] slopes) {
        int all = (1 << predictors.length) - 1;
        JetRows rows = new JetRows(predictors.length, new Want(false, true, false, false, all));
        Jet[] at = new Jet[predictors.length];
        for (int s = 0; s < at.length; s++) at[s] = rows.space.variable(rows.number(s), predictors[s]);
        Jet logMean = LinkJets.logMean(link(link), at[0]);
        Jet logDepth = counts.depth().at(logMean, at);
        double[] any = new double[Jets.SIZE];
        ANY.logMean(logDepth.value(), any);
        Jet mean = logMean.minus(logDepth.map(any[0], any[1], any[2], any[3])).exp();
        for (int s = 0; s < slopes.length; s++) slopes[s] = mean.d[Want.place(s)];
        return mean.value();
    }

    /** About the mean of counts that without their zeros have the mean y. */
    @Override
    public double startingMean(double y, double w) {
        return -y * Math.expm1(0.9 - y);
    }

    @Override
    public double variance(double mu, double[] predictors) {
        return counts.variance(mu, predictors);
    }

    @Override
    public double start(Parameter parameter, double[] y, double[] w, double[] mu) {
        return counts.start(parameter, y, w, mu);
    }
}
