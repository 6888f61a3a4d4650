package org.glmmsql.family;

import java.util.Arrays;
import org.glmmsql.special.Stirling;

/**
 * The series of Dunn and Smyth (2005) for the density of a Tweedie distribution, summed over the numbers j of summands, less the part that
 * its terms have in common where the mean is y: G(v, alpha) = log of the sum over j &gt; 0 of e^s_j,
 * s_j = -(1 + alpha) (j log(j / c) - j + c) - S(j) - S(j alpha), c = e^v, S the error of Stirling's formula. Terms are concave in j with
 * their maximum near c; the derivatives of G are cumulants of those of s_j under weights e^s_j. Where there are many, every h-th term says
 * as much: the trapezoidal rule for a function as smooth as that. For one thread.
 */
final class TweedieSeries {
    /** Terms below e^-NOTHING of the largest are left out. */
    private static final double NOTHING = 40;
    /** With more summands expected than this, terms are left out between others. */
    private static final double MANY = 200;
    /** Standard deviation of the terms in steps: the error is e^(-2 pi^2 DENSE^2). */
    private static final double DENSE = 1.5;

    /** Where (1 + x) log(1 + x) - x is a series of nine terms. */
    private static final double NEAR = 0.01;

    private static final int ROOM = 512;
    /** Terms of a few summands have what depends on alpha in a table. */
    private static final int TABLE = 256;

    private static final double[] ERROR = new double[TABLE];

    static {
        for (int j = 1; j < TABLE; j++) ERROR[j] = Stirling.error(j);
    }

    private double alpha = Double.NaN;
    /** S(j alpha) and its first three derivatives by alpha, as far as they were asked for. */
    private final double[][] byAlpha = new double[4][TABLE];

    private final boolean[] hasValue = new boolean[TABLE];
    private final boolean[] hasSlopes = new boolean[TABLE];

    private final double[] number = new double[ROOM];
    private final double[] distance = new double[ROOM];
    private final double[] term = new double[ROOM];

    /** G and its derivatives: by v and alpha, twice, three times, those by v first. */
    private double value, v, a, vv, va, aa, vvv, vva, vaa, aaa;

    /** G as a jet. */
    Jet at(Jet logCentre, Jet shape) {
        boolean slopes = !(logCentre.constant && shape.constant);
        sum(logCentre.value(), shape.value(), slopes);
        Jet zero = logCentre.times(0);
        if (!slopes) return zero.plus(value);
        Jet dv = logCentre.plus(-logCentre.value());
        Jet da = shape.plus(-shape.value());
        Jet byV = dv.times(vvv / 6)
                .plus(da.times(vva / 2))
                .plus(vv / 2)
                .times(dv)
                .plus(da.times(vaa / 2).plus(va).times(da))
                .plus(v);
        Jet byA = da.times(aaa / 6).plus(aa / 2).times(da).plus(a);
        return dv.times(byV).plus(da.times(byA)).plus(value);
    }

    private void sum(double logCentre, double shape, boolean slopes) {
        if (shape != alpha) {
            alpha = shape;
            Arrays.fill(hasValue, false);
            Arrays.fill(hasSlopes, false);
        }
        double c = Math.exp(logCentre);
        double step = c > MANY ? Math.max(1, Math.floor(Math.sqrt(c / (1 + shape)) / DENSE)) : 1;
        double middle = Math.max(1, Math.rint(c));
        int terms = 0;
        double largest = Double.NEGATIVE_INFINITY;
        for (int side = 1; side >= -1; side -= 2) {
            for (double j = side > 0 ? middle : middle - step; j > 0 && terms < ROOM; j += side * step) {
                double s = term(j, c, logCentre, terms);
                largest = Math.max(largest, s);
                boolean beyond = s < largest - NOTHING;
                if (!beyond) terms++;
                // before the maximum terms may be small too
                else if (side > 0 ? j > c : j < c) break;
            }
        }
        double total = 0;
        for (int i = 0; i < terms; i++) {
            term[i] = Math.exp(term[i] - largest);
            total += term[i];
        }
        value = largest + Math.log(total) + Math.log(step);
        if (slopes) cumulants(c, terms, total);
    }

    private double term(double j, double c, double logCentre, int at) {
        double x = (j - c) / c;
        double d = Math.abs(x) < NEAR
                ? c * nearOne(x)
                : Math.abs(x) < 0.5 ? c * ((1 + x) * Math.log1p(x) - x) : j * (Math.log(j) - logCentre) - (j - c);
        number[at] = j;
        distance[at] = d;
        double errors =
                j < TABLE ? ERROR[(int) j] + errorByTable((int) j) : Stirling.error(j) + Stirling.error(j * alpha);
        term[at] = -(1 + alpha) * d - errors;
        return term[at];
    }

    /** (1 + x) log(1 + x) - x for a small x. */
    private static double nearOne(double x) {
        double sum = 0;
        for (int k = 9; k > 2; k--) sum = x * (1.0 / (k * (k - 1)) - sum);
        return x * x * (0.5 - sum);
    }

    private double errorByTable(int j) {
        if (!hasValue[j]) {
            byAlpha[0][j] = Stirling.error(j * alpha);
            hasValue[j] = true;
        }
        return byAlpha[0][j];
    }

    /** A derivative of S(j alpha) by alpha. */
    private double slope(int order, double j) {
        if (j >= TABLE) return slopeOf(order, j);
        int k = (int) j;
        if (!hasSlopes[k]) {
            for (int o = 1; o <= 3; o++) byAlpha[o][k] = slopeOf(o, j);
            hasSlopes[k] = true;
        }
        return byAlpha[order][k];
    }

    private double slopeOf(int order, double j) {
        double x = j * alpha;
        return switch (order) {
            case 1 -> j * Stirling.errorDerivative(x);
            case 2 -> j * j * Stirling.errorSecondDerivative(x);
            default -> j * j * j * Stirling.errorThirdDerivative(x);
        };
    }

    private void cumulants(double c, int terms, double total) {
        double up = 1 + alpha;
        double meanX = 0;
        double meanB = 0;
        double meanB2 = 0;
        double meanB3 = 0;
        for (int i = 0; i < terms; i++) {
            double w = term[i] / total;
            term[i] = w;
            double j = number[i];
            meanX += w * (j - c);
            meanB -= w * (distance[i] + slope(1, j));
            meanB2 -= w * slope(2, j);
            meanB3 -= w * slope(3, j);
        }
        double xx = 0;
        double xb = 0;
        double bb = 0;
        double xb2 = 0;
        double bb2 = 0;
        double xxx = 0;
        double xxb = 0;
        double xbb = 0;
        double bbb = 0;
        for (int i = 0; i < terms; i++) {
            double j = number[i];
            double x = j - c - meanX;
            double b = -distance[i] - slope(1, j) - meanB;
            double b2 = -slope(2, j) - meanB2;
            double wx = term[i] * x;
            double wb = term[i] * b;
            xx += wx * x;
            xb += wx * b;
            bb += wb * b;
            xb2 += wx * b2;
            bb2 += wb * b2;
            xxx += wx * x * x;
            xxb += wx * x * b;
            xbb += wx * b * b;
            bbb += wb * b * b;
        }
        v = up * meanX;
        a = meanB;
        vv = -up * c + up * up * xx;
        va = meanX + up * xb;
        aa = meanB2 + bb;
        vvv = -up * c + up * up * up * xxx;
        vva = -c + 2 * up * xx + up * up * xxb;
        vaa = 2 * xb + up * xb2 + up * xbb;
        aaa = meanB3 + 3 * bb2 + bbb;
    }
}
