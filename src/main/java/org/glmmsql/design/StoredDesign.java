package org.glmmsql.design;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.Excerpt;
import org.glmmsql.error.GlmmException;
import org.glmmsql.formula.Expr;
import org.glmmsql.formula.Expr.Call;
import org.glmmsql.formula.FixedPart;
import org.glmmsql.formula.ModelSpec;
import org.glmmsql.formula.PredictorPart;
import org.glmmsql.formula.RandomPart;
import org.glmmsql.formula.Term;
import org.glmmsql.formula.Variables;
import org.glmmsql.frame.Contrasts;

/**
 * A model text and the recipe stored with it, held against each other: every variable, factor and data-dependent call of the one is in the
 * other, with as many numbers as it takes. Gives the names of the columns that they make.
 */
public final class StoredDesign {
    private final ModelSpec spec;
    private final Recipe recipe;
    private final TermCoder coder;

    private StoredDesign(ModelSpec spec, Recipe recipe) {
        this.spec = spec;
        this.recipe = recipe;
        this.coder = new TermCoder(recipe, spec.variables());
    }

    /**
     * @param spec a closed model
     * @throws GlmmException NOT_A_MODEL if text and recipe contradict each other; what {@code poly} and {@code scale} refuse
     */
    public static StoredDesign of(ModelSpec spec, Recipe recipe) {
        StoredDesign design = new StoredDesign(spec, recipe);
        design.checkVariables();
        design.checkFactors();
        design.checkConstants();
        design.checkCategories();
        return design;
    }

    private void checkVariables() {
        List<String> variables = recipe.variables();
        require(distinct(variables), "a variable is twice in its recipe");
        require(spec.variables().containsAll(variables), "its recipe has a variable that its formula has not");
        List<Expr> scored = new ArrayList<>();
        spec.scored().forEach((parameter, predictor) -> {
            scored.addAll(factorsOf(predictor.fixed()));
            OffsetSum.of(spec, parameter).ifPresent(scored::add);
            for (RandomPart part : predictor.random()) {
                scored.addAll(factorsOf(part.columns()));
                scored.addAll(part.grouping());
            }
        });
        require(
                Set.copyOf(variables).equals(Variables.of(scored)),
                "the variables of its recipe are not those that its formula scores new rows with");
    }

    private void checkFactors() {
        Set<String> terms = new HashSet<>();
        for (FixedPart part : parts()) {
            factorsOf(part).forEach(expr -> terms.add(expr.text()));
        }
        recipe.levels().forEach((term, levels) -> {
            require(
                    terms.contains(term),
                    "its recipe has levels of " + Excerpt.of(term) + ", which is no term of its formula");
            require(distinct(levels), "a level of " + Excerpt.of(term) + " is twice in its recipe");
        });
        require(
                recipe.levels().keySet().equals(recipe.contrasts().keySet()),
                "its recipe has contrasts of other factors than it has levels of");
        recipe.contrasts()
                .forEach((term, contrasts) -> require(
                        Contrasts.isCoding(contrasts),
                        "its recipe has the unknown contrasts '" + Excerpt.of(contrasts) + "'"));
    }

    private void checkCategories() {
        List<String> categories = recipe.categories();
        require(
                spec.options().ofCategories() ? categories.size() > 1 : categories.isEmpty(),
                "its recipe has " + categories.size() + " ordered categories of the response");
        require(distinct(categories), "an ordered category is twice in its recipe");
        List<String> levels = recipe.response();
        require(
                levels.isEmpty() || levels.size() == 2 && categories.isEmpty(),
                "its recipe has " + levels.size() + " levels of a response of two");
        require(distinct(levels), "a level of the response is twice in its recipe");
    }

    private void checkConstants() {
        Map<String, DataCall> calls = new HashMap<>();
        for (Call call : calls()) {
            DataCall.of(call).filter(found -> found.constants() > 0).ifPresent(found -> calls.put(call.text(), found));
        }
        require(
                recipe.constants().keySet().equals(calls.keySet()),
                "its recipe has constants of other calls than its formula has");
        recipe.constants().forEach((text, constants) -> {
            DataCall call = Objects.requireNonNull(calls.get(text));
            require(
                    constants.size() == call.constants() && constants.stream().allMatch(Double::isFinite),
                    "its recipe has not the constants of " + Excerpt.of(text));
            require(
                    call.isPossible(constants),
                    "its recipe has impossible constants of " + Excerpt.of(text) + ", such as a negative scale");
        });
    }

    private Set<Call> calls() {
        List<Expr> all = new ArrayList<>(List.of(spec.formula().response()));
        for (FixedPart part : parts()) {
            all.addAll(factorsOf(part));
            all.addAll(part.offsets());
        }
        spec.random().forEach(part -> all.addAll(part.grouping()));
        Set<Call> calls = new LinkedHashSet<>();
        Deque<Expr> left = new ArrayDeque<>(all);
        while (!left.isEmpty()) {
            if (left.pop() instanceof Call call) {
                call.arguments().forEach(left::push);
                calls.add(call);
            }
        }
        return calls;
    }

    private List<FixedPart> parts() {
        List<FixedPart> parts = new ArrayList<>(spec.fixedParts());
        spec.random().forEach(part -> parts.add(part.columns()));
        return parts;
    }

    private static List<Expr> factorsOf(FixedPart part) {
        return part.terms().stream().flatMap(term -> term.factors().stream()).toList();
    }

    /** The effects of a random term. */
    public List<String> randomNames(int term, int expected) {
        RandomPart part = spec.random().get(term);
        return Positions.names(part, columns(part.columns(), expected, false).names(), recipe);
    }

    /** Columns of the predictor of a parameter, a constant if the model text says nothing of it. @param expected as many as there are estimates; far more are not made */
    public TermColumns columns(String parameter, int expected) {
        if (parameter.equals(PredictorDesign.MEAN)) {
            return columns(spec.formula().fixed(), expected, spec.withoutIntercept(parameter));
        }
        if (parameter.equals(PredictorDesign.THRESHOLD)) {
            List<String> names = Response.thresholds(recipe.categories());
            return new TermColumns(names, List.of(), Collections.nCopies(names.size(), 0));
        }
        PredictorPart part = spec.options().predictors().get(parameter);
        return part == null ? TermColumns.constant(parameter) : columns(part.fixed(), expected, false);
    }

    /** The columns that fixed parts and offsets read, in the order of the model text. */
    public List<String> gridVariables() {
        return GridLearner.names(spec);
    }

    /** The factors of the fixed parts, as printed. */
    public List<String> gridFactors() {
        return GridLearner.factors(spec, recipe).stream().map(Expr::text).toList();
    }

    private TermColumns columns(FixedPart part, int expected, boolean withoutIntercept) {
        double fewest = 0;
        for (Term term : part.terms()) {
            double columns = 1;
            for (Expr factor : term.factors()) {
                List<String> levels = recipe.levels().get(factor.text());
                columns *= levels == null ? 1 : Math.max(0, levels.size() - 1);
            }
            fewest += columns;
        }
        require(fewest <= expected, "its factors have more levels than it has estimates");
        ModelMatrix whole = ModelMatrix.compile(part, coder);
        ModelMatrix matrix = withoutIntercept ? whole.withoutIntercept() : whole;
        return new TermColumns(
                matrix.names(), part.terms().stream().map(Term::name).toList(), matrix.assign(part));
    }

    private static boolean distinct(Collection<String> names) {
        return new HashSet<>(names).size() == names.size();
    }

    private static void require(boolean holds, String contradiction) {
        if (!holds) {
            throw new GlmmException(
                    ErrorCode.NOT_A_MODEL,
                    "the value is not a model of glmm_fit, " + contradiction + "; pass the text as it was stored");
        }
    }
}
