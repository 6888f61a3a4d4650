package org.glmmsql.inference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.Excerpt;
import org.glmmsql.error.GlmmException;
import org.glmmsql.error.Suggestion;
import org.glmmsql.model.CallOptions;

/**
 * Which contrasts of k means: a name, or weights in the order of the levels, {@code (-1, 0.5, 0.5)}, several with names, {@code low = (1, -1, 0),
 * high = (0, 1, -1)}.
 */
final class ContrastMethod {
    private static final List<String> NAMES =
            List.of("pairwise", "revpairwise", "trt.vs.ctrl", "consec", "poly", "eff", "(weights)");

    private static final List<String> DEGREES = List.of("linear", "quadratic", "cubic", "quartic");

    /** A contrast. */
    record Contrast(String name, double[] weights) {}

    private ContrastMethod() {}

    static boolean isOfPairs(String method) {
        return method.equals("pairwise") || method.equals("revpairwise");
    }

    /** @param ratio whether names are of ratios @throws GlmmException BAD_OPTION_VALUE, NOT_APPLICABLE for one mean */
    static List<Contrast> of(String method, List<String> labels, boolean ratio) {
        int k = labels.size();
        if (k < 2) {
            throw new GlmmException(
                    ErrorCode.NOT_APPLICABLE,
                    "there is only one mean, " + Excerpt.list(labels)
                            + ", and nothing to contrast it with; name a factor with two levels before the bar, or give a number several values by at = (x: 1, 2)");
        }
        List<Contrast> contrasts = new ArrayList<>();
        switch (method) {
            case "pairwise" -> {
                for (int i = 0; i < k; i++) {
                    for (int j = i + 1; j < k; j++) {
                        contrasts.add(difference(labels, i, j, ratio));
                    }
                }
            }
            case "revpairwise" -> {
                for (int i = 1; i < k; i++) {
                    for (int j = 0; j < i; j++) {
                        contrasts.add(difference(labels, i, j, ratio));
                    }
                }
            }
            case "trt.vs.ctrl" -> IntStream.range(1, k).forEach(i -> contrasts.add(difference(labels, i, 0, ratio)));
            case "consec" -> IntStream.range(1, k).forEach(i -> contrasts.add(difference(labels, i, i - 1, ratio)));
            case "eff" ->
                IntStream.range(0, k).forEach(i -> {
                    double[] weights = new double[k];
                    Arrays.fill(weights, -1.0 / k);
                    weights[i] += 1;
                    contrasts.add(new Contrast(labels.get(i) + " effect", weights));
                });
            case "poly" -> contrasts.addAll(polynomials(k));
            default -> contrasts.addAll(given(method, k));
        }
        return contrasts;
    }

    private static Contrast difference(List<String> labels, int i, int j, boolean ratio) {
        double[] weights = new double[labels.size()];
        weights[i] = 1;
        weights[j] = -1;
        return new Contrast(labels.get(i) + (ratio ? " / " : " - ") + labels.get(j), weights);
    }

    /** Orthogonal, with the smallest whole numbers: the three-term recurrence of discrete Chebyshev polynomials on 0, ..., k - 1. */
    private static List<Contrast> polynomials(int k) {
        List<Contrast> contrasts = new ArrayList<>();
        double[] before = new double[k];
        double[] last = new double[k];
        Arrays.fill(last, 1);
        for (int degree = 1; degree < k && degree <= 6; degree++) {
            double[] next = new double[k];
            for (int x = 0; x < k; x++) {
                next[x] = ((2 * degree - 1) * (2.0 * x + 1 - k) * last[x]
                                - (degree - 1) * ((double) k * k - (degree - 1.0) * (degree - 1)) * before[x])
                        / degree;
            }
            before = last;
            last = next;
            String name = degree <= DEGREES.size() ? DEGREES.get(degree - 1) : "degree " + degree;
            contrasts.add(new Contrast(name, whole(next)));
        }
        return contrasts;
    }

    /** Without their common divisor. */
    private static double[] whole(double[] numbers) {
        long divisor = 0;
        for (double number : numbers) {
            divisor = gcd(Math.abs(Math.round(number)), divisor);
        }
        long common = Math.max(1, divisor);
        return Arrays.stream(numbers).map(x -> Math.round(x) / (double) common).toArray();
    }

    private static long gcd(long a, long b) {
        return b == 0 ? a : gcd(b, a % b);
    }

    private static List<Contrast> given(String method, int k) {
        if (!method.contains("(")) {
            throw new GlmmException(
                    ErrorCode.BAD_OPTION_VALUE,
                    "there are no contrasts '" + Excerpt.of(method) + "'; " + Suggestion.among(method, NAMES)
                            + ", with weights as in (-1, 0.5, 0.5) ~ dose");
        }
        List<Contrast> contrasts = new ArrayList<>();
        for (String part : CallOptions.split(method, ",")) {
            List<String> pair = CallOptions.split(part, "=");
            String text = pair.get(pair.size() - 1).strip();
            String name = pair.size() > 1 ? CallOptions.unquoted(pair.get(0)) : text;
            boolean listed = text.startsWith("(") && text.endsWith(")") && pair.size() <= 2;
            double[] weights = listed
                    ? Arrays.stream(text.substring(1, text.length() - 1).split(",", -1))
                            .mapToDouble(CallOptions::number)
                            .toArray()
                    : new double[0];
            double sum = Arrays.stream(weights).sum();
            double size = Arrays.stream(weights).map(Math::abs).sum();
            if (weights.length != k || !(Math.abs(sum) <= 1e-8 * size) || size == 0) {
                throw new GlmmException(
                        ErrorCode.BAD_OPTION_VALUE,
                        "the contrast '" + Excerpt.of(part.strip()) + "' has to be " + k
                                + " numbers in parentheses, one for each mean, whose sum is 0");
            }
            contrasts.add(new Contrast(name, weights));
        }
        return contrasts;
    }
}
