package org.glmmsql.correlation;

import org.jspecify.annotations.Nullable;

/**
 * A correlation by which a measurement depends on the earlier ones of its group through the last of them alone: R_ij is the product of the
 * correlations of neighbours between i and j, and R^-1 has three diagonals. All is done in time and memory of the number of places.
 */
abstract class Chain implements Correlation {
    /** Correlation of a measurement with the one before. */
    static final class Neighbours {
        /** r. */
        double correlation;
        /** 1 - r^2, without cancellation. */
        double rest;
        /** dr / dtheta, zero when asked for. */
        final double[] slopes;

        Neighbours(int parameters) {
            slopes = new double[parameters];
        }
    }

    /** Of place i and the one before, i > 0. */
    abstract void neighbours(Places places, Extent extent, int i, double[] theta, int from, Neighbours to);

    @Override
    public final boolean isDense() {
        return false;
    }

    @Override
    public final @Nullable FactoredCorrelation factor(Places places, Extent extent, double[] theta, int from) {
        Factor factor = new Factor(places.size(), parameters(extent).size());
        for (int i = 1; i < places.size(); i++) {
            Neighbours pair = new Neighbours(factor.parameters);
            neighbours(places, extent, i, theta, from, pair);
            if (!(pair.rest > 0)) {
                return null;
            }
            factor.pairs[i] = pair;
        }
        return factor;
    }

    private static final class Factor implements FactoredCorrelation {
        private final int parameters;
        private final Neighbours[] pairs;

        Factor(int m, int parameters) {
            this.parameters = parameters;
            pairs = new Neighbours[m];
            pairs[0] = new Neighbours(parameters);
            pairs[0].rest = 1;
        }

        @Override
        public int band() {
            return 1;
        }

        @Override
        public void whiten(double[] x, int from) {
            for (int i = pairs.length - 1; i > 0; i--) {
                x[from + i] = (x[from + i] - pairs[i].correlation * x[from + i - 1]) / Math.sqrt(pairs[i].rest);
            }
        }

        @Override
        public double logDet() {
            double sum = 0;
            for (Neighbours pair : pairs) {
                sum += Math.log(pair.rest);
            }
            return sum;
        }

        @Override
        public double precision(int i, int j) {
            if (j < i) {
                return -pairs[i].correlation / pairs[i].rest;
            }
            double own = 1 / pairs[i].rest;
            if (i + 1 < pairs.length) {
                Neighbours next = pairs[i + 1];
                own += next.correlation * next.correlation / next.rest;
            }
            return own;
        }

        @Override
        public void addGradient(double groups, double[] s, double[] gradient, int from) {
            if (parameters == 0) {
                return;
            }
            for (int i = 1; i < pairs.length; i++) {
                double r = pairs[i].correlation;
                double rest = pairs[i].rest;
                double before = s[2 * i - 2];
                double cross = s[2 * i + 1];
                // of what is new at place i
                double squares = s[2 * i] - 2 * r * cross + r * r * before;
                double byR = (groups * r + cross - r * before - squares * r / rest) / rest;
                for (int k = 0; k < parameters; k++) {
                    gradient[from + k] += byR * pairs[i].slopes[k];
                }
            }
        }
    }
}
