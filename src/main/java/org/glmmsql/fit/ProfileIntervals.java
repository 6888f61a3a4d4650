package org.glmmsql.fit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.glmmsql.formula.Method;
import org.glmmsql.model.FittedModel;
import org.jspecify.annotations.Nullable;

/** Limits by profile likelihood in the place of Wald's (D64). */
final class ProfileIntervals {
    private final ToldNumbers numbers;
    private final Likelihoods likelihoods;
    private final Estimates estimates;
    private final ProfiledLikelihood profiled;
    private final double z;
    private final List<String> missing = new ArrayList<>();
    /** Where the likelihood is higher than at the estimates; null where that was not seen. */
    private @Nullable String higher;

    ProfileIntervals(ToldNumbers numbers, Likelihoods likelihoods, Estimates estimates) {
        this.numbers = numbers;
        this.likelihoods = likelihoods;
        this.estimates = estimates;
        profiled = ProfiledLikelihood.of(likelihoods, estimates);
        z = new WaldTests(likelihoods.kind().options().confLevel()).quantile(Double.POSITIVE_INFINITY);
    }

    /** The model with these limits, and in its message the reasons of those that do not exist. */
    FittedModel model() {
        List<double[]> limits = new ArrayList<>();
        for (ToldNumber number : numbers.all()) limits.add(limits(number));
        if (higher != null) {
            // what is not at its maximum has no profile
            limits.forEach(both -> Arrays.fill(both, Double.NaN));
            missing.clear();
            missing.add(higher);
        }
        if (likelihoods.kind().method() == Method.REML)
            missing.add(
                    "a restricted likelihood has no profile of fixed effects, whose limits are NULL: use method = ML, or conf = wald");
        int[] next = {0};
        return numbers.with(
                number -> limits.get(next[0]++),
                missing.isEmpty() ? "" : "limits by profile: " + String.join("; ", missing));
    }

    /** Low and high; NaN where there is none. */
    double[] limits(ToldNumber number) {
        double[] limits = {Double.NaN, Double.NaN};
        for (int k = 0; k < 2 && higher == null && !numbers.isIntegratedOut(number); k++) {
            // each side from the estimates alone, whatever was asked before
            ProfileLimit.Found found = new ProfileLimit(profile(number), z)
                    .find(k == 0 ? number.low() : number.high(), k == 0 ? number.guessLow() : number.guessHigh());
            limits[k] = found.value();
            if (found.higher()) higher = "none, since with " + number.name() + found.reason();
            else if (found.reason() != null)
                missing.add("no " + (k == 0 ? "lower" : "upper") + " limit of " + number.name() + ", since "
                        + found.reason());
        }
        return limits;
    }

    Profile profile(ToldNumber number) {
        return new Profile(likelihoods.built().data(), profiled, estimates, number);
    }
}
