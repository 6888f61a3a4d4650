package org.glmmsql.fit;

import org.glmmsql.design.Design;
import org.glmmsql.design.RandomDesign;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;
import org.glmmsql.family.Family;
import org.glmmsql.formula.Method;
import org.glmmsql.formula.Options;
import org.glmmsql.random.RandomLaws;

/** What sort of model was asked for: decides which likelihood serves, and which combinations of options mean nothing. */
record ModelKind(Family family, String link, Method method, Options options, Design design) {

    /** Nodes of a product rule that are still a matter of seconds. */
    private static final int MAX_NODES = 100_000;

    boolean exactGaussian() {
        return family.name().equals("gaussian")
                && link.equals("identity")
                && design.dispersion() == null
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
        return design.random().stream().noneMatch(ModelKind::notNormal);
    }

    private static boolean notNormal(RandomDesign term) {
        return RandomLaws.byName(term.law()).dependsOnTheta();
    }

    private String otherLaw() {
        return design.random().stream()
                .filter(ModelKind::notNormal)
                .map(RandomDesign::law)
                .findFirst()
                .orElseThrow();
    }

    /** Whether all random terms share one grouping factor (or there is none). */
    boolean oneFactor() {
        for (RandomDesign term : design.random())
            if (!term.group().equals(design.random().get(0).group())) return false;
        return true;
    }

    void check() {
        if (method != Method.ML && design.random().isEmpty() && !exactGaussian())
            throw new GlmmException(
                    ErrorCode.NOT_APPLICABLE,
                    "method = " + method + " without a random term has nothing to adjust for; use method = ML");
        if (method == Method.PQL && !normalEffects())
            throw new GlmmException(
                    ErrorCode.NOT_APPLICABLE,
                    "method = PQL is for normal random effects, this model has the law " + otherLaw()
                            + "; HL(0,0) is the same for any law");
        if (method != Method.ML && options.nagq() > 1)
            throw new GlmmException(
                    ErrorCode.NOT_APPLICABLE,
                    "nagq = " + options.nagq() + " integrates exactly and method = " + method
                            + " approximates; use method = ML with nagq, or leave nagq out");
        for (RandomDesign term : design.random())
            if (term.q() > 1 && !term.covariance().equals("diagonal") && notNormal(term))
                throw new GlmmException(
                        ErrorCode.NOT_APPLICABLE,
                        "the " + term.q() + " effects of group '" + term.group() + "' have the law " + term.law()
                                + ", which has no correlation; write independent effects as (x || "
                                + term.group() + "), or use random = normal");
        if (options.nagq() > 1 && design.random().isEmpty())
            throw new GlmmException(
                    ErrorCode.NOT_APPLICABLE,
                    "nagq = " + options.nagq() + " without a random term integrates nothing; leave it out");
        if (options.nagq() > 1 && !oneFactor())
            throw new GlmmException(
                    ErrorCode.NOT_APPLICABLE,
                    "nagq = " + options.nagq()
                            + " needs one grouping factor, the formula has several; use nagq = 1 (Laplace)");
        int effects = design.random().stream().mapToInt(RandomDesign::q).sum();
        if (options.nagq() > 1 && Math.pow(options.nagq(), effects) > MAX_NODES)
            throw new GlmmException(
                    ErrorCode.NOT_APPLICABLE,
                    "nagq = " + options.nagq() + " with " + effects + " random effects a level asks for "
                            + options.nagq()
                            + "^" + effects + " nodes, more than " + MAX_NODES + "; use at most nagq = "
                            + (int) Math.floor(Math.pow(MAX_NODES, 1.0 / effects) + 1e-9));
        if (options.dispersion() != null && !family.hasDispersion())
            throw new GlmmException(
                    ErrorCode.NOT_APPLICABLE,
                    "family " + family.name() + " has no dispersion to model; leave dispersion = out");
    }
}
