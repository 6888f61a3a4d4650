package org.glmmsql.fit;

import java.util.List;
import org.glmmsql.design.Design;
import org.glmmsql.design.RandomDesign;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;
import org.glmmsql.family.Families;
import org.glmmsql.family.Family;
import org.glmmsql.family.Parameter;
import org.glmmsql.formula.Method;
import org.glmmsql.formula.ModelSpec;
import org.glmmsql.formula.Options;
import org.glmmsql.formula.PredictorPart;
import org.glmmsql.formula.RandomPart;
import org.glmmsql.random.RandomLaws;

/** What sort of model was asked for: decides which likelihood serves, and which combinations of options mean nothing. */
record ModelKind(Family family, String link, Method method, ModelSpec spec) {

    /** Nodes of a product rule that are still a matter of seconds. */
    private static final int MAX_NODES = 100_000;

    /** @throws GlmmException UNKNOWN_FAMILY */
    static ModelKind of(ModelSpec spec) {
        Options options = spec.options();
        Family family = Families.of(options.family(), options.predictors().keySet());
        String link = options.link() == null ? family.links().get(0) : options.link();
        Method method = options.method() == null ? Method.ML : options.method();
        return new ModelKind(family, family.link(link).name(), method, spec);
    }

    Options options() {
        return spec.options();
    }

    /** Random terms of all parameters. */
    private List<RandomPart> random() {
        return spec.random();
    }

    boolean exactGaussian() {
        return family.isNormal()
                && link.equals("identity")
                && options().predictors().isEmpty()
                && normalEffects()
                && (method == Method.ML || method == Method.REML);
    }

    /** Whether the estimates come from p_{beta,v} or from the equations of Lee and Nelder. */
    boolean hierarchical() {
        return method != Method.ML && !exactGaussian();
    }

    /** Whether the estimates solve equations, instead of maximising something. */
    boolean solvesEquations() {
        return hierarchical() && method != Method.REML;
    }

    boolean normalEffects() {
        return random().stream().noneMatch(this::notNormal);
    }

    private boolean notNormal(RandomPart part) {
        return part.parameter().equals(RandomPart.MEAN) && notNormal(options().law(part.group()));
    }

    private static boolean notNormal(String law) {
        return RandomLaws.byName(law).dependsOnTheta();
    }

    private String otherLaw() {
        return random().stream()
                .filter(this::notNormal)
                .map(part -> options().law(part.group()))
                .findFirst()
                .orElseThrow();
    }

    /** Whether all random terms share one grouping factor (or there is none). */
    boolean oneFactor() {
        return random().stream().map(RandomPart::group).distinct().count() < 2;
    }

    /**
     * What is wrong with the call, whatever the data are.
     *
     * @throws GlmmException NOT_APPLICABLE, UNKNOWN_FAMILY for a law that is not known
     */
    void check() {
        options().random().values().forEach(RandomLaws::byName);
        if (random().isEmpty() && !options().random().isEmpty())
            throw new GlmmException(
                    ErrorCode.NOT_APPLICABLE,
                    "option random gives a law to random effects, the formula has none; add a random term such as (1 | g), or leave"
                            + " random out");
        if (solvesEquations() && random().isEmpty())
            throw new GlmmException(
                    ErrorCode.NOT_APPLICABLE,
                    "method = " + method
                            + " is for models with random effects, and the formula has none; use method = ML or REML");
        if (method == Method.REML && random().isEmpty() && family.parameters().size() == 1)
            throw new GlmmException(
                    ErrorCode.NOT_APPLICABLE,
                    "method = REML restricts the likelihood to variances and dispersion, and this model has none: no random term, and"
                            + " family " + family.name() + " has no dispersion; use method = ML");
        if (method == Method.PQL && !normalEffects())
            throw new GlmmException(
                    ErrorCode.NOT_APPLICABLE,
                    "method = PQL is for normal random effects, this model has the law " + otherLaw()
                            + "; HL(0,0) is the same for any law");
        if (method != Method.ML && options().nagq() > 1)
            throw new GlmmException(
                    ErrorCode.NOT_APPLICABLE,
                    "nagq = " + options().nagq() + " integrates exactly and method = " + method
                            + " approximates; use method = ML with nagq, or leave nagq out");
        if (options().nagq() > 1 && random().isEmpty())
            throw new GlmmException(
                    ErrorCode.NOT_APPLICABLE,
                    "nagq = " + options().nagq() + " without a random term integrates nothing; leave it out");
        if (options().nagq() > 1 && exactGaussian())
            throw new GlmmException(
                    ErrorCode.NOT_APPLICABLE,
                    "nagq = " + options().nagq()
                            + " for a gaussian model with the identity link, whose likelihood needs no quadrature: it is exact; leave nagq"
                            + " out");
        if (options().nagq() > 1 && !oneFactor())
            throw new GlmmException(
                    ErrorCode.NOT_APPLICABLE,
                    "nagq = " + options().nagq()
                            + " needs one grouping factor, the formula has several; use nagq = 1 (Laplace)");
        options().predictors().forEach(this::check);
    }

    private void check(String name, PredictorPart part) {
        Parameter parameter = family.parameters().stream()
                .filter(p -> p.name().equals(name))
                .findFirst()
                .orElseThrow();
        if (part.held() != null && !Double.isFinite(parameter.eta(part.held())))
            throw new GlmmException(
                    ErrorCode.BAD_OPTION_VALUE,
                    "option " + name + " has the value " + part.held() + "; family " + family.name() + " takes "
                            + parameter.range() + " to hold it at, or ~ and terms");
        boolean nothing = part.held() == null
                && !part.fixed().intercept()
                && part.fixed().terms().isEmpty()
                && part.random().isEmpty();
        if (nothing)
            throw new GlmmException(
                    ErrorCode.NOT_APPLICABLE,
                    name + " = has no term to estimate; write " + name + " = ~ 1, with offset(...) for what is known");
        boolean dispersion = family.hasDispersion() && parameter.equals(Parameter.DISPERSION.name());
        boolean beyond = !part.random().isEmpty() || !dispersion;
        if (beyond && solvesEquations())
            throw new GlmmException(
                    ErrorCode.NOT_APPLICABLE,
                    "method = " + method
                            + " is for random effects of the mean and a dispersion without; use method = ML");
    }

    /** What is wrong with the call for as many effects as the columns give. @throws GlmmException NOT_APPLICABLE */
    void check(Design design) {
        for (RandomDesign term : design.random())
            if (term.q() > 1 && !term.structure().isIndependent() && notNormal(term.law()))
                throw new GlmmException(
                        ErrorCode.NOT_APPLICABLE,
                        "the " + term.q() + " effects of group '" + term.group() + "' have the law " + term.law()
                                + ", which has no correlation; write independent effects as (x || "
                                + term.group() + "), or use random = normal");
        int effects = design.random().stream().mapToInt(RandomDesign::q).sum();
        if (options().nagq() > 1 && Math.pow(options().nagq(), effects) > MAX_NODES)
            throw new GlmmException(
                    ErrorCode.NOT_APPLICABLE,
                    "nagq = " + options().nagq() + " with " + effects + " random effects a level asks for "
                            + options().nagq()
                            + "^" + effects + " nodes, more than " + MAX_NODES + "; use at most nagq = "
                            + (int) Math.floor(Math.pow(MAX_NODES, 1.0 / effects) + 1e-9));
    }
}
