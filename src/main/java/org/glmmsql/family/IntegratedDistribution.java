package org.glmmsql.family;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * A distribution by its density alone, integrated outwards from the mode over panels that grow, as far as they are asked for, and kept.
 * The density is that of the {@link Coordinate}.
 */
final class IntegratedDistribution extends ContinuousDistribution {
    /** A panel with so little of the sum, and the next ones too, ends it. */
    private static final double NEGLIGIBLE = 1e-18;

    private static final int NEGLIGIBLE_PANELS = 3;
    private static final int EQUAL_PANELS = 4;

    private final double mode;
    private final Side below;
    private final Side above;

    /** @param near a value not far from the likely ones */
    IntegratedDistribution(RowDensity density, double near) {
        super(density);
        mode = mode(coordinate.within(support, near));
        below = new Side(-1, coordinate.lowest);
        above = new Side(1, coordinate.highest);
    }

    private double logDensityAt(double x) {
        return logDensities(new double[] {x})[0];
    }

    private double[] logDensities(double[] x) {
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            y[i] = coordinate.y(support, x[i]);
            if (y[i] == support.low() || y[i] == support.high()) {
                // the masses are not part of the density
                y[i] = Double.NaN;
            }
        }
        double[] log = density.at(y);
        for (int i = 0; i < x.length; i++) {
            log[i] += coordinate.logSlope(support, x[i]);
        }
        return log;
    }

    /** A local mode, well enough to begin from, uphill from x. */
    private double mode(double start) {
        double x = start;
        double top = logDensityAt(x);
        for (double step = 1e-3 * Math.max(1, Math.abs(x)); step > 1e-6 * Math.max(1e-6, Math.abs(x)); ) {
            double up = logDensityAt(x + step);
            double down = logDensityAt(x - step);
            if (up > top) {
                x += step;
                top = up;
                step *= 2;
            } else if (down > top) {
                x -= step;
                top = down;
                step *= 2;
            } else if (Math.max(top - up, top - down) < 0.1) {
                break;
            } else {
                step /= 2;
            }
        }
        return x;
    }

    @Override
    double centre() {
        return coordinate.y(support, mode);
    }

    @Override
    double lower(double y) {
        double x = coordinate.within(support, y);
        return lowMass() + (x <= mode ? below.beyond(x) : below.beyond(mode) + above.upTo(x));
    }

    @Override
    double upper(double y) {
        double x = coordinate.within(support, y);
        return highMass() + (x >= mode ? above.beyond(x) : above.beyond(mode) + below.upTo(x));
    }

    @Override
    public double mean() {
        return moment(y -> y);
    }

    @Override
    public double variance() {
        double mean = mean();
        return moment(y -> (y - mean) * (y - mean));
    }

    private double moment(DoubleUnaryOperator g) {
        double masses = (lowMass() > 0 ? lowMass() * g.applyAsDouble(support.low()) : 0)
                + (highMass() > 0 ? highMass() * g.applyAsDouble(support.high()) : 0);
        double middle = g.applyAsDouble(centre());
        // about the middle, so that the terms of each side are of one sign where g is monotone
        return masses
                + middle * (below.beyond(mode) + above.beyond(mode))
                + below.moment(y -> g.applyAsDouble(y) - middle)
                + above.moment(y -> g.applyAsDouble(y) - middle);
    }

    /** The panels of one side of the mode. */
    private final class Side {
        private final int sign;
        private final double end;
        private final double width;
        private double[] mass = {};

        Side(int sign, double end) {
            this.sign = sign;
            this.end = end;
            this.width = width();
        }

        /** How far the density falls to about a half. */
        private double width() {
            double top = logDensityAt(mode);
            double step = 1e-3 * Math.max(1, Math.abs(mode));
            while (fall(top, step) > 1 && step > 1e-12 * Math.max(1e-12, Math.abs(mode))) {
                step /= 2;
            }
            while (fall(top, step) < 0.5 && step < 1e300) {
                step *= 2;
            }
            return step;
        }

        private double fall(double top, double step) {
            double fall = top - logDensityAt(mode + sign * step);
            return Double.isNaN(fall) ? Double.POSITIVE_INFINITY : fall;
        }

        /** Where panel j begins: some of equal width, then each twice as wide as the one before. */
        private double edge(int j) {
            double distance =
                    j <= EQUAL_PANELS ? j * width : width * (EQUAL_PANELS - 2 + Math.scalb(2.0, j - EQUAL_PANELS));
            double x = mode + sign * distance;
            return sign > 0 ? Math.min(end, x) : Math.max(end, x);
        }

        private int panel(double x) {
            int j = 0;
            while (edge(j + 1) != end && sign * (x - edge(j + 1)) >= 0) {
                j++;
            }
            return j;
        }

        private double mass(int j) {
            if (j >= mass.length) {
                int known = mass.length;
                mass = Arrays.copyOf(mass, Math.max(8, 2 * j));
                Arrays.fill(mass, known, mass.length, Double.NaN);
            }
            if (Double.isNaN(mass[j])) {
                mass[j] = integral(edge(j), edge(j + 1), y -> 1);
            }
            return mass[j];
        }

        private double integral(double from, double to, DoubleUnaryOperator g) {
            return Quadrature.integrate(
                    x -> {
                        double[] value = logDensities(x);
                        for (int i = 0; i < x.length; i++) {
                            double f = Math.exp(value[i]);
                            value[i] = f > 0 ? f * g.applyAsDouble(coordinate.y(support, x[i])) : 0;
                        }
                        return value;
                    },
                    Math.min(from, to),
                    Math.max(from, to));
        }

        /** From the mode to x. */
        double upTo(double x) {
            int last = panel(x);
            double sum = 0;
            for (int j = 0; j < last; j++) {
                sum += mass(j);
            }
            return sum + integral(edge(last), x, y -> 1);
        }

        /** From x to the end. */
        double beyond(double x) {
            int first = panel(x);
            double sum = x == edge(first) ? mass(first) : integral(x, edge(first + 1), y -> 1);
            int negligible = 0;
            for (int j = first + 1; edge(j) != end && negligible < NEGLIGIBLE_PANELS; j++) {
                double next = mass(j);
                sum += next;
                negligible = next <= NEGLIGIBLE * sum ? negligible + 1 : 0;
            }
            return sum;
        }

        double moment(DoubleUnaryOperator g) {
            double sum = 0;
            int negligible = 0;
            for (int j = 0; edge(j) != end && negligible < NEGLIGIBLE_PANELS; j++) {
                double next = integral(edge(j), edge(j + 1), g);
                sum += next;
                negligible = Math.abs(next) <= NEGLIGIBLE * Math.abs(sum) ? negligible + 1 : 0;
            }
            return sum;
        }
    }
}
