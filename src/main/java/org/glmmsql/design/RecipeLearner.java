package org.glmmsql.design;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
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
import org.glmmsql.formula.ResidualPart;
import org.glmmsql.formula.Variables;
import org.glmmsql.frame.ExprCompiler;
import org.glmmsql.frame.ExprType;
import org.glmmsql.frame.Factor;
import org.glmmsql.frame.Frame;

/** Takes from the data what the coding of terms depends on: levels of factors, centres and scales, orthogonal polynomials. */
final class RecipeLearner {
    private final ModelSpec spec;
    private final Frame frame;
    /** The rows of weight 0 too. */
    private final Frame declaring;

    private final Vanished vanished;
    private final Map<String, List<String>> levels = new LinkedHashMap<>();
    /** Variables that are factors with columns of their own. */
    private final Set<String> codedFactors = new HashSet<>();

    private final Map<String, String> contrasts = new LinkedHashMap<>();
    private final Map<String, List<Double>> constants = new LinkedHashMap<>();
    private final ExprCompiler compiler;

    private RecipeLearner(ModelSpec spec, Frame frame, Frame declaring, Vanished vanished) {
        this.spec = spec;
        this.frame = frame;
        this.declaring = declaring;
        this.vanished = vanished;
        this.compiler = new ExprCompiler(frame.variables(), Collections.unmodifiableMap(constants));
    }

    /**
     * @param frame the rows of the fit
     * @param declaring these, and the rows of weight 0: a level of theirs keeps its column, which is 0 and dropped
     * @param vanished is told of levels without a row
     */
    static Recipe learn(ModelSpec spec, Frame frame, Frame declaring, Vanished vanished) {
        RecipeLearner learner = new RecipeLearner(spec, frame, declaring, vanished);
        learner.learn(spec.formula().fixed());
        spec.random().forEach(part -> learner.learn(part.columns()));
        spec.options().predictors().values().forEach(part -> learner.learn(part.fixed()));
        spec.random().forEach(part -> part.grouping().forEach(learner::learnConstants));
        if (spec.options().residual() != null) {
            spec.options().residual().factors().forEach(learner::learnConstants);
        }
        learner.learnConstants(spec.formula().response());
        if (frame.size() > 0) {
            // of a column that is all NULL nobody knows the type
            learner.checkOptions();
        }
        return new Recipe(
                variables(spec),
                Collections.unmodifiableMap(learner.levels),
                Collections.unmodifiableMap(learner.contrasts),
                Collections.unmodifiableMap(learner.constants));
    }

    /** The columns that a scoring call binds, in their order. */
    static List<String> variables(ModelSpec spec) {
        Set<String> scored = new HashSet<>();
        spec.scored().keySet().forEach(parameter -> scored.addAll(variables(spec, parameter)));
        return spec.variables().stream().filter(scored::contains).toList();
    }

    /** The columns that the predictor of one parameter needs, in the order of the model text. */
    static List<String> variables(ModelSpec spec, String parameter) {
        Set<String> needed = new HashSet<>();
        PredictorPart predictor = Objects.requireNonNull(spec.predictors().get(parameter));
        List<FixedPart> parts = new ArrayList<>(List.of(predictor.fixed()));
        predictor.random().forEach(part -> parts.add(part.columns()));
        for (FixedPart part : parts) {
            part.terms().forEach(term -> needed.addAll(Variables.of(term.factors())));
        }
        predictor.random().forEach(part -> needed.addAll(Variables.of(part.grouping())));
        OffsetSum.of(spec, parameter).map(Variables::of).ifPresent(needed::addAll);
        return spec.variables().stream().filter(needed::contains).toList();
    }

    private void learn(FixedPart part) {
        part.terms().forEach(term -> term.factors().forEach(this::learnFactor));
        part.offsets().forEach(this::learnConstants);
    }

    private void learnFactor(Expr expr) {
        learnConstants(expr);
        if (ExprType.of(expr, frame) != ExprType.NUMERIC && !levels.containsKey(expr.text())) {
            FactorLevels.variable(expr).ifPresent(codedFactors::add);
            Factor found = Factor.of(expr, frame, compiler);
            List<String> used = FactorLevels.of(expr, found, spec.options());
            Frame leftOut = frame.leftOut();
            List<String> others = leftOut.size() == 0
                    ? List.of()
                    : Factor.of(expr, leftOut, compiler).levels();
            vanished.levels(expr, used, others, spec.options());
            levels.put(
                    expr.text(),
                    declaring == frame || isOfRandomEffects(expr)
                            ? used
                            : FactorLevels.listed(expr, Factor.of(expr, declaring, compiler), spec.options()));
            contrasts.put(
                    expr.text(),
                    FactorLevels.variable(expr)
                            .map(spec.options().contrasts()::get)
                            .orElse("treatment"));
        }
    }

    /** A column of zeros has no place among random effects: their factors have the levels of the rows of the fit only. */
    private boolean isOfRandomEffects(Expr factor) {
        return spec.random().stream()
                .flatMap(part -> part.columns().terms().stream())
                .anyMatch(term -> term.factors().contains(factor));
    }

    /** Inner calls first: {@code poly(scale(x), 2)}. */
    private void learnConstants(Expr expr) {
        if (!(expr instanceof Call call)) {
            return;
        }
        call.arguments().forEach(this::learnConstants);
        if (constants.containsKey(call.text())) {
            return;
        }
        DataCall.of(call)
                .filter(found -> found.constants() > 0)
                .ifPresent(found -> constants.put(call.text(), found.learn(compiler, frame)));
    }

    /** Orders and codings of variables that are no factors would silently mean nothing. */
    private void checkOptions() {
        Set<String> uncodedFactors = new HashSet<>();
        Expr response = spec.formula().response();
        if (ExprType.of(response, frame) != ExprType.NUMERIC) {
            FactorLevels.variable(response).ifPresent(uncodedFactors::add);
        }
        spec.random().stream()
                .flatMap(part -> part.grouping().stream())
                .forEach(expr -> FactorLevels.variable(expr).ifPresent(uncodedFactors::add));
        ResidualPart residual = spec.options().residual();
        if (residual != null) {
            residual.factors().forEach(expr -> FactorLevels.variable(expr).ifPresent(uncodedFactors::add));
        }
        checkFactors("levels", spec.options().levels().keySet(), uncodedFactors);
        checkFactors("contrasts", spec.options().contrasts().keySet(), Set.of());
    }

    private void checkFactors(String option, Set<String> named, Set<String> uncodedFactors) {
        for (String name : named) {
            if (!codedFactors.contains(name) && !uncodedFactors.contains(name)) {
                throw new GlmmException(
                        ErrorCode.NOT_APPLICABLE,
                        "option " + option + " names '" + Excerpt.of(name)
                                + "', which is no factor in this model; a number becomes one as "
                                + new Call("factor", List.of(new Expr.Variable(name))).text());
            }
        }
    }
}
