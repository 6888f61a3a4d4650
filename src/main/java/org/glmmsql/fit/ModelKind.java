package org.glmmsql.fit;

import java.util.List;
import org.glmmsql.design.Design;
import org.glmmsql.design.RandomDesign;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;
import org.glmmsql.error.Suggestion;
import org.glmmsql.family.Families;
import org.glmmsql.family.Family;
import org.glmmsql.family.Parameter;
import org.glmmsql.formula.Method;
import org.glmmsql.formula.ModelSpec;
import org.glmmsql.formula.Options;
import org.glmmsql.formula.PredictorPart;
import org.glmmsql.formula.RandomPart;
import org.glmmsql.formula.RobustVcov;
import org.glmmsql.model.DegreesOfFreedomParts;
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
                && options().residual() == null
                && options().predictors().isEmpty()
                && normalEffects()
                && (method == Method.ML || method == Method.REML);
    }

    /** Whether beta is the generalised least-squares one of a covariance matrix that does not depend on it. */
    boolean leastSquares() {
        return family.isNormal()
                && link.equals("identity")
                && normalEffects()
                && random().stream().allMatch(part -> part.parameter().equals(RandomPart.MEAN))
                && (method == Method.ML || method == Method.REML);
    }

    /** Whether a test of the mean has other covariance parameters than one variance. */
    private boolean mixed() {
        return !random().isEmpty() || correlated();
    }

    /** How degrees of freedom are found, as a stored model names it. */
    String degreesOfFreedom() {
        String asked = options().df();
        if (options().vcov() != null) return DegreesOfFreedomParts.NORMAL;
        boolean several = mixed() || !options().predictors().isEmpty();
        if (asked == null) {
            if (leastSquares() && mixed()) return DegreesOfFreedomParts.SATTERTHWAITE;
            return family.isNormal() && !mixed() ? DegreesOfFreedomParts.RESIDUAL : DegreesOfFreedomParts.NORMAL;
        }
        if (asked.equals("none")) return DegreesOfFreedomParts.NORMAL;
        // of one variance each of them is n - p
        return several ? asked : DegreesOfFreedomParts.RESIDUAL;
    }

    /** The grouping factor whose levels a robust covariance matrix takes as independent. */
    String robustGroup() {
        String group = options().vcov().group();
        return group != null ? group : random().get(0).group();
    }

    private void checkRobust() {
        RobustVcov vcov = options().vcov();
        if (vcov == null) return;
        List<String> groups =
                random().stream().map(RandomPart::group).distinct().toList();
        String wrong = null;
        if (groups.isEmpty())
            wrong =
                    "takes the levels of a grouping factor as independent, and the formula has none; add one, as in (1 | g)";
        else if (vcov.group() != null && !groups.contains(vcov.group()))
            wrong = "names '" + vcov.group() + "', which is no grouping factor of the formula; "
                    + Suggestion.among(vcov.group(), groups);
        else if (vcov.group() == null && groups.size() > 1)
            wrong = "does not say whose levels are independent; write vcov = " + vcov.type() + "(" + groups.get(0)
                    + ")";
        else if (!exactGaussian() && vcov.type() == RobustVcov.Type.CR2)
            wrong = "is of gaussian models with the identity link: it has no accepted definition for others; use CR1";
        else if (correlated() || hierarchical() || !exactGaussian() && !oneFactor())
            wrong =
                    "needs scores of levels that are independent: gaussian models with method = ML or REML have them, and others with one grouping factor"
                            + " and method = ML; write vcov = model";
        else if (options().df() != null && !options().df().equals("none"))
            wrong = "has tests by the normal distribution; leave df out";
        if (wrong != null) throw new GlmmException(ErrorCode.NOT_APPLICABLE, "vcov = " + vcov + " " + wrong);
    }

    /** Whether degrees of freedom need the matrices of all rows that are correlated with one another. */
    boolean formsComponents() {
        return degreesOfFreedom().equals(DegreesOfFreedomParts.KENWARD_ROGER) && !exactGaussian();
    }

    private void checkDegreesOfFreedom() {
        String asked = options().df();
        if (asked == null || asked.equals("none")) return;
        if (asked.equals(DegreesOfFreedomParts.RESIDUAL)) {
            if (!family.isNormal())
                throw new GlmmException(
                        ErrorCode.NOT_APPLICABLE,
                        "df = residual is for t tests of a gaussian model, and family " + family.name()
                                + " has tests by the normal distribution; leave df out, or write df = none");
            return;
        }
        if (!leastSquares())
            throw new GlmmException(
                    ErrorCode.NOT_APPLICABLE,
                    "df = " + asked
                            + " is for gaussian models with the identity link, normal random effects of the mean alone and method = ML or"
                            + " REML, and this is " + family.name() + "(" + link + ") with method = " + method
                            + "; leave df out, or write df = none");
        if (asked.equals(DegreesOfFreedomParts.KENWARD_ROGER) && method == Method.ML && mixed())
            throw new GlmmException(
                    ErrorCode.NOT_APPLICABLE,
                    "df = kenward_roger is for restricted likelihood, and this is method = ML; write method = REML, or df ="
                            + " satterthwaite");
    }

    /** Whether residuals are correlated. */
    boolean correlated() {
        return options().residual() != null;
    }

    /** Whether the estimates come from p_{beta,v} or from the equations of Lee and Nelder. */
    boolean hierarchical() {
        return method != Method.ML && !exactGaussian() && !correlated();
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
        if (family.ofCategories() && method != Method.ML)
            throw new GlmmException(
                    ErrorCode.NOT_APPLICABLE,
                    "method = " + method + " is for a response with a mean, and family " + family.name()
                            + " has ordered categories; use method = ML, with nagq = k for quadrature");
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
        checkDegreesOfFreedom();
        checkRobust();
        new ConfCheck(this).check();
        if (options().residual() != null) new ResidualCheck(this, options().residual()).check();
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
        boolean dispersion = family.hasDispersion() && name.equals(Parameter.DISPERSION.name());
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
        if (design.residual() != null) ResidualCheck.requireNested(design);
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
