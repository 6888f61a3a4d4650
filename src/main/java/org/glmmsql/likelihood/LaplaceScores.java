package org.glmmsql.likelihood;

/**
 * The gradient of Laplace's approximation by the linear predictors of a block of rows, whatever the random effects are (D10): with
 * S_uv = a_u' H^-1 a_v of a row and c_u = a_u' r, score_s = l_s + t_s + sum_u l_su c_u, t_s = 1/2 sum_uv l_suv S_uv, u and v over the
 * predictors with effects.
 */
final class LaplaceScores {
    private final RowDerivatives f;
    private final int[] random;
    /** S_uv, by pair u &gt;= v of places in {@link #random}, which begins at u (u + 1) / 2. */
    final double[][] leverages;
    /** t_s, by predictor. */
    final double[][] through;
    /** c_u, by place in {@link #random}. */
    final double[][] change;

    /** @param rows most rows of a block */
    LaplaceScores(RowDerivatives f, int predictors, int rows) {
        this.f = f;
        random = f.random;
        leverages = new double[random.length * (random.length + 1) / 2][rows];
        through = new double[predictors][random.length == 0 ? 0 : rows];
        change = new double[random.length][rows];
    }

    double[] leverage(int u, int v) {
        return leverages[u >= v ? u * (u + 1) / 2 + v : v * (v + 1) / 2 + u];
    }

    /** From S to t of rows from..end-1, for the predictors with effects or for the others. */
    void sumThrough(int from, int end, boolean withEffects) {
        for (int s = 0; s < through.length; s++) {
            if (isRandom(s) != withEffects) continue;
            boolean first = true;
            double[] t = through[s];
            for (int u = 0; u < random.length; u++)
                for (int v = 0; v <= u; v++) {
                    double[] third = f.third(s, random[u], random[v]);
                    double[] leverage = leverage(u, v);
                    double half = u == v ? 0.5 : 1;
                    if (first) for (int j = from; j < end; j++) t[j] = half * third[j] * leverage[j];
                    else for (int j = from; j < end; j++) t[j] += half * third[j] * leverage[j];
                    first = false;
                }
        }
    }

    /** Adds t_s + sum_u l_su c_u to the score of predictor s. */
    void addTo(double[] score, int s, int from, int end) {
        if (random.length == 1) {
            double[] t = through[s];
            double[] second = f.second(s, random[0]);
            double[] c = change[0];
            for (int j = from; j < end; j++) score[j] += t[j] + second[j] * c[j];
            return;
        }
        for (int u = 0; u < random.length; u++) {
            double[] second = f.second(s, random[u]);
            double[] c = change[u];
            for (int j = from; j < end; j++) score[j] += second[j] * c[j];
        }
        if (random.length > 0) for (int j = from; j < end; j++) score[j] += through[s][j];
    }

    private boolean isRandom(int s) {
        for (int r : random) if (r == s) return true;
        return false;
    }
}
