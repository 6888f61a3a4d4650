package org.glmmsql.family;

/** The power p of a Tweedie distribution with an atom at 0: eta = logit(p - 1), 1 &lt; p &lt; 2. */
final class TweediePowerLink implements Link {
    private static final LogitLink LOGIT = new LogitLink();

    @Override
    public String name() {
        return "logit(p - 1)";
    }

    @Override
    public double eta(double p) {
        return LOGIT.eta(p - 1);
    }

    @Override
    public double mu(double eta) {
        return 1 + LOGIT.mu(eta);
    }

    @Override
    public double muEta(double eta) {
        return LOGIT.muEta(eta);
    }

    @Override
    public String range() {
        return "a number between 1 and 2";
    }
}
