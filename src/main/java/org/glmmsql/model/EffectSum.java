package org.glmmsql.model;

import java.util.Arrays;
import java.util.List;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.Excerpt;
import org.glmmsql.error.GlmmException;
import org.jspecify.annotations.Nullable;

/** A weighted sum of random effects of one level of each term, and its variance given the data and the parameters. One call's. */
final class EffectSum {
    private final List<RandomEffects> effects;
    /** By term of the model, -1 where its effects have no part. */
    private final int[] levels;

    private final double[][] z;

    EffectSum(List<RandomEffects> effects) {
        this.effects = effects;
        levels = new int[effects.size()];
        z = effects.stream().map(e -> new double[e.terms().size()]).toArray(double[][]::new);
        clear();
    }

    void clear() {
        Arrays.fill(levels, -1);
    }

    /** @param weights of the effects of the level, times {@code times} */
    void set(int term, int level, double[] weights, double times) {
        levels[term] = times == 0 ? -1 : level;
        for (int i = 0; i < weights.length; i++) {
            z[term][i] = times * weights[i];
        }
    }

    /** Sum of z' C z over all pairs of terms. @throws GlmmException PREDICT where the model does not keep a covariance that counts */
    double variance() {
        double variance = 0;
        for (int t = 0; t < levels.length; t++) {
            if (levels[t] < 0) {
                continue;
            }
            variance += quadraticForm(z[t], effects.get(t).covariances()[levels[t]]);
            for (int s = 0; s < t; s++) {
                if (levels[s] >= 0) {
                    variance += 2 * covariance(s, t);
                }
            }
        }
        // the covariances are those of effects that may be all but determined by one another
        return Math.max(0, variance);
    }

    private double covariance(int s, int t) {
        EffectCovariances pair = between(s, t);
        int size = z[s].length * z[t].length;
        int place = pair == null ? -1 : pair.place(levels[s], levels[t], size);
        if (pair == null || place < 0) {
            throw unknown(s, t, pair == null);
        }
        double[] block = pair.covariances()[levels[s]];
        double sum = 0;
        for (int i = 0; i < z[s].length; i++) {
            for (int j = 0; j < z[t].length; j++) {
                sum += z[s][i] * z[t][j] * block[place++];
            }
        }
        return sum;
    }

    private @Nullable EffectCovariances between(int s, int t) {
        for (EffectCovariances pair : effects.get(s).between()) {
            if (pair.term() == t) {
                return pair;
            }
        }
        return null;
    }

    private GlmmException unknown(int s, int t, boolean any) {
        RandomEffects first = effects.get(s);
        RandomEffects second = effects.get(t);
        boolean oneFactor = first.group().equals(second.group());
        String remedy = oneFactor
                ? "; use re = none, or fit it again"
                : "; use terms = (" + first.group() + ") or terms = (" + second.group()
                        + ") for the effects of one factor, or re = none for those of none";
        String what = "the error of a prediction with effects of "
                + (oneFactor ? "two terms of " + first.group() : first.group() + " and " + second.group())
                + " needs their covariances given the data, ";
        return new GlmmException(
                ErrorCode.PREDICT,
                what
                        + (any
                                ? "which the model does not keep: they are too many ("
                                        + first.levels().size() + " and "
                                        + second.levels().size()
                                        + " levels), or an earlier version of glmm-sql fitted it"
                                : "and of levels as many as these the model keeps them where both occurred together in a row, as '"
                                        + Excerpt.of(first.levels().get(levels[s])) + "' and '"
                                        + Excerpt.of(second.levels().get(levels[t])) + "' never did")
                        + remedy);
    }

    /** z' C z. @param triangle the lower triangle of C by rows, or its diagonal */
    private static double quadraticForm(double[] z, double[] triangle) {
        double sum = 0;
        if (triangle.length == z.length) {
            for (int i = 0; i < z.length; i++) {
                sum += z[i] * z[i] * triangle[i];
            }
            return sum;
        }
        for (int i = 0, at = 0; i < z.length; i++) {
            for (int j = 0; j <= i; j++, at++) {
                sum += (i == j ? 1 : 2) * z[i] * z[j] * triangle[at];
            }
        }
        return sum;
    }
}
