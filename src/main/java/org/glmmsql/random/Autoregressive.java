package org.glmmsql.random;

import java.util.List;

/**
 * Autoregression of order 1 with one standard deviation: Sigma_ij = sd^2 rho^|t_i - t_j| for positions t that are whole numbers;
 * theta = (sd, free in sign, and x with rho = x / sqrt(1 + x^2) for q > 1) (D-R12).
 */
final class Autoregressive implements Structure {
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
    public List<Theta> parameters(int q) {
        return q > 1 ? List.of(Theta.entry("sd"), Theta.free("rho")) : List.of(Theta.entry("sd"));
    }

    @Override
    public boolean ownScales() {
        return false;
    }

    @Override
    public boolean byPosition() {
        return true;
    }

    @Override
    public Structure at(double[] where) {
        return new Autoregressive(where);
    }

    @Override
    public void lambda(int q, double[] theta, int from, double[] lambda) {
        factor(q, theta, from).scaled(theta[from], lambda);
    }

    @Override
    public void gradient(int q, double[] theta, int from, double[] g, double[] gradient) {
        factor(q, theta, from).scaledGradient(theta[from], g, gradient, from);
    }

    @Override
    public void start(int q, double[] sd, double[] theta, int from) {
        theta[from] = CorrelationFactor.shared(sd, q);
        if (q > 1) {
            theta[from + 1] = 0;
        }
    }

    @Override
    public List<Told> told(List<String> columns, String label) {
        return columns.size() == 1
                ? List.of(Told.shared(label))
                : List.of(Told.shared(label), Told.named(label, "rho", (theta, from) -> rho(theta[from + 1])));
    }

    @Override
    public boolean contains(String other) {
        return List.of("ar1", "homdiag").contains(other);
    }

    private static double rho(double x) {
        return x / Math.hypot(1, x);
    }

    /**
     * Column j holds what is new at position j and what is left of it later: rho^(t_i - t_j) s_j, s_j^2 = 1 - rho^(2 d_j), d_j the
     * distance to the position before.
     */
    private CorrelationFactor factor(int q, double[] theta, int from) {
        CorrelationFactor factor = new CorrelationFactor(q);
        double x = q > 1 ? theta[from + 1] : 0;
        double rho = rho(x);
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
