package org.glmmsql.family;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Ordered beta regression (Kubinec 2022): zeros and ones beside responses between them, all with one linear predictor (D-F23). */
final class OrderedBetaFamily extends ShareFamily {
    /** Of the logistic variable: a response is 0 below the first and 1 above the second. */
    static final Parameter LOWER = new Parameter("c1", "cutpoint", new IdentityLink(), false),
            UPPER = new Parameter("c2", "cutpoint", new IdentityLink(), false);

    OrderedBetaFamily() {
        super("ordbeta", List.of(new LogitLink()), PRECISION, LOWER, UPPER);
    }

    @Override
    LogDensity density(UnitLink link) {
        return new OrderedBetaDensity(link);
    }

    @Override
    public double[] neutral() {
        return new double[] {0, -1, 1};
    }

    @Override
    public boolean modelsMeanOfResponse() {
        return false;
    }

    /** P(1) + P(between) mu = F(eta - c2) (1 - mu) + F(eta - c1) mu, with mu = F(eta). */
    @Override
    public double meanOfResponse(String link, double[] predictors, double[] slopes) {
        LogitLink logit = new LogitLink();
        double eta = predictors[0];
        double mu = logit.mu(eta);
        double notZero = logit.mu(eta - predictors[2]);
        double one = logit.mu(eta - predictors[3]);
        double byLower = logit.muEta(eta - predictors[2]) * mu;
        double byUpper = logit.muEta(eta - predictors[3]) * logit.mu(-eta);
        slopes[0] = byLower + byUpper + (notZero - one) * logit.muEta(eta);
        slopes[1] = 0;
        slopes[2] = -byLower;
        slopes[3] = -byUpper;
        return one * logit.mu(-eta) + notZero * mu;
    }

    @Override
    Distribution distribution(RowDensity density, UnitLink link, double[] predictors, double weight) {
        return new BetaDistribution(density, link.mu(predictors[0]), Math.exp(predictors[1]));
    }

    @Override
    boolean inRange(double y) {
        return y >= 0 && y <= 1;
    }

    @Override
    String range() {
        return "numbers from 0 to 1";
    }

    @Override
    public int edge(double y) {
        return y == 1 ? 1 : y == 0 ? -1 : 0;
    }

    @Override
    public boolean separable(String link) {
        return true;
    }

    @Override
    public @Nullable String unknown(Parameter parameter, double[] y, double[] w) {
        if (parameter.equals(PRECISION)) {
            for (int i = 0; i < y.length; i++) {
                if (y[i] > 0 && y[i] < 1 && w[i] > 0) return null;
            }
            return "has no value between 0 and 1, of which family ordbeta models the precision; use family = binomial";
        }
        double end = parameter.equals(LOWER) ? 0 : parameter.equals(UPPER) ? 1 : Double.NaN;
        for (int i = 0; i < y.length; i++) {
            if (y[i] == end && w[i] > 0) return null;
        }
        return Double.isNaN(end)
                ? null
                : "has no value " + (int) end + ", of which family ordbeta models the share by its cutpoint "
                        + parameter.name()
                        + (end == 0
                                ? "; without zeros and ones use family = beta, with ones alone family = beta of 1 - y with zero = ~ 1"
                                : "; without zeros and ones use family = beta, with zeros alone family = beta with zero = ~ 1");
    }

    /** By moments: phi of the responses between, and the cutpoints that leave as many zeros and ones. */
    @Override
    public double start(Parameter parameter, double[] y, double[] w, double[] mu) {
        LogitLink logit = new LogitLink();
        double eta = 0;
        double total = 0;
        double zeros = 0;
        double ones = 0;
        double squares = 0;
        double most = 0;
        for (int i = 0; i < y.length; i++) {
            eta += w[i] * logit.eta(mu[i]);
            total += w[i];
            if (y[i] == 0) {
                zeros += w[i];
            } else if (y[i] == 1) {
                ones += w[i];
            } else {
                squares += w[i] * (y[i] - mu[i]) * (y[i] - mu[i]);
                most += w[i] * mu[i] * (1 - mu[i]);
            }
        }
        if (parameter.equals(LOWER)) return eta / total + logit.eta(inside(zeros / total));
        if (parameter.equals(UPPER)) return eta / total - logit.eta(inside(ones / total));
        return most > 0 ? logPrecision(squares / most) : 0;
    }

    /** A share that has a logit. */
    private static double inside(double share) {
        return Math.max(1e-6, Math.min(share, 1 - 1e-6));
    }
}
