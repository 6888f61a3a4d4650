package org.glmmsql.formula;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A parsed model text.
 *
 * @param text as given
 * @param variables distinct columns in their order of first appearance in the text, options included: the order of positional binding
 */
public record ModelSpec(String text, Formula formula, Options options, List<String> variables) {
    /** Of a node of an expression, with its list of arguments; or of a term. */
    private static final long EXPRESSION = 100;

    /** All random terms: those of the mean, then those of the other parameters. */
    public List<RandomPart> random() {
        return Stream.concat(
                        formula.random().stream(),
                        options.predictors().values().stream().flatMap(part -> part.random().stream()))
                .toList();
    }

    /**
     * What the mean of a response depends on, and a prediction therefore needs: the predictors of the formula and of the share of zeros. By
     * parameter, the mean first.
     */
    public Map<String, PredictorPart> scored() {
        Map<String, PredictorPart> scored = predictors();
        scored.keySet().retainAll(List.of(RandomPart.MEAN, Options.ZERO));
        return scored;
    }

    /** What has terms, by parameter, the mean first; parameters that are held at a number are left out. */
    public Map<String, PredictorPart> predictors() {
        Map<String, PredictorPart> predictors = new LinkedHashMap<>();
        predictors.put(RandomPart.MEAN, new PredictorPart(formula.fixed(), formula.random(), null));
        options.predictors().forEach((parameter, part) -> {
            if (part.held() == null) {
                predictors.put(parameter, part);
            }
        });
        return predictors;
    }

    /** Whether thresholds take the place of the intercept of a parameter's predictor, by which its factors are coded all the same. */
    public boolean withoutIntercept(String parameter) {
        return options.ofCategories() && parameter.equals(RandomPart.MEAN);
    }

    /** All fixed parts: that of the mean, then those of the other parameters. */
    public List<FixedPart> fixedParts() {
        return Stream.concat(
                        Stream.of(formula.fixed()),
                        options.predictors().values().stream().map(PredictorPart::fixed))
                .toList();
    }

    /** Whether the formula has a {@code .}, so that it says all only together with the names of the columns. */
    public boolean isOpen() {
        return ModelTextParser.hasDot(this);
    }

    /** The model with this method if its text names none, and asks for no quadrature, which is ML. */
    public ModelSpec withDefaultMethod(Method method) {
        boolean decided = options.method() != null || options.nagq() > 1;
        return decided ? this : ModelTextParser.parse(text + ", method = " + method);
    }

    /** The model with {@code .} replaced by the columns that are not response, grouping factor, offset or weights. */
    public ModelSpec close(List<String> columns) {
        return isOpen() ? ModelTextParser.parse(text, columns) : this;
    }

    /** The terms of the mean that no other one contains, so that a model without one of them is a model. */
    public List<Term> droppable() {
        List<Term> terms = formula.fixed().terms();
        return terms.stream()
                .filter(term -> terms.stream()
                        .noneMatch(
                                other -> other.factors().size() > term.factors().size()
                                        && other.factors().containsAll(term.factors())))
                .toList();
    }

    /** The model of the same rows without a term of its mean. */
    public ModelSpec without(Term term) {
        List<Term> rest =
                formula.fixed().terms().stream().filter(other -> other != term).toList();
        FixedPart fixed =
                new FixedPart(formula.fixed().intercept(), rest, formula.fixed().offsets());
        Formula other = new Formula(formula.text() + " - " + term.name(), formula.response(), fixed, formula.random());
        ModelSpec without = new ModelSpec(text, other, options, variables);
        Set<String> used = new HashSet<>();
        without.fixedParts().forEach(part -> part.terms().forEach(one -> used.addAll(Variables.of(one.factors()))));
        without.random()
                .forEach(part -> part.columns().terms().forEach(one -> used.addAll(Variables.of(one.factors()))));
        return new ModelSpec(text, other, options.withContrastsOf(used), variables);
    }

    /** About as many bytes as the model holds, generously. */
    public long bytes() {
        long terms = fixedParts().stream().mapToLong(ModelSpec::bytes).sum();
        for (RandomPart part : random()) {
            terms += bytes(part.columns()) + 2L * part.group().length() + EXPRESSION;
        }
        // a character of the text is at most one node of the tree: a column, or an operator
        return terms + (2L + EXPRESSION) * text.length() + 2L * formula.text().length();
    }

    private static long bytes(FixedPart part) {
        return part.terms().stream()
                .mapToLong(term -> 2L * term.name().length()
                        + EXPRESSION
                        + 8L * term.factors().size())
                .sum();
    }
}
