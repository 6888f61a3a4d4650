package org.glmmsql.frame;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.DoubleStream;

/**
 * Polynomials of degree 1 to k, orthonormal over given points, by their three-term recurrence (Forsythe 1957); leading coefficients are
 * positive, so columns and signs are those of R's {@code poly}.
 */
public final class OrthogonalPolynomial {
    /** Squared norms below this multiple of what the degree before lets expect are rounding errors of 0. */
    private static final double NEGLIGIBLE = 1e-18;

    /** Centres of the recurrence, k of them. */
    private final double[] alpha;

    /** Squared norms of the monic polynomials from degree 0 to k; 0 where there are too few distinct points. */
    private final double[] norm2;

    /** Quotient of each squared norm and the one before it. */
    private final double[] ratio;

    private OrthogonalPolynomial(double[] alpha, double[] norm2) {
        this.alpha = alpha;
        this.norm2 = norm2;
        this.ratio = new double[norm2.length];
        for (int j = 1; j < ratio.length; j++) {
            setRatio(j);
        }
    }

    private void setRatio(int j) {
        ratio[j] = norm2[j - 1] > 0 ? norm2[j] / norm2[j - 1] : 0;
    }

    /** @param x the n points, by number */
    public static OrthogonalPolynomial over(IntToDoubleFunction x, int n, int degree) {
        OrthogonalPolynomial result = new OrthogonalPolynomial(new double[degree], new double[degree + 1]);
        result.fit(x, n);
        return result;
    }

    private void fit(IntToDoubleFunction x, int n) {
        double mean = mean(x, n);
        norm2[0] = n;
        alpha[0] = mean;
        for (int j = 1; j < norm2.length; j++) {
            double square = 0;
            double moment = 0;
            for (int i = 0; i < n; i++) {
                double point = x.applyAsDouble(i);
                double p = monic(point, j);
                square += p * p;
                moment += (point - mean) * p * p;
            }
            boolean vanishes = j > 1 && !(square > NEGLIGIBLE * (norm2[1] / n) * norm2[j - 1]);
            norm2[j] = vanishes ? 0 : square;
            setRatio(j);
            if (j < alpha.length) {
                alpha[j] = norm2[j] > 0 ? mean + moment / square : mean;
            }
        }
    }

    private static double mean(IntToDoubleFunction x, int n) {
        double first = n > 0 ? x.applyAsDouble(0) : 0;
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += x.applyAsDouble(i) - first;
        }
        return n > 0 ? first + sum / n : 0;
    }

    /** From {@link #constants}. */
    public static OrthogonalPolynomial of(List<Double> constants) {
        double[] all = constants.stream().mapToDouble(Double::doubleValue).toArray();
        int degree = all.length / 2;
        return new OrthogonalPolynomial(Arrays.copyOf(all, degree), Arrays.copyOfRange(all, degree, all.length));
    }

    /** The k centres, then the k + 1 squared norms. */
    public List<Double> constants() {
        return DoubleStream.concat(Arrays.stream(alpha), Arrays.stream(norm2))
                .boxed()
                .toList();
    }

    /** The orthonormal polynomial of a degree at x; 0 if it vanishes on the points. */
    public double at(double x, int degree) {
        return norm2[degree] > 0 ? monic(x, degree) / Math.sqrt(norm2[degree]) : 0;
    }

    private double monic(double x, int degree) {
        double before = 0;
        double p = 1;
        for (int j = 0; j < degree; j++) {
            double next = (x - alpha[j]) * p - ratio[j] * before;
            before = p;
            p = next;
        }
        return p;
    }
}
