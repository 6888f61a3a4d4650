package org.glmmsql.inference;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.glmmsql.family.Link;
import org.glmmsql.inference.Adjustment.Family;
import org.glmmsql.inference.GridOptions.Type;
import org.glmmsql.model.DegreesOfFreedom;
import org.jspecify.annotations.Nullable;

/** Wald inference on quantities of the mean. */
final class Wald {
    private final MeanPredictor mean;
    private final DegreesOfFreedom df;
    private final double[][] vcov;
    private final double confLevel;

    /** @param confLevel NaN for that of the model */
    Wald(MeanPredictor mean, String df, double confLevel) {
        this.mean = mean;
        this.df = mean.model.degreesOfFreedom(df);
        this.vcov = this.df.vcov();
        this.confLevel = Double.isNaN(confLevel) ? mean.model.confLevel() : confLevel;
    }

    /** An estimate with what tests and limits are made of. */
    private record Tested(double value, double stdError, double df, String note) {
        double statistic() {
            return value / stdError;
        }
    }

    private Tested tested(Quantity quantity) {
        String note = quantity.note().isEmpty() ? mean.notEstimable(quantity.gradient()) : quantity.note();
        if (!note.isEmpty()) {
            return new Tested(Double.NaN, Double.NaN, Double.NaN, note);
        }
        double[] l = mean.kept(quantity.gradient());
        double variance = Symmetric.form(l, vcov, l);
        boolean constant = Arrays.stream(l).allMatch(x -> x == 0);
        if (constant || !(variance > 0)) {
            String why =
                    constant ? "it does not depend on the estimates" : "the covariances of the estimates are not known";
            return new Tested(quantity.value(), constant ? 0 : Double.NaN, Double.NaN, why);
        }
        return new Tested(quantity.value(), Math.sqrt(variance), df.ofContrast(l), "");
    }

    /** One row for itself: on the scale of the quantity, or through a link from its linear predictor. @param link null for the first */
    Estimate alone(String label, String levels, Quantity quantity, @Nullable Link link) {
        Tested t = tested(quantity);
        double half = Law.quantile(1 - confLevel, t.df) * t.stdError;
        double[] limits = {t.value - half, t.value + half};
        if (link == null || Double.isNaN(t.value)) {
            return row(label, levels, t, t.value, t.stdError, Law.pValue(t.statistic(), t.df), limits);
        }
        double[] transformed = Arrays.stream(limits).map(link::mu).sorted().toArray();
        return row(
                label,
                levels,
                t,
                link.mu(t.value),
                Math.abs(link.muEta(t.value)) * t.stdError,
                Law.pValue(t.statistic(), t.df),
                transformed);
    }

    /** One row, compared with a number. */
    Estimate against(String label, Quantity quantity, double value) {
        Tested t = tested(quantity);
        double half = Law.quantile(1 - confLevel, t.df) * t.stdError;
        double statistic = (t.value - value) / t.stdError;
        return new Estimate(
                label,
                "{}",
                t.value,
                t.stdError,
                t.df,
                statistic,
                Law.pValue(statistic, t.df),
                t.value - half,
                t.value + half,
                t.note);
    }

    /** Contrasts of k means that are looked at together. */
    List<Estimate> together(
            List<String> labels, String levels, List<Quantity> contrasts, int k, Adjustment adjust, Type type) {
        List<Tested> tested = contrasts.stream().map(this::tested).toList();
        Family family = Family.of(
                tested.stream().mapToDouble(Tested::statistic).toArray(),
                tested.stream().mapToDouble(Tested::df).toArray(),
                k,
                1 - confLevel);
        double[] p = adjust.pValues(family);
        return IntStream.range(0, labels.size())
                .mapToObj(i -> {
                    Tested t = tested.get(i);
                    double half = Double.isNaN(family.t()[i]) ? Double.NaN : adjust.quantile(family, i) * t.stdError;
                    double[] limits = {t.value - half, t.value + half};
                    if (type != Type.RATIO) {
                        return row(labels.get(i), levels, t, t.value, t.stdError, p[i], limits);
                    }
                    double ratio = Math.exp(t.value);
                    double[] ratios = Arrays.stream(limits).map(Math::exp).toArray();
                    return row(labels.get(i), levels, t, ratio, ratio * t.stdError, p[i], ratios);
                })
                .toList();
    }

    private static Estimate row(
            String label, String levels, Tested t, double value, double stdError, double p, double[] limits) {
        return new Estimate(label, levels, value, stdError, t.df, t.statistic(), p, limits[0], limits[1], t.note);
    }
}
