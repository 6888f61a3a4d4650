package org.glmmsql.family;

/**
 * Responses from 0 to 1 with both ends (D-F23): 0 below a first cutpoint c1 of the logistic variable about eta, 1 above a second one c2, and
 * between them a beta density. Predictors are eta, log phi, c1 and c2; c1 &gt;= c2 is outside of the range. A prior weight multiplies it.
 */
record OrderedBetaDensity(LogDensity beta) implements LogDensity {
    OrderedBetaDensity(UnitLink link) {
        this(new BetaDensity(link));
    }

    @Override
    public int predictors() {
        return 4;
    }

    @Override
    public boolean concave(int random) {
        return false;
    }

    @Override
    public void evaluate(int row, int len, double[] y, double[] w, double[][] eta, Want want, double[][] out) {
        JetRows rows = new JetRows(4, want);
        Want ofBeta = new Want(
                true,
                want.newton() || want.third() || want.others(),
                want.third() || want.others(),
                want.others(),
                want.random() & 3);
        double[] response = new double[len];
        double[] between = new double[len];
        for (int j = 0; j < len; j++) {
            response[j] = y[row + j];
            // a weight of 0 is nothing: what is at an end has no density
            between[j] = w[row + j] > 0 && response[j] > 0 && response[j] < 1 ? 1 : 0;
        }
        Jet[] at = new Jet[4];
        double[][] inner = new double[Want.places(2)][len];
        beta.evaluate(0, len, response, between, eta, ofBeta, inner);
        for (int j = 0; j < len; j++) {
            if (w[row + j] == 0) {
                rows.zero(j, out);
                continue;
            }
            rows.space.clear();
            for (int s = 0; s < 4; s++) at[s] = rows.space.variable(rows.number(s), eta[s][j]);
            Jet log = logProbability(response[j], at[0], at[2], at[3]);
            rows.store(between[j] == 0 ? log : log.plus(rows.load(inner, 2, j)), w[row + j], j, out);
        }
    }

    /** Of the end where the response is, or of being between them. */
    private static Jet logProbability(double y, Jet eta, Jet lower, Jet upper) {
        Jet width = upper.minus(lower);
        Jet isBelow = lower.minus(eta);
        Jet isAbove = eta.minus(upper);
        Jet log = y == 0
                ? isBelow.times(-1).softplus().times(-1)
                : y == 1
                        ? isAbove.times(-1).softplus().times(-1)
                        : isBelow.softplus().plus(isAbove.softplus()).times(-1).plus(logDistance(width));
        return width.value() > 0 ? log : log.plus(Double.NaN);
    }

    /** log(1 - e^-d). */
    private static Jet logDistance(Jet d) {
        double odds = 1 / Math.expm1(d.value());
        double second = -odds * (1 + odds);
        return d.map(Math.log(-Math.expm1(-d.value())), odds, second, -second * (1 + 2 * odds));
    }

    @Override
    public double logConstant(double y, double w) {
        return y > 0 && y < 1 ? beta.logConstant(y, w) : 0;
    }
}
