package org.glmmsql.inference;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;
import org.glmmsql.model.Coefficient;
import org.glmmsql.model.FittedModel;
import org.glmmsql.model.Status;

/**
 * A model among several of the same rows, the one of the smallest AICc first.
 *
 * @param delta AICc less that of the first
 * @param weight exp(-delta / 2), of a sum of 1 over all (Burnham and Anderson 2002)
 * @param note why it is not compared; else empty
 */
public record ModelRank(String name, FittedModel model, double aicc, double delta, double weight, String note) {
    /** @throws GlmmException NOT_COMPARABLE for models of other rows, or by other likelihoods */
    public static List<ModelRank> of(List<NamedModel> models) {
        List<NamedModel> fitted = models.stream()
                .filter(named -> named.model().status() == Status.OK)
                .toList();
        fitted.forEach(named -> requireSame(fitted.get(0), named));
        double best = fitted.stream()
                .mapToDouble(named -> Quality.aicc(named.model()))
                .filter(Double::isFinite)
                .min()
                .orElse(Double.NaN);
        double sum = fitted.stream()
                .mapToDouble(named -> Math.exp((best - Quality.aicc(named.model())) / 2))
                .filter(Double::isFinite)
                .sum();
        Stream<ModelRank> ranked = fitted.stream()
                .map(named -> {
                    double aicc = Quality.aicc(named.model());
                    return new ModelRank(
                            named.name(),
                            named.model(),
                            aicc,
                            aicc - best,
                            Math.exp((best - aicc) / 2) / sum,
                            Double.isNaN(aicc) ? "AICc needs more rows than parameters + 1" : "");
                })
                .sorted(Comparator.comparingDouble(ModelRank::aicc).thenComparing(ModelRank::name));
        double nan = Double.NaN;
        Stream<ModelRank> others = models.stream()
                .filter(named -> named.model().status() != Status.OK)
                .map(named -> new ModelRank(
                        named.name(),
                        named.model(),
                        nan,
                        nan,
                        nan,
                        "its status is " + named.model().status() + ": "
                                + named.model().message()));
        return Stream.concat(ranked, others).toList();
    }

    private static void requireSame(NamedModel one, NamedModel other) {
        FittedModel a = one.model();
        FittedModel b = other.model();
        require(
                a.nobs() == b.nobs() && a.dataDigest().equals(b.dataDigest()),
                "rows, response, weights or offset",
                one,
                other);
        require(a.method().equals(b.method()), "method", one, other);
        require(
                !a.method().equals("REML") || terms(a).equals(terms(b)),
                "fixed effects, so that restricted likelihoods are not of the same data (use method = ML)",
                one,
                other);
    }

    private static String terms(FittedModel model) {
        return model.fixed().stream().map(Coefficient::term).collect(Collectors.joining(" + "));
    }

    private static void require(boolean holds, String what, NamedModel one, NamedModel other) {
        if (!holds) {
            throw new GlmmException(
                    ErrorCode.NOT_COMPARABLE,
                    "the models '" + one.name() + "' and '" + other.name() + "' differ in " + what
                            + "; fit all to the same rows in the same way");
        }
    }
}
