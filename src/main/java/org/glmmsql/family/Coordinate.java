package org.glmmsql.family;

/**
 * The whole line in place of the interval a response is in: y itself, its logarithm, or its logit. A density has no poles there, and one
 * mode where y has one at each end.
 */
enum Coordinate {
    LINE(-1e300, 1e300) {
        @Override
        double y(Support support, double x) {
            return x;
        }

        @Override
        double x(Support support, double y) {
            return y;
        }

        @Override
        double logSlope(Support support, double x) {
            return 0;
        }
    },
    LOG(-745, 709) {
        @Override
        double y(Support support, double x) {
            return support.low() + Math.exp(x);
        }

        @Override
        double x(Support support, double y) {
            return Math.log(y - support.low());
        }

        @Override
        double logSlope(Support support, double x) {
            return x;
        }
    },
    LOGIT(-745, 745) {
        @Override
        double y(Support support, double x) {
            return support.low() + (support.high() - support.low()) * LOGISTIC.mu(x);
        }

        @Override
        double x(Support support, double y) {
            return Math.log(y - support.low()) - Math.log(support.high() - y);
        }

        @Override
        double logSlope(Support support, double x) {
            double e = Math.exp(-Math.abs(x));
            return Math.log(support.high() - support.low()) - Math.abs(x) - 2 * Math.log1p(e);
        }
    };

    private static final LogitLink LOGISTIC = new LogitLink();

    /** No y beyond these is a double strictly inside its interval. */
    final double lowest;

    final double highest;

    Coordinate(double lowest, double highest) {
        this.lowest = lowest;
        this.highest = highest;
    }

    static Coordinate of(Support support) {
        return support.low() == Double.NEGATIVE_INFINITY
                ? LINE
                : support.high() == Double.POSITIVE_INFINITY ? LOG : LOGIT;
    }

    abstract double y(Support support, double x);

    abstract double x(Support support, double y);

    /** log dy/dx. */
    abstract double logSlope(Support support, double x);

    /** The coordinate of y, or of the value inside that is nearest to it. */
    final double within(Support support, double y) {
        double x = y <= support.low() ? lowest : y >= support.high() ? highest : x(support, y);
        return Math.max(lowest, Math.min(highest, x));
    }
}
