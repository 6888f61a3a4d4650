package org.glmmsql.design;

import org.jspecify.annotations.Nullable;

/**
 * The response as the families see it.
 *
 * @param name as printed
 * @param y n values: numbers; 0/1 for a two-level factor or boolean; successes / trials for counts of successes
 * @param trials n numbers of trials for {@code cbind(s, f)} or {@code s / t}; null for a plain response,
 *     and where {@code weights =} says how many trials a proportion has
 * @param binary whether the response came as two levels or booleans
 */
public record Response(String name, double[] y, double @Nullable [] trials, boolean binary) {}
