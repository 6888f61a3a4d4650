package org.glmmsql.fit;

import org.glmmsql.likelihood.TermData;

/** How far the factor of a term's covariance moves with each of its parameters: |d Lambda / d theta_k|^2, the sum over its entries. */
final class FactorSlopes {
    /** Of a parameter without a unit; a guess is all that is wanted. */
    private static final double STEP = 1e-4;

    private FactorSlopes() {}

    /** One for each parameter of the term, at psi; 1 where nothing moves. */
    static double[] squares(TermData term, double[] psi) {
        double[] squares = new double[term.thetaSize()];
        for (int k = 0; k < squares.length; k++) {
            double square = term.parameter(k).scales() ? ofScale(term, k, psi) : ofNumber(term, k, psi);
            squares[k] = square > 0 && square < Double.POSITIVE_INFINITY ? square : 1;
        }
        return squares;
    }

    /** Lambda is linear in the parameters with its unit: where one of them is 1 and the others are 0 it is its own slope, to the bit. */
    private static double ofScale(TermData term, int k, double[] psi) {
        double[] at = psi.clone();
        for (int other = 0; other < term.thetaSize(); other++) {
            if (term.parameter(other).scales()) at[term.thetaFrom() + other] = other == k ? 1 : 0;
        }
        return square(lambda(term, at), new double[term.q() * term.q()], 1);
    }

    private static double ofNumber(TermData term, int k, double[] psi) {
        double[] up = psi.clone();
        double[] down = psi.clone();
        up[term.thetaFrom() + k] += STEP / 2;
        down[term.thetaFrom() + k] -= STEP / 2;
        return square(lambda(term, up), lambda(term, down), STEP);
    }

    private static double[] lambda(TermData term, double[] psi) {
        double[] lambda = new double[term.q() * term.q()];
        term.lambda(psi, lambda);
        return lambda;
    }

    private static double square(double[] up, double[] down, double step) {
        double sum = 0;
        for (int e = 0; e < up.length; e++) sum += (up[e] - down[e]) / step * ((up[e] - down[e]) / step);
        return sum;
    }
}
