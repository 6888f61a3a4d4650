package org.glmmsql.family;

import org.glmmsql.special.NormalTail;
import org.glmmsql.special.Stirling;

/**
 * A number with its derivatives to the third order by the variables of a {@link JetSpace}: a log density written once in jets has all of
 * its derivatives (Griewank and Walther 2008, chapter 13). Operations give new jets of the same space.
 */
final class Jet {
    private final JetSpace space;
    /** By the places of {@link Want}. */
    final double[] d;

    /** Whether it depends on no variable: all derivatives are 0. */
    boolean constant;

    Jet(JetSpace space, double[] d) {
        this.space = space;
        this.d = d;
    }

    double value() {
        return d[0];
    }

    Jet plus(Jet o) {
        return combined(1, o);
    }

    Jet minus(Jet o) {
        return combined(-1, o);
    }

    private Jet combined(double factor, Jet o) {
        Jet r = space.next();
        for (int i = 0; i < d.length; i++) {
            r.d[i] = d[i] + factor * o.d[i];
        }
        r.constant = constant && o.constant;
        return r;
    }

    Jet plus(double number) {
        Jet r = space.next();
        System.arraycopy(d, 0, r.d, 0, d.length);
        r.d[0] += number;
        r.constant = constant;
        return r;
    }

    Jet times(double factor) {
        Jet r = space.next();
        for (int i = 0; i < d.length; i++) {
            r.d[i] = factor * d[i];
        }
        r.constant = constant;
        return r;
    }

    Jet times(Jet o) {
        if (o.constant) {
            return times(o.d[0]);
        }
        if (constant) {
            return o.times(d[0]);
        }
        Jet r = space.next();
        double[] f = d;
        double[] g = o.d;
        r.d[0] = f[0] * g[0];
        if (f.length == Jets.SIZE) {
            r.d[1] = f[1] * g[0] + f[0] * g[1];
            // in the order of the sums below, for the same bits
            double first = f[1] * g[1];
            r.d[2] = f[2] * g[0] + first + first + f[0] * g[2];
            double left = f[2] * g[1];
            double right = f[1] * g[2];
            r.d[3] = f[3] * g[0] + left + left + left + right + right + right + f[0] * g[3];
            return r;
        }
        JetLayout at = space.layout;
        int[] p = at.first;
        for (int a = 0; a < p.length; a++) {
            r.d[p[a]] = f[p[a]] * g[0] + f[0] * g[p[a]];
            for (int b = 0; b <= a; b++) {
                int ab = at.second[a][b];
                r.d[ab] = f[ab] * g[0] + f[p[a]] * g[p[b]] + f[p[b]] * g[p[a]] + f[0] * g[ab];
                for (int c = 0; c <= b && at.order > 2; c++) {
                    int ac = at.second[a][c];
                    int bc = at.second[b][c];
                    int abc = at.third[a][b][c];
                    r.d[abc] = f[abc] * g[0]
                            + f[ab] * g[p[c]]
                            + f[ac] * g[p[b]]
                            + f[bc] * g[p[a]]
                            + f[p[a]] * g[bc]
                            + f[p[b]] * g[ac]
                            + f[p[c]] * g[ab]
                            + f[0] * g[abc];
                }
            }
        }
        return r;
    }

    /** F of this number, given F and its first three derivatives there. */
    Jet map(double value, double f1, double f2, double f3) {
        if (constant) {
            return space.constant(value);
        }
        Jet r = space.next();
        double[] g = d;
        r.d[0] = value;
        if (g.length == Jets.SIZE) {
            r.d[1] = f1 * g[1];
            r.d[2] = f2 * g[1] * g[1] + f1 * g[2];
            double product = g[2] * g[1];
            r.d[3] = f3 * g[1] * g[1] * g[1] + f2 * (product + product + product) + f1 * g[3];
            return r;
        }
        JetLayout at = space.layout;
        int[] p = at.first;
        for (int a = 0; a < p.length; a++) {
            double ga = g[p[a]];
            r.d[p[a]] = f1 * ga;
            for (int b = 0; b <= a; b++) {
                double gb = g[p[b]];
                int ab = at.second[a][b];
                r.d[ab] = f2 * ga * gb + f1 * g[ab];
                for (int c = 0; c <= b && at.order > 2; c++) {
                    double gc = g[p[c]];
                    r.d[at.third[a][b][c]] = f3 * ga * gb * gc
                            + f2 * (g[ab] * gc + g[at.second[a][c]] * gb + g[at.second[b][c]] * ga)
                            + f1 * g[at.third[a][b][c]];
                }
            }
        }
        return r;
    }

    Jet exp() {
        double e = Math.exp(d[0]);
        return map(e, e, e, e);
    }

    /** e^x - 1. */
    Jet expm1() {
        double e = Math.exp(d[0]);
        return map(Math.expm1(d[0]), e, e, e);
    }

    /** 1 / x. */
    Jet reciprocal() {
        double r = 1 / d[0];
        return map(r, -r * r, 2 * r * r * r, -6 * r * r * r * r);
    }

    /** log(1 + x), x &gt; -1. */
    Jet log1p() {
        double r = 1 / (1 + d[0]);
        return map(Math.log1p(d[0]), r, -r * r, 2 * r * r * r);
    }

    /** log(1 + e^x). */
    Jet softplus() {
        double e = Math.exp(-Math.abs(d[0]));
        double p = d[0] > 0 ? 1 / (1 + e) : e / (1 + e);
        double slope = e / ((1 + e) * (1 + e));
        return map(Math.max(d[0], 0) + Math.log1p(e), p, slope, slope * (1 - 2 * p));
    }

    /** log log(1 + e^x). */
    Jet logSoftplus() {
        double x = d[0];
        double e = Math.exp(x);
        if (x < -8) {
            // log(1 - e/2 + e^2/3 - ...): what is left of differences of numbers near 1
            double s2 = 5.0 / 24 * e * e;
            double s3 = e * e * e / 8;
            return map(
                    x - e / 2 + s2 - s3,
                    1 - e / 2 + 2 * s2 - 3 * s3,
                    -e / 2 + 4 * s2 - 9 * s3,
                    -e / 2 + 8 * s2 - 27 * s3);
        }
        double small = Math.exp(-Math.abs(x));
        double value = Math.max(x, 0) + Math.log1p(small);
        double p = x > 0 ? 1 / (1 + small) : small / (1 + small);
        double rest = 1 - p;
        double r = p / value;
        double left = rest - r;
        double second = r * left;
        return map(Math.log(value), r, second, second * left - r * (p * rest + second));
    }

    /** log Phi(x) of the standard normal distribution. */
    Jet logNormalCdf() {
        double[] s = new double[Jets.SIZE];
        NormalTail.logCdf(d[0], s);
        return map(s[0], s[1], s[2], s[3]);
    }

    /** log(Gamma(x + 1/2) / Gamma(x)) - log(x) / 2, x &gt; 0. */
    Jet halfRise() {
        double x = d[0];
        double value = Stirling.halfRise(0, x);
        return constant
                ? space.constant(value)
                : map(value, Stirling.halfRise(1, x), Stirling.halfRise(2, x), Stirling.halfRise(3, x));
    }

    /** S(x + n) - S(x) of Stirling's formula, x &gt; 0, n = 0, 1, ... */
    Jet stirlingRise(double n) {
        double x = d[0];
        double value = Stirling.rise(0, x, n);
        return constant
                ? space.constant(value)
                : map(
                        value,
                        Stirling.rise(1, x, n),
                        Stirling.rise(2, x, n),
                        space.layout.order > 2 ? Stirling.rise(3, x, n) : 0);
    }
}
