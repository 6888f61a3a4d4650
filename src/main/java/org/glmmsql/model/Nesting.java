package org.glmmsql.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.glmmsql.correlation.Correlation;
import org.glmmsql.correlation.ResidualStructures;
import org.glmmsql.formula.Expr;
import org.glmmsql.formula.Expr.Call;
import org.glmmsql.formula.FixedPart;
import org.glmmsql.formula.ModelSpec;
import org.glmmsql.formula.ModelTextParser;
import org.glmmsql.formula.Options;
import org.glmmsql.formula.PredictorPart;
import org.glmmsql.formula.RandomPart;
import org.glmmsql.formula.ResidualPart;
import org.glmmsql.formula.Term;
import org.glmmsql.random.Structure;
import org.jspecify.annotations.Nullable;

/**
 * Whether one model is a special case of another, by their terms: the columns of a term are among those of a term that contains it and
 * whose other factors are categorical (Chambers and Hastie 1992, section 2.4.1), and a number's among those of its polynomial.
 */
final class Nesting {
    private final ModelSpec small;
    private final ModelSpec large;
    /** Factors of the models, as printed. */
    private final Set<String> categorical;

    private Nesting(FittedModel small, FittedModel large) {
        this.small = spec(small);
        this.large = spec(large);
        this.categorical = new HashSet<>(large.recipe().levels().keySet());
        this.categorical.addAll(small.recipe().levels().keySet());
    }

    private static ModelSpec spec(FittedModel model) {
        return ModelTextParser.parse(model.modelText()).close(model.recipe().variables());
    }

    /** Why the smaller model is not a special case of the larger; null if it is one. */
    static @Nullable String problem(FittedModel small, FittedModel large) {
        return new Nesting(small, large).problem();
    }

    private @Nullable String problem() {
        String mean = missing(small.formula().fixed(), large.formula().fixed());
        if (mean != null) {
            return "the larger model is without the term " + mean + " of the smaller";
        }
        for (String parameter : parameters()) {
            String difference = difference(parameter);
            if (difference != null) {
                return difference;
            }
        }
        for (RandomPart part : small.random()) {
            if (large.random().stream().noneMatch(other -> contains(other, part))) {
                return "the larger model is without the random term " + printed(part) + " of the smaller";
            }
        }
        return residuals();
    }

    /** Why the residuals of the smaller model are no special case of those of the larger; null if they are. */
    private @Nullable String residuals() {
        ResidualPart part = small.options().residual();
        ResidualPart other = large.options().residual();
        if (part == null && (other == null || other.structure().contains(ResidualStructures.INDEPENDENT))) {
            return null;
        }
        String without = "the residuals of the larger model are without the structure "
                + (part == null ? "" : part.text()) + " of the smaller";
        if (part == null) {
            return "the residuals of the smaller model are independent, and those of the larger are not";
        }
        if (other == null) {
            return without;
        }
        boolean places = part.positions().equals(other.positions())
                || part.positions().isEmpty() && other.structure().place() != Correlation.Place.POINT;
        boolean by = part.by() == null || part.by().equals(other.by());
        return places
                        && by
                        && part.grouping().equals(other.grouping())
                        && other.structure().contains(part.structure())
                ? null
                : without;
    }

    private Set<String> parameters() {
        Set<String> parameters = new TreeSet<>(small.options().predictors().keySet());
        parameters.addAll(large.options().predictors().keySet());
        return parameters;
    }

    /** Why what one model says of a parameter is no special case of what the other says; null if it is one. */
    private @Nullable String difference(String parameter) {
        PredictorPart part = predictor(small, parameter);
        PredictorPart other = predictor(large, parameter);
        boolean held =
                part.held() != null && other.held() == null && other.fixed().intercept();
        if (held || Objects.equals(part.held(), other.held()) && part.held() != null) {
            return null;
        }
        if (other.held() != null) {
            return "the larger model holds its " + parameter + " at another number";
        }
        String term = missing(part.fixed(), other.fixed());
        if (term != null) {
            return "the " + parameter + " of the larger model is without the term " + term + " of the smaller";
        }
        return offsets(part.fixed()).equals(offsets(other.fixed()))
                ? null
                : "the offsets of their " + parameter + "s differ";
    }

    /** A constant where it is not modelled. */
    private static PredictorPart predictor(ModelSpec spec, String parameter) {
        PredictorPart part = spec.options().predictors().get(parameter);
        return part == null ? new PredictorPart(new FixedPart(true, List.of(), List.of()), List.of(), null) : part;
    }

    private static Set<String> offsets(FixedPart part) {
        return part.offsets().stream().map(Expr::text).collect(Collectors.toSet());
    }

    /** A term of one part that the other does not span, or null. */
    private @Nullable String missing(FixedPart part, FixedPart other) {
        List<List<Expr>> spanned = new ArrayList<>();
        other.terms().forEach(term -> spanned.add(term.factors()));
        if (other.intercept()) {
            spanned.add(List.of());
        }
        if (part.intercept() && !isSpanned(List.of(), spanned)) {
            return "(Intercept)";
        }
        return part.terms().stream()
                .filter(term -> !isSpanned(term.factors(), spanned))
                .map(Term::name)
                .findFirst()
                .orElse(null);
    }

    private boolean isSpanned(List<Expr> factors, List<List<Expr>> terms) {
        return terms.stream().anyMatch(term -> spans(term, factors));
    }

    private boolean spans(List<Expr> term, List<Expr> factors) {
        List<Expr> rest = new ArrayList<>(term);
        for (Expr factor : factors) {
            Expr match = rest.contains(factor)
                    ? factor
                    : rest.stream()
                            .filter(other -> isFunctionOf(other, factor))
                            .findFirst()
                            .orElse(null);
            if (match == null) {
                return false;
            }
            rest.remove(match);
        }
        return rest.stream().allMatch(other -> categorical.contains(other.text()));
    }

    /** {@code x} in {@code poly(x, k)} and {@code factor(x)}, a lower degree in a higher; {@code factor(x)} in an x that is a factor. */
    private boolean isFunctionOf(Expr other, Expr factor) {
        boolean same = factor instanceof Call call
                && List.of("factor", "as.factor").contains(call.function())
                && call.argument(0).equals(other)
                && categorical.contains(other.text());
        if (same) {
            return true;
        }
        if (!(other instanceof Call call)) {
            return false;
        }
        return switch (call.function()) {
            case "factor", "as.factor" -> call.argument(0).equals(factor);
            case "poly" ->
                call.argument(0).equals(factor)
                        || factor instanceof Call lower
                                && lower.function().equals("poly")
                                && lower.argument(0).equals(call.argument(0))
                                && degree(lower) <= degree(call);
            default -> false;
        };
    }

    private static double degree(Call poly) {
        for (Expr argument : poly.arguments().subList(1, poly.arity())) {
            Expr value = argument instanceof Expr.Named named ? named.value() : argument;
            if (value instanceof Expr.Number number) {
                return number.value();
            }
        }
        return 1;
    }

    /** Whether the effects of a part can be those of another that has no correlations, or no further coefficients. */
    private boolean contains(RandomPart other, RandomPart part) {
        Set<Expr> groups = new HashSet<>(other.grouping());
        if (!groups.equals(new HashSet<>(part.grouping()))
                || !other.parameter().equals(part.parameter())
                || !law(large.options(), other).equals(law(small.options(), part))
                || missing(part.columns(), other.columns()) != null) {
            return false;
        }
        Structure structure = other.structure();
        // where all effects share a variance none can be left out
        if (!structure.ownScales() && missing(other.columns(), part.columns()) != null) {
            return false;
        }
        boolean oneColumn = part.columns().terms().isEmpty();
        return structure.contains(part.covariance())
                || oneColumn && (structure.contains("diagonal") || structure.contains("rr(1)"));
    }

    private static String law(Options options, RandomPart part) {
        return options.law(part.group());
    }

    private static String printed(RandomPart part) {
        List<String> columns = new ArrayList<>();
        if (!part.columns().intercept()) {
            columns.add("0");
        } else if (part.columns().terms().isEmpty()) {
            columns.add("1");
        }
        part.columns().terms().forEach(term -> columns.add(term.name()));
        String bar = part.covariance().equals("diagonal") ? " || " : " | ";
        boolean plain = bar.equals(" || ") || part.covariance().equals("unstructured");
        String inner =
                (part.structure().byPosition() ? part.label() : String.join(" + ", columns)) + bar + part.group();
        return plain ? "(" + inner + ")" : part.structure().text(inner);
    }
}
