package org.glmmsql.random;

/**
 * Autoregression of order 1: correlations rho^|t_i - t_j| for positions t that are whole numbers, rho = x / sqrt(1 + x^2) (D-R12).
 */
final class Autoregressive extends OneCorrelation {
    /** Ascending; empty for 0, 1, 2, ... */
    private final double[] positions;

    Autoregressive() {
        this(new double[0]);
    }

    private Autoregressive(double[] positions) {
        this.positions = positions;
    }

    @Override
    public String name() {
        return "ar1";
    }

    @Override
    public Structure at(double[] where) {
        return new Autoregressive(where);
    }

    @Override
    double rho(int q, double x) {
        return x / Math.hypot(1, x);
    }

    @Override
    double independent(int q) {
        return 0;
    }

    /**
     * Column j holds what is new at position j and what is left of it later: rho^(t_i - t_j) s_j, s_j^2 = 1 - rho^(2 d_j), d_j the
     * distance to the position before.
     */
    @Override
    CorrelationFactor factor(int q, double[] theta, int at) {
        CorrelationFactor factor = new CorrelationFactor(q);
        double x = q > 1 ? theta[at] : 0;
        double rho = rho(q, x);
        // 1 - rho^2 and d rho / dx without cancellation for large x
        double rest = 1 / (1 + x * x);
        double byX = rest * Math.sqrt(rest);
        // from each position to the next
        double[] step = new double[q];
        double[] stepSlope = new double[q];
        for (int k = 1; k < q; k++) {
            double gap = position(k) - position(k - 1);
            step[k] = Math.pow(rho, gap);
            stepSlope[k] = gap * Math.pow(rho, gap - 1) * byX;
        }
        for (int col = 0; col < q; col++) {
            double share = 1;
            double shareSlope = 0;
            if (col > 0) {
                double gap = position(col) - position(col - 1);
                // rho^2 = 1 - rest
                share = Math.sqrt(-Math.expm1(gap * Math.log1p(-rest)));
                shareSlope = share > 0 ? -step[col] * stepSlope[col] / share : 0;
            }
            double left = 1;
            double leftSlope = 0;
            for (int row = col; row < q; row++) {
                if (row > col) {
                    leftSlope = leftSlope * step[row] + left * stepSlope[row];
                    left *= step[row];
                }
                factor.entry[row * q + col] = left * share;
                factor.slope[row * q + col] = leftSlope * share + left * shareSlope;
            }
        }
        return factor;
    }

    private double position(int k) {
        return positions.length == 0 ? k : positions[k];
    }
}
