package org.glmmsql.fit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.glmmsql.likelihood.ModelData;
import org.glmmsql.optimize.Descent;
import org.glmmsql.optimize.Held;
import org.glmmsql.optimize.HeldMinimizer;
import org.glmmsql.optimize.Minimizer;
import org.jspecify.annotations.Nullable;

/**
 * The log-likelihood maximised over all else while one number that the model tells has a value (D64). Every value is searched for from the
 * line through the maxima at the values next to it.
 */
final class Profile {
    /** Of the decrement of a search. */
    private static final double TOLERANCE = 1e-10;

    private static final int MAX_ITERATIONS = 50;

    private final ModelData data;
    private final ProfiledLikelihood profiled;
    private final Estimates estimates;
    private final ToldNumber number;
    private final double[][] root;
    private final double[][] covariance;
    private final Minimizer minimizer = new Minimizer(TOLERANCE, MAX_ITERATIONS);
    private final List<Point> points = new ArrayList<>();
    private final double[] slopes;
    private final double constant;

    /**
     * A maximum.
     *
     * @param x the parameters that the likelihood has
     * @param slope of the log-likelihood by the value
     */
    record Point(double value, double logLik, double slope, double[] x) {}

    Profile(ModelData data, ProfiledLikelihood profiled, Estimates estimates, ToldNumber number) {
        this.data = data;
        this.profiled = profiled;
        this.estimates = estimates;
        this.number = number;
        int from = profiled.from();
        covariance = NearMetric.covariance(estimates, from);
        root = NearMetric.root(covariance);
        double[] psi = estimates.psi().clone();
        slopes = new double[psi.length];
        double estimate = number.evaluate(psi, 0, slopes);
        double linear = 0;
        for (int k = 0; k < data.p(); k++) linear += slopes[k] * psi[k];
        constant = estimate - linear;
        points.add(new Point(estimate, estimates.logLik(), 0, Arrays.copyOfRange(psi, from, psi.length)));
    }

    double estimate() {
        return points.get(0).value();
    }

    double logLik() {
        return estimates.logLik();
    }

    /** Square root of the change of twice the log-likelihood, by the curvature at the maximum, for one unit of the number; NaN for unknown. */
    double standardError() {
        double squares = 0;
        int from = number.coefficient() && profiled.from() > 0 ? 0 : profiled.from();
        double[][] all = estimates.covariance();
        for (int i = from; i < slopes.length; i++)
            for (int k = from; k < slopes.length; k++)
                if (slopes[i] != 0 && slopes[k] != 0) squares += slopes[i] * all[i][k] * slopes[k];
        return Math.sqrt(squares);
    }

    /** The maximum with the number at c; null where c is not reached, or there is none. @param bound end of the range on this side of the estimate */
    @Nullable
    Point at(double c, double bound) {
        boolean held = number.coefficient() && profiled.coefficients() != null;
        Point point = null;
        // a line may lead out of the domain where the point next to c does not
        for (boolean line : new boolean[] {true, false})
            if (point == null) point = held ? held(c, start(c, line)) : constrained(c, start(c, line), bound);
        if (point != null) points.add(point);
        return point;
    }

    /** By least squares that hold it. */
    private @Nullable Point held(double c, double[] start) {
        double[] a = Arrays.copyOf(slopes, data.p());
        profiled.coefficients().hold(a, c - constant);
        try {
            Descent lowest = minimizer.lowest(new NegativeLogLik(profiled.likelihood()), start, covariance);
            if (!(lowest.value() < Double.POSITIVE_INFINITY)) return null;
            double[] x = lowest.x();
            double logLik = profiled.likelihood().evaluate(x, new double[x.length]);
            return new Point(c, logLik, profiled.coefficients().slopeOfHeld(), x);
        } finally {
            profiled.coefficients().hold(null, 0);
        }
    }

    private @Nullable Point constrained(double c, double[] start, double bound) {
        int from = profiled.from();
        double[] psi = estimates.psi().clone();
        Held held = new HeldMinimizer(minimizer, new NegativeLogLik(profiled.likelihood()), root)
                .minimize(
                        (x, gradient) -> {
                            System.arraycopy(x, 0, psi, from, x.length);
                            return number.evaluate(psi, from, gradient);
                        },
                        c,
                        start,
                        bound);
        return held == null ? null : new Point(c, -held.value(), -held.slope(), held.x());
    }

    /** On the line through the two maxima next to c on its side of the estimate, or at the nearest of them. */
    private double[] start(double c, boolean line) {
        Point first = points.get(0);
        boolean above = c > estimate();
        for (Point point : points)
            if (point.value() > estimate() == above && Math.abs(point.value() - c) < Math.abs(first.value() - c))
                first = point;
        Point second = null;
        for (Point point : points) {
            boolean side = point == points.get(0) || point.value() > estimate() == above;
            if (point == first || !side || point.value() == first.value()) continue;
            if (second == null || Math.abs(point.value() - c) < Math.abs(second.value() - c)) second = point;
        }
        double[] x = first.x().clone();
        if (line && second != null) {
            double t = (c - first.value()) / (second.value() - first.value());
            for (int k = 0; k < x.length; k++) x[k] += t * (second.x()[k] - x[k]);
        }
        if (!number.coefficient()) NearMetric.leaveBoundary(data, profiled.from(), x);
        return x;
    }
}
