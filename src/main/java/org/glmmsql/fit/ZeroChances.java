package org.glmmsql.fit;

import java.util.Arrays;
import org.glmmsql.family.Family;
import org.glmmsql.family.LogDensity;
import org.glmmsql.family.Want;
import org.glmmsql.frame.ExactSum;

/** The probabilities of a count of 0, some rows at a time. Not thread-safe. */
final class ZeroChances {
    private static final int BLOCK = 512;
    private static final Want VALUE = new Want(true, false, false, false, 1);

    private final LogDensity density;
    private final double constant;
    private final double[] y = new double[BLOCK];
    private final double[] w = new double[BLOCK];
    private final double[][] eta;
    private final double[][] out;
    private int size;

    ZeroChances(Family family, String link) {
        density = family.density(link);
        constant = family.ofCounts() ? density.logConstant(0, 1) : 0;
        eta = new double[density.predictors()][BLOCK];
        out = new double[Want.places(density.predictors())][BLOCK];
        Arrays.fill(w, 1);
    }

    void add(double[] predictors, ExactSum sum) {
        for (int s = 0; s < eta.length; s++) eta[s][size] = predictors[s];
        if (++size == BLOCK) flush(sum);
    }

    void flush(ExactSum sum) {
        if (size == 0) return;
        density.evaluate(0, size, y, w, eta, VALUE, out);
        for (int j = 0; j < size; j++) sum.add(Math.exp(out[LogDensity.L][j] + constant));
        size = 0;
    }
}
