package org.glmmsql.design;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.Excerpt;
import org.glmmsql.error.GlmmException;
import org.glmmsql.formula.Expr;
import org.glmmsql.formula.Expr.Call;
import org.glmmsql.formula.FixedPart;
import org.glmmsql.formula.ModelSpec;
import org.glmmsql.formula.Variables;
import org.glmmsql.frame.ExprCompiler;
import org.glmmsql.frame.ExprType;
import org.glmmsql.frame.Factor;
import org.glmmsql.frame.Frame;
import org.glmmsql.frame.OrthogonalPolynomial;
import org.glmmsql.frame.RowFunction;

/** Takes from the data what the coding of terms depends on: levels of factors, centres and scales, orthogonal polynomials. */
final class RecipeLearner {
    private final ModelSpec spec;
    private final Frame frame;
    private final Map<String, List<String>> levels = new LinkedHashMap<>();
    /** Variables that are factors with columns of their own. */
    private final Set<String> codedFactors = new HashSet<>();

    private final Map<String, String> contrasts = new LinkedHashMap<>();
    private final Map<String, List<Double>> constants = new LinkedHashMap<>();
    private final ExprCompiler compiler;

    private RecipeLearner(ModelSpec spec, Frame frame) {
        this.spec = spec;
        this.frame = frame;
        this.compiler = new ExprCompiler(frame.variables(), Collections.unmodifiableMap(constants));
    }

    static Recipe learn(ModelSpec spec, Frame frame) {
        RecipeLearner learner = new RecipeLearner(spec, frame);
        List<FixedPart> parts = new ArrayList<>(List.of(spec.formula().fixed()));
        spec.formula().random().forEach(part -> parts.add(part.columns()));
        Set<String> scored = new LinkedHashSet<>();
        for (FixedPart part : parts) {
            learner.learn(part);
            part.terms().forEach(term -> scored.addAll(Variables.of(term.factors())));
        }
        spec.formula().random().forEach(part -> scored.addAll(Variables.of(part.grouping())));
        OffsetSum.of(spec).map(Variables::of).ifPresent(scored::addAll);
        if (spec.options().dispersion() != null) {
            learner.learn(spec.options().dispersion());
        }
        spec.formula().random().forEach(part -> part.grouping().forEach(learner::learnConstants));
        learner.learnConstants(spec.formula().response());
        learner.checkOptions();
        return new Recipe(
                spec.variables().stream().filter(scored::contains).toList(),
                Collections.unmodifiableMap(learner.levels),
                Collections.unmodifiableMap(learner.contrasts),
                Collections.unmodifiableMap(learner.constants));
    }

    private void learn(FixedPart part) {
        part.terms().forEach(term -> term.factors().forEach(this::learnFactor));
        part.offsets().forEach(this::learnConstants);
    }

    private void learnFactor(Expr expr) {
        learnConstants(expr);
        if (ExprType.of(expr, frame) != ExprType.NUMERIC && !levels.containsKey(expr.text())) {
            FactorLevels.variable(expr).ifPresent(codedFactors::add);
            levels.put(expr.text(), FactorLevels.of(expr, Factor.of(expr, frame, compiler), spec.options()));
            contrasts.put(
                    expr.text(),
                    FactorLevels.variable(expr)
                            .map(spec.options().contrasts()::get)
                            .orElse("treatment"));
        }
    }

    /** Inner calls first: {@code poly(scale(x), 2)}. */
    private void learnConstants(Expr expr) {
        if (!(expr instanceof Call call)) {
            return;
        }
        call.arguments().forEach(this::learnConstants);
        boolean dependsOnData =
                call.function().equals("poly") || call.function().equals("scale");
        if (!dependsOnData || constants.containsKey(call.text())) {
            return;
        }
        if (call.function().equals("poly")) {
            PolyCall poly = PolyCall.of(call);
            if (!poly.raw()) {
                RowFunction x = compiler.compile(poly.x());
                constants.put(
                        call.text(),
                        OrthogonalPolynomial.over(i -> x.at(frame, i), frame.size(), poly.degree())
                                .constants());
            }
        } else {
            constants.put(call.text(), ScaleCall.of(call).centreAndScale(compiler, frame));
        }
    }

    /** Orders and codings of variables that are no factors would silently mean nothing. */
    private void checkOptions() {
        Set<String> uncodedFactors = new HashSet<>();
        Expr response = spec.formula().response();
        if (ExprType.of(response, frame) != ExprType.NUMERIC) {
            FactorLevels.variable(response).ifPresent(uncodedFactors::add);
        }
        spec.formula().random().stream()
                .flatMap(part -> part.grouping().stream())
                .forEach(expr -> FactorLevels.variable(expr).ifPresent(uncodedFactors::add));
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
