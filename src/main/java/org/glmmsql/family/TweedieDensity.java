package org.glmmsql.family;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Log density of the Tweedie distribution (D-F16) by the predictors of the mean, log phi and logit(p - 1). With q = p - 1, alpha =
 * (1 - q) / q, d = log(mu / y) and j* = w y^(1 - q) / (phi (1 - q)), the expected number of summands if the mean were y,
 * log f = -j* (alpha (e^(-q d) - 1) + e^((1 - q) d) - 1) + log(alpha) / 2 + G(log j*, alpha) - log y - log(2 pi), y &gt; 0,
 * G being {@link TweedieSeries}; log f(0) = -w mu^(1 - q) / (phi (1 - q)).
 */
final class TweedieDensity implements LogDensity {
    private static final double LOG_2PI = Math.log(2 * Math.PI);

    private final PositiveLink link;

    TweedieDensity(PositiveLink link) {
        this.link = link;
    }

    @Override
    public int predictors() {
        return 3;
    }

    @Override
    public boolean concave(int random) {
        return random == 1 && link instanceof LogLink;
    }

    @Override
    public double logConstant(double y, double w) {
        return w == 0 || y == 0 ? 0 : -Math.log(y) - LOG_2PI;
    }

    @Override
    public void evaluate(int row, int len, double[] y, double[] w, double[][] eta, Want want, double[][] out) {
        JetRows rows = new JetRows(3, want);
        TweedieSeries series = new TweedieSeries();
        // the series depends on no mean: Newton's steps for means do without
        boolean whole = Arrays.stream(want.rows(3)).anyMatch(place -> place == L || place > L_ETA3);
        Jet[] at = new Jet[3];
        for (int j = 0; j < len; j++) {
            if (w[row + j] == 0) {
                rows.zero(j, out);
                continue;
            }
            rows.space.clear();
            for (int s = 0; s < 3; s++) at[s] = rows.space.variable(rows.number(s), eta[s][j]);
            rows.store(logDensity(y[row + j], w[row + j], at, whole ? series : null), 1, j, out);
        }
    }

    private Jet logDensity(double y, double w, Jet[] eta, @Nullable TweedieSeries series) {
        Jet logMu = LinkJets.logMean(link, eta[0]);
        Jet softplus = eta[2].softplus();
        Jet rest = softplus.times(-1).exp();
        // log(w / (phi (1 - q)))
        Jet rate = softplus.minus(eta[1]).plus(Math.log(w));
        if (y == 0) return rest.times(logMu).plus(rate).exp().times(-1);
        double logY = Math.log(y);
        Jet logCentre = rest.times(logY).plus(rate);
        Jet alpha = eta[2].times(-1).exp();
        Jet q = alpha.plus(1).reciprocal();
        Jet d = logMu.plus(-logY);
        Jet deviance =
                alpha.times(q.times(d).times(-1).expm1()).plus(rest.times(d).expm1());
        Jet byMean = logCentre.exp().times(deviance).times(-1);
        return series == null ? byMean : byMean.minus(eta[2].times(0.5)).plus(series.at(logCentre, alpha));
    }
}
