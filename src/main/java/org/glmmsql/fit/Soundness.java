package org.glmmsql.fit;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;
import org.glmmsql.design.Design;
import org.glmmsql.design.RandomDesign;
import org.glmmsql.family.Link;
import org.glmmsql.family.Parameter;
import org.glmmsql.likelihood.ClusterLikelihood;
import org.glmmsql.likelihood.ModelData;
import org.glmmsql.likelihood.PredictorData;
import org.glmmsql.likelihood.TermData;
import org.glmmsql.model.Coefficient;
import org.glmmsql.model.Component;
import org.glmmsql.model.FittedModel;
import org.glmmsql.model.Status;
import org.glmmsql.model.VarCorr;
import org.jspecify.annotations.Nullable;

/** The last look at a fit that ended: what is no maximum, or one that says nothing, is not called ok (DESIGN.md, D41). */
final class Soundness {
    /** Times the spread of the responses on the scale of the linear predictor: effects that large were run after, not found. */
    private static final double RUNAWAY = 100;
    /** A standard deviation on a scale whose unit is a factor of e. */
    private static final double HUGE = 30;
    /** Standard deviation from which on quadrature is compared with a finer one: 5 for the logit, in widths from 0.1 to 0.9. */
    private static final double LARGE = 1.1;
    /** Standard deviation beyond which Laplace's approximation is not left without a word: 10 for the logit. */
    private static final double POOR = 2.275;
    /** Nodes to compare it with. */
    private static final int ENOUGH = 25;
    /** Nodes of another finer one: what a few nodes miss of an edge, twice as many may miss alike. */
    private static final int FINE = 101;
    /** Log-likelihood that a finer quadrature may change. */
    private static final double INACCURATE = 0.5;

    private final Design design;
    private final ModelData data;
    private final ModelKind kind;
    private final Link link;
    private final Control control;

    Soundness(Design design, ModelData data, ModelKind kind, Link link, Control control) {
        this.design = design;
        this.data = data;
        this.kind = kind;
        this.link = link;
        this.control = control;
    }

    /** The model, with another status and message if what it says cannot be relied on. */
    FittedModel judge(FittedModel model, Estimates estimates) {
        if (model.status() != Status.OK && model.status() != Status.NOT_CONVERGED) return model;
        String nearly = GroupSeparation.nearly(data, design, kind, estimates);
        if (nearly != null) return changed(model, Status.SEPARATION, nearly);
        String beyond = LinkLimit.message(data, kind, estimates);
        if (beyond != null) return changed(model, Status.BOUNDARY, beyond);
        String limit = limit(model);
        if (limit != null) return changed(model, model.status(), limit);
        String none = ResidualLimit.none(design, data, estimates);
        if (none != null) return changed(model, Status.NOT_IDENTIFIED, none);
        String correlation = ResidualLimit.same(design, data, estimates);
        if (model.status() != Status.OK)
            return correlation == null ? model : changed(model, Status.NOT_IDENTIFIED, correlation);
        String runaway = runaway(estimates);
        if (runaway != null) return changed(model, Status.NOT_CONVERGED, runaway);
        String unknown = unknown(model, estimates);
        if (unknown != null) return changed(model, Status.NOT_IDENTIFIED, correlation == null ? unknown : correlation);
        String inaccurate = kind.options().nagq() == 1 ? poor(estimates) : inaccurate(estimates);
        // a maximum of what was asked for, which is not the likelihood
        return inaccurate == null ? model : changed(model, Status.OK, inaccurate);
    }

    /** With what was to be known before, but for the reason of a status that there is a better one for. */
    private FittedModel changed(FittedModel model, Status status, String text) {
        String known = model.status() == Status.OK && status == Status.OK
                ? model.message()
                : String.join("; ", design.notes());
        return model.with(status, known.isEmpty() ? text : text + "; " + known);
    }

    /** A parameter beside the mean, the same for all rows, that ran to a limit of the family. */
    private @Nullable String limit(FittedModel model) {
        for (Component component : model.others()) {
            if (component.coefficients().size() > 1
                    || !design.random(component.parameter()).isEmpty()) continue;
            Parameter parameter = kind.family().parameters().stream()
                    .filter(p -> p.name().equals(component.parameter()))
                    .findFirst()
                    .orElseThrow();
            Coefficient only = component.coefficients().get(0);
            String limit = kind.family().limit(parameter, parameter.value(only.estimate()));
            if (limit != null) return limit;
            // so flat that a standard error leads to it: the search stopped on the way
            if (!(only.stdError() > HUGE)) continue;
            for (int side : new int[] {-1, 1}) {
                limit = kind.family().limit(parameter, parameter.value(only.estimate() + side * only.stdError()));
                if (limit != null) return limit;
            }
        }
        return null;
    }

    private @Nullable String runaway(Estimates estimates) {
        double limit = limit();
        for (int t = 0; t < data.terms().size(); t++) {
            TermData term = data.terms().get(t);
            RandomDesign named = design.random().get(t);
            for (int k = 0; k < term.q() && term.law().dependsOnTheta(); k++)
                if (Math.abs(term.lawTheta(estimates.psi(), k)) > HUGE)
                    return String.format(
                            Locale.ROOT,
                            "lambda of the effects (%s) by %s was run after to %.3g, where the law %s has no scale left: this is no"
                                    + " maximum that the data support; leave the random term out, or use random = normal",
                            String.join(", ", named.terms()),
                            named.group(),
                            Math.pow(term.lawTheta(estimates.psi(), k), 2),
                            named.law());
            double spread = RandomSpread.of(term, data, estimates);
            double most = term.predictor() == 0 ? limit : HUGE;
            if (spread <= most) continue;
            return String.format(
                    Locale.ROOT,
                    "the standard deviation of the effects (%s) by %s was run after to %.3g times what the responses vary on the scale"
                            + " of the linear predictor: this is no maximum that the data support; leave the random term out, or use"
                            + " another link",
                    String.join(", ", named.terms()),
                    named.group(),
                    spread / most * (most == HUGE ? HUGE : RUNAWAY));
        }
        return null;
    }

    /** In the units of the fit. */
    private double limit() {
        double squares = 0;
        double n = 0;
        for (int i = 0; i < data.n(); i++) {
            if (!(data.w()[i] > 0)) continue;
            double eta = link.eta(data.y()[i]);
            // a response at the edge of its range says nothing: that of links with a logarithm has a unit of its own
            if (!(Math.abs(eta) < Double.POSITIVE_INFINITY)) return HUGE;
            n += data.count()[i];
            squares += data.count()[i] * eta * eta;
        }
        return RUNAWAY * Math.sqrt(squares / n);
    }

    /** A missing standard error has a reason on the boundary; elsewhere it means that the information is not positive definite. */
    private @Nullable String unknown(FittedModel model, Estimates estimates) {
        List<String> names = new ArrayList<>();
        for (Coefficient c : model.fixed()) add(names, c.estimate(), c.stdError(), c.term());
        for (Component component : model.others())
            for (Coefficient c : component.coefficients())
                add(names, c.estimate(), c.stdError(), c.term() + " of the " + component.parameter());
        // of a logarithm, a standard error of a factor of e^30
        for (PredictorData predictor :
                data.predictors().subList(1, data.predictors().size())) {
            int[] own = predictor.coefficient();
            boolean scale = predictor.parameter().component().equals(Parameter.DISPERSION.component());
            if (scale && own.length == 1 && estimates.covariance()[own[0]][own[0]] > HUGE * HUGE)
                names.add("the " + predictor.parameter().name());
        }
        if (!model.convergence().singular())
            for (VarCorr v : model.varCorr())
                // of one latent variable they are 1 or -1 whatever the data say
                if (v.term2() == null || Math.abs(v.sdOrCorr()) < 1) add(names, v.sdOrCorr(), v.stdError(), named(v));
        return names.isEmpty()
                ? null
                : "the data do not determine " + String.join(", ", names)
                        + ": the information about it is not positive definite at the estimates; leave terms out";
    }

    private static String named(VarCorr v) {
        if (v.term1() == null) return "the residual standard deviation";
        if (v.isNamed()) return "the " + v.term1() + " of the effects by " + v.group();
        if (v.term2() == null) return "the standard deviation of " + v.term1() + " by " + v.group();
        return "the correlation of " + v.term1() + " and " + v.term2() + " by " + v.group();
    }

    private static void add(List<String> names, double estimate, double stdError, String name) {
        if (!Double.isNaN(estimate) && !(stdError < Double.POSITIVE_INFINITY)) names.add(name);
    }

    /** Large effects make clusters of shares one-sided: the integrand about their modes is not that of a normal density. */
    private @Nullable String poor(Estimates estimates) {
        if (!kind.family().ofTrials() || kind.hierarchical()) return null;
        double most = POOR * width();
        for (int t = 0; t < data.terms().size(); t++) {
            double spread = RandomSpread.of(data.terms().get(t), data, estimates);
            if (data.terms().get(t).predictor() != 0 || !(spread > most)) continue;
            return String.format(
                    Locale.ROOT,
                    "the effects (%s) by %s have a standard deviation of %.3g on the scale of the linear predictor, where the Laplace"
                            + " approximation may be poor: %s nagq = %d",
                    String.join(", ", design.random().get(t).terms()),
                    design.random().get(t).group(),
                    spread,
                    kind.oneFactor()
                            ? "compare with"
                            : "there is no quadrature for several factors; compare one of them alone by",
                    ENOUGH);
        }
        return null;
    }

    /** Of the link, from a probability of 0.1 to one of 0.9. */
    private double width() {
        return link.eta(0.9) - link.eta(0.1);
    }

    /** Where effects are large, clusters have an edge that nodes of a Gauss-Hermite rule may miss; and where the predictor has an end, one that they may cross. */
    private @Nullable String inaccurate(Estimates estimates) {
        int nodes = kind.options().nagq();
        boolean ends = !kind.family().linksOfTheWholeLine().contains(kind.link());
        if (!ends && !kind.family().ofTrials()) return null;
        boolean large = ends;
        double width = ends ? Double.POSITIVE_INFINITY : width();
        int effects = 0;
        for (TermData term : data.terms()) {
            large |= RandomSpread.of(term, data, estimates) > LARGE * width;
            effects += term.q();
        }
        if (!large) return null;
        int twice = 2 * nodes + 1;
        int[] finer = effects > 1
                ? new int[] {nodes + 2}
                : ends ? new int[] {twice} : new int[] {twice, Math.max(twice, FINE)};
        return IntStream.of(finer)
                .distinct()
                .mapToObj(more -> changed(estimates, nodes, more))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** What to say if more nodes give another log-likelihood. */
    private @Nullable String changed(Estimates estimates, int nodes, int more) {
        double change = new ClusterLikelihood(data, more, control.cancellation(), control.threads())
                        .evaluate(estimates.psi(), new double[estimates.psi().length])
                - estimates.logLik();
        return Math.abs(change) < INACCURATE
                ? null
                : String.format(
                        Locale.ROOT,
                        "nagq = %d is not accurate for random effects this large: with %d nodes the log-likelihood of the same"
                                + " estimates is %.3g %s; use nagq = %d or more",
                        nodes,
                        more,
                        Math.abs(change),
                        change > 0 ? "higher" : "lower",
                        more);
    }
}
