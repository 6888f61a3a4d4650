package org.glmmsql.family;

import java.util.stream.Stream;

/** y is the proportion of successes in w trials: log f = w K(y, eta) + log choose(w, w y) (D-F6). */
final class BinomialFamily extends TrialsFamily {
    BinomialFamily() {
        super(
                "binomial",
                Stream.concat(wholeLine().stream(), Stream.of(new LogLink(), new IdentityLink()))
                        .toList());
    }

    @Override
    LogDensity density(UnitLink link) {
        Kernel kernel = link instanceof LogitLink ? new LogitKernel() : new BinomialKernel(link);
        return new UnitDispersionDensity(kernel, TrialsFamily::logChoose);
    }

    @Override
    public boolean separable(String link) {
        return !link.equals("identity") && !link.equals("log");
    }

    @Override
    Distribution distribution(RowDensity density, UnitLink link, double[] predictors, double weight) {
        double[] jet = new double[Jets.SIZE];
        link.logComplement(predictors[0], jet);
        return new BinomialDistribution(density, weight, link.mu(predictors[0]), Math.exp(jet[0]));
    }
}
