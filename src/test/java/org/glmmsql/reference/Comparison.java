package org.glmmsql.reference;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.glmmsql.family.Families;
import org.glmmsql.family.Parameter;
import org.glmmsql.model.Coefficient;
import org.glmmsql.model.FittedModel;
import org.glmmsql.model.RandomEffects;
import org.glmmsql.model.Status;
import org.glmmsql.model.VarCorr;
import org.jspecify.annotations.Nullable;

/**
 * A fitted model beside its reference.
 *
 * @param logLikGain our log-likelihood minus that of the reference; NaN if they are not comparable
 * @param deviations every estimate compared
 * @param findings whatever is wrong, in words: empty if the model meets the reference
 */
public record Comparison(double logLikGain, List<Deviation> deviations, List<String> findings) {

    /** What is compared, and in which unit. */
    public enum Quantity {
        /** In standard errors. */
        FIXEF,
        /** Relative. */
        STD_ERROR,
        /** Relative to the value, at least {@link Tolerances#SD_FLOOR}. */
        SD,
        /** Relative to the mode or its standard deviation. */
        RANEF,
        /** Relative. */
        FITTED;

        double allowed(Tolerances tolerances) {
            return switch (this) {
                case FIXEF -> tolerances.fixef();
                case STD_ERROR -> tolerances.stdError();
                case SD -> tolerances.sd();
                case RANEF, FITTED -> tolerances.ranef();
            };
        }
    }

    /** One estimate: ours, the reference's, and their distance in the unit of the quantity. */
    public record Deviation(Quantity quantity, String name, double ours, double expected, double error) {}

    public boolean meets() {
        return findings.isEmpty();
    }

    /** Largest error of a quantity; 0 if there is none of it. */
    public double worst(Quantity quantity) {
        return deviations.stream()
                .filter(d -> d.quantity == quantity)
                .mapToDouble(Deviation::error)
                .max()
                .orElse(0);
    }

    /** @param fitted conditional means of our first rows; null to leave them out */
    public static Comparison of(ReferenceCase reference, FittedModel model, double @Nullable [] fitted) {
        return new Comparer(reference, model).compare(fitted);
    }

    private static final class Comparer {
        private final ReferenceCase reference;
        private final Expected expected;
        private final FittedModel model;
        private final List<Deviation> deviations = new ArrayList<>();
        private final List<String> findings = new ArrayList<>();

        Comparer(ReferenceCase reference, FittedModel model) {
            this.reference = reference;
            this.expected = reference.expected();
            this.model = model;
        }

        Comparison compare(double @Nullable [] fitted) {
            boolean separation = reference.tags().contains("separation");
            require("status", separation ? Status.SEPARATION : Status.OK, model.status());
            if (expected.df() != null) {
                require("number of parameters", expected.df(), model.npar());
            }
            if (expected.singular() != null) {
                require("singular", expected.singular(), model.convergence().singular());
            }
            double gain = logLik();
            if (reference.severalMaxima() && gain > reference.tolerances().logLikAbove()) {
                return new Comparison(gain, deviations, findings);
            }
            fixef(separation);
            varcorr();
            dispersion();
            zi();
            ranef();
            fitted(fitted, separation);
            for (Deviation d : deviations) {
                double allowed = d.quantity.allowed(reference.tolerances());
                // NaN is never within
                if (!(d.error <= allowed)) {
                    findings.add(String.format(
                            "%s %s is %.10g, expected %.10g: off by %.2g, allowed are %.2g",
                            d.quantity, d.name, d.ours, d.expected, d.error, allowed));
                }
            }
            return new Comparison(gain, deviations, findings);
        }

        private void require(String what, Object expected, Object ours) {
            if (!expected.equals(ours)) {
                findings.add(what + " is " + ours + ", expected " + expected
                        + (model.message().isEmpty() ? "" : " (" + model.message() + ")"));
            }
        }

        private double logLik() {
            Double best = expected.logLik();
            if (best == null || !reference.compareLogLik()) {
                return Double.NaN;
            }
            double gain = model.logLik() - best;
            Tolerances tolerances = reference.tolerances();
            boolean above = gain > tolerances.logLikAbove() && !reference.severalMaxima();
            if (!(gain >= -tolerances.logLik()) || above) {
                findings.add(String.format(
                        "log-likelihood is %.10g, expected %.10g: off by %.2g", model.logLik(), best, gain));
            }
            return gain;
        }

        private void fixef(boolean separation) {
            Map<String, Coefficient> ours = new HashMap<>();
            model.fixed().forEach(c -> ours.put(Names.term(c.term()), c));
            for (Expected.Fixef e : expected.fixef()) {
                Coefficient c = ours.remove(Names.term(e.term()));
                if (c == null) {
                    findings.add("no fixed effect '" + e.term() + "'");
                } else if (e.stdError() == null) {
                    add(Quantity.FIXEF, e.term(), c.estimate(), e.estimate(), Math.abs(e.estimate()));
                } else {
                    add(Quantity.FIXEF, e.term(), c.estimate(), e.estimate(), e.stdError());
                    add(Quantity.STD_ERROR, e.term(), c.stdError(), e.stdError(), e.stdError());
                }
            }
            // the separated coefficient has no expected value
            if (!separation && !ours.isEmpty()) {
                findings.add("fixed effects that the reference has not: " + ours.keySet());
            }
        }

        private void varcorr() {
            if (expected.varcorr() == null) {
                return;
            }
            Map<String, Integer> seen = new HashMap<>();
            for (Expected.VarCorr e : expected.varcorr()) {
                String name = e.groupName() + " " + e.term1() + (e.term2() == null ? "" : " " + e.term2());
                // effects of a group on the mean come first, then those on other parameters
                int before = seen.merge(name, 1, Integer::sum) - 1;
                List<String> components = model.varCorr().stream()
                        .filter(v -> Names.sameGroup(v.group(), e.groupName()) && sameTerms(v, e))
                        .map(VarCorr::component)
                        .toList();
                VarCorr ours = only(
                        model.varCorr(),
                        name,
                        v -> Names.sameGroup(v.group(), e.groupName())
                                && sameTerms(v, e)
                                && v.component().equals(components.get(before)));
                if (ours != null) {
                    sd(name, ours.sdOrCorr(), e.sdOrCorr());
                }
            }
            List<Expected.CovPar> named = expected.covpars() == null ? List.of() : expected.covpars();
            for (Expected.CovPar e : named) {
                String name = e.groupName() + " " + e.parameter();
                VarCorr ours = only(
                        model.varCorr(),
                        name,
                        v -> Names.sameGroup(v.group(), e.groupName())
                                && e.parameter().equals(v.term2()));
                if (ours != null) {
                    sd(name, ours.sdOrCorr(), e.value());
                }
            }
            long rows = model.varCorr().stream().filter(v -> v.term1() != null).count();
            require(
                    "number of variances and covariances",
                    (long) expected.varcorr().size() + named.size(),
                    rows);
        }

        private void dispersion() {
            Expected.Dispersion e = expected.dispersion();
            if (e == null) {
                return;
            }
            Map<String, Double> coefficients = e.phiModel() == null ? e.dispCoefLog() : e.phiModel();
            if (coefficients != null && coefficients.size() > 1) {
                Map<String, Double> ours = new HashMap<>();
                model.dispersion().forEach(c -> ours.put(Names.term(c.term()), c.estimate()));
                coefficients.forEach((term, value) ->
                        sd("dispersion " + term, ours.getOrDefault(Names.term(term), Double.NaN), value));
            } else if (e.sigma() != null) {
                // no number where the family has no dispersion to estimate
                boolean none = Families.byName(model.family()).parameters().size() == 1;
                sd("sigma", none ? 1 : model.sigma(), e.sigma());
            } else if (e.phi() != null) {
                // a phi that is no scale is told as it is
                boolean scale = model.dispersion().isEmpty();
                sd("sigma", scale ? model.sigma() : model.constant("dispersion"), scale ? Math.sqrt(e.phi()) : e.phi());
            }
            if (e.cutpoints() != null) {
                List<Double> ours = model.components().stream()
                        .filter(c -> c.name().equals("cutpoint"))
                        .map(c -> c.coefficients().get(0).estimate())
                        .toList();
                require("number of cutpoints", e.cutpoints().size(), ours.size());
                for (int j = 0; j < ours.size(); j++) {
                    sd("cutpoint " + (j + 1), ours.get(j), e.cutpoints().get(j));
                }
            }
            if (e.shape() != null) {
                sd("shape", shape(), e.shape());
            }
        }

        /** The value of the parameter shape; NaN if there is none. */
        private double shape() {
            Parameter parameter = Families.byName(model.family()).parameters().stream()
                    .filter(p -> p.name().equals(Parameter.SHAPE))
                    .findFirst()
                    .orElseThrow();
            return model.components().stream()
                    .filter(c -> c.parameter().equals(Parameter.SHAPE))
                    .mapToDouble(c -> parameter.value(c.coefficients().get(0).estimate()))
                    .findFirst()
                    .orElse(Double.NaN);
        }

        private void zi() {
            if (expected.zi() == null) {
                return;
            }
            List<Coefficient> ours = model.components().stream()
                    .filter(c -> c.parameter().equals("zero"))
                    .flatMap(c -> c.coefficients().stream())
                    .toList();
            for (Expected.Zi e : expected.zi()) {
                Coefficient c = only(ours, e.name(), o -> Names.term(o.term()).equals(Names.term(e.name())));
                if (c != null) {
                    add(
                            Quantity.FIXEF,
                            "zero " + e.name(),
                            c.estimate(),
                            e.estimate(),
                            e.stdError() == null ? Math.abs(e.estimate()) : e.stdError());
                }
                if (c != null && e.stdError() != null) {
                    add(Quantity.STD_ERROR, "zero " + e.name(), c.stdError(), e.stdError(), e.stdError());
                }
            }
        }

        private void ranef() {
            if (expected.ranef() == null) {
                return;
            }
            Map<String, Integer> seen = new HashMap<>();
            for (Expected.Ranef e : expected.ranef()) {
                String name = e.groupName() + " " + e.level() + " " + e.term();
                // effects of a group on the mean come first, then those on other parameters
                int before = seen.merge(name, 1, Integer::sum) - 1;
                List<String> components = model.randomEffects().stream()
                        .filter(r -> Names.sameGroup(r.group(), e.groupName()))
                        .map(RandomEffects::component)
                        .distinct()
                        .toList();
                RandomEffects ours = only(
                        model.randomEffects().stream()
                                .filter(r -> before < components.size()
                                        && r.component().equals(components.get(before)))
                                .toList(),
                        name,
                        r -> Names.sameGroup(r.group(), e.groupName())
                                && r.levels().contains(e.level())
                                && r.terms().stream()
                                        .anyMatch(t -> Names.term(t).equals(Names.term(e.term()))));
                if (ours != null) {
                    List<String> terms = ours.terms().stream().map(Names::term).toList();
                    double mode = ours.modes()[ours.levels().indexOf(e.level())][terms.indexOf(Names.term(e.term()))];
                    double scale = Math.max(Math.abs(e.estimate()), e.stdError());
                    add(Quantity.RANEF, name, mode, e.estimate(), scale);
                }
            }
        }

        private void fitted(double @Nullable [] fitted, boolean separation) {
            if (expected.fitted() == null || fitted == null) {
                return;
            }
            for (int i = 0; i < expected.fitted().size(); i++) {
                double e = expected.fitted().get(i);
                if (separation && Double.isNaN(fitted[i])) {
                    continue; // a row whose linear predictor is infinite
                }
                add(Quantity.FITTED, "row " + (i + 1), fitted[i], e, Math.abs(e));
            }
        }

        private void sd(String name, double ours, double expected) {
            add(Quantity.SD, name, ours, expected, Math.max(Math.abs(expected), Tolerances.SD_FLOOR));
        }

        private void add(Quantity quantity, String name, double ours, double expected, double scale) {
            deviations.add(new Deviation(quantity, name, ours, expected, Math.abs(ours - expected) / scale));
        }

        private <T> @Nullable T only(List<T> candidates, String name, Predicate<T> wanted) {
            List<T> found = candidates.stream().filter(wanted).toList();
            if (found.size() == 1) {
                return found.get(0);
            }
            findings.add(found.size() + " random effects '" + name + "', expected 1");
            return null;
        }

        private static boolean sameTerms(VarCorr ours, Expected.VarCorr e) {
            if (ours.term1() == null) {
                return false;
            }
            String t1 = Names.term(ours.term1());
            String e1 = Names.term(e.term1());
            if (ours.term2() == null || e.term2() == null) {
                return ours.term2() == null && e.term2() == null && t1.equals(e1);
            }
            String t2 = Names.term(ours.term2());
            String e2 = Names.term(e.term2());
            return t1.equals(e1) && t2.equals(e2) || t1.equals(e2) && t2.equals(e1);
        }
    }
}
