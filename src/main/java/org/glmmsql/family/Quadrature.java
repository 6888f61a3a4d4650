package org.glmmsql.family;

import java.util.function.UnaryOperator;

/** Adaptive Gauss-Kronrod quadrature of functions of one sign, to some 1e-14 of the integral (Piessens et al. 1983: 7 and 15 nodes). */
final class Quadrature {
    private static final double[] NODE = {
        0.991455371120812639206854697526329,
        0.949107912342758524526189684047851,
        0.864864423359769072789712788640926,
        0.741531185599394439863864773280788,
        0.586087235467691130294144691693082,
        0.405845151377397166906606412076961,
        0.207784955007898467600689403773245,
        0
    };
    private static final double[] KRONROD = {
        0.022935322010529224963732008058970,
        0.063092092629978553290700663189204,
        0.104790010322250183839876322541518,
        0.140653259715525918745189590510238,
        0.169004726639267902826583426598550,
        0.190350578064785409913256402421014,
        0.204432940075298892414161999234649,
        0.209482141084727828012999174891714
    };
    /** Of the nodes with odd index. */
    private static final double[] GAUSS = {
        0.129484966168869693270611432679082,
        0.279705391489276667901467771423780,
        0.381830050505118944950369775488975,
        0.417959183673469387755102040816327
    };

    /** Where the two rules agree to this part of the integral, the longer one has all digits. */
    private static final double AGREED = 2e-12;

    private static final double ROUNDING = 1e-16;

    private static final int DEPTH = 40;

    private Quadrature() {}

    /** @param f values at several points at once */
    static double integrate(UnaryOperator<double[]> f, double a, double b) {
        return a == b ? 0 : refined(f, a, b, 0, 0);
    }

    private static double refined(UnaryOperator<double[]> f, double a, double b, double whole, int depth) {
        double centre = a + (b - a) / 2;
        double half = (b - a) / 2;
        double[] x = new double[15];
        for (int i = 0; i < 7; i++) {
            x[i] = centre - half * NODE[i];
            x[14 - i] = centre + half * NODE[i];
        }
        x[7] = centre;
        double[] y = f.apply(x);
        double kronrod = KRONROD[7] * y[7];
        double gauss = GAUSS[3] * y[7];
        for (int i = 0; i < 7; i++) {
            kronrod += KRONROD[i] * (y[i] + y[14 - i]);
            if (i % 2 == 1) {
                gauss += GAUSS[i / 2] * (y[i] + y[14 - i]);
            }
        }
        kronrod *= half;
        double error = Math.abs(kronrod - gauss * half);
        if (!(error > AGREED * Math.abs(kronrod))
                || error <= ROUNDING * whole
                || depth == DEPTH
                || centre <= a
                || centre >= b) {
            return kronrod;
        }
        double known = Math.max(whole, Math.abs(kronrod));
        return refined(f, a, centre, known, depth + 1) + refined(f, centre, b, known, depth + 1);
    }
}
