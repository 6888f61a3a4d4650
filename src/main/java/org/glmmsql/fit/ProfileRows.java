package org.glmmsql.fit;

import java.util.ArrayList;
import java.util.List;
import org.glmmsql.design.Design;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;
import org.glmmsql.formula.Conf;
import org.glmmsql.formula.ModelSpec;
import org.glmmsql.model.FittedModel;
import org.glmmsql.model.ProfileRow;
import org.glmmsql.model.Status;

/** The profile of every number that a model tells, as points. */
public final class ProfileRows {
    /** On each side of the estimate. */
    private static final int POINTS = 4;
    /** Share of the way to a bound that is left: there a variance has no slope. */
    private static final double BESIDE = 1e-5;

    private ProfileRows() {}

    /** @throws GlmmException NOT_APPLICABLE for a model without a profile */
    public static void check(ModelSpec spec) {
        GlmmFitter.check(spec);
        if (spec.options().conf() != Conf.WALD)
            throw new GlmmException(
                    ErrorCode.NOT_APPLICABLE, "glmm_profile gives the profile itself, not limits; leave conf out");
        new ConfCheck(ModelKind.of(spec)).checkProfile();
    }

    /** None for a model without estimates. @param spec closed, and checked */
    public static List<ProfileRow> rows(ModelSpec spec, Design design, Control control) {
        List<ProfileRow> rows = new ArrayList<>();
        GlmmFitter.fit(spec, design, control, (model, of, likelihoods, estimates) -> {
            if (model.status() == Status.OK) rows.addAll(rows(model, of, likelihoods, estimates));
            return model;
        });
        return rows;
    }

    private static List<ProfileRow> rows(
            FittedModel model, Design design, Likelihoods likelihoods, Estimates estimates) {
        ToldNumbers numbers = new ToldNumbers(model, design, likelihoods, estimates);
        ProfileIntervals intervals = new ProfileIntervals(numbers, likelihoods, estimates);
        List<ProfileRow> rows = new ArrayList<>();
        for (ToldNumber number : numbers.all()) {
            if (numbers.isIntegratedOut(number)) continue;
            double[] limits = intervals.limits(number);
            Profile profile = intervals.profile(number);
            double estimate = profile.estimate();
            List<ProfileRow> below = side(number, profile, estimate, limits[0], number.low(), number.guessLow());
            for (int k = below.size() - 1; k >= 0; k--) rows.add(below.get(k));
            rows.add(row(number, estimate, 0, profile.logLik()));
            rows.addAll(side(number, profile, estimate, limits[1], number.high(), number.guessHigh()));
        }
        return rows;
    }

    /** From the estimate outwards. @param limit of the profile; NaN for none, where Wald's says how far to go */
    private static List<ProfileRow> side(
            ToldNumber number, Profile profile, double estimate, double limit, double bound, double wald) {
        List<ProfileRow> rows = new ArrayList<>();
        double end = Double.isNaN(limit) ? wald : limit == bound ? bound + BESIDE * (estimate - bound) : limit;
        if (Double.isNaN(end) || end == estimate) return rows;
        for (int k = 1; k <= POINTS; k++) {
            double value = estimate + (end - estimate) * k / POINTS;
            Profile.Point point = profile.at(value, bound);
            if (point == null) break;
            double zeta = Math.sqrt(Math.max(0, 2 * (profile.logLik() - point.logLik())));
            rows.add(row(number, value, Math.copySign(zeta, value - estimate), point.logLik()));
        }
        return rows;
    }

    private static ProfileRow row(ToldNumber number, double value, double zeta, double logLik) {
        return new ProfileRow(number.component(), number.group(), number.term(), value, zeta, logLik);
    }
}
