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

    boolean exactGaussian() {
        return family.name().equals("gaussian")
                && link.equals("identity")
                && design.dispersion() == null
                && normalEffects();
    }

    private boolean normalEffects() {
        for (RandomDesign term : design.random())
            if (RandomLaws.byName(term.law()).dependsOnTheta()) return false;
        return true;
    }

    /** Whether all random terms share one grouping factor (or there is none). */
    boolean oneFactor() {
        for (RandomDesign term : design.random())
            if (!term.group().equals(design.random().get(0).group())) return false;
        return true;
    }

    void check() {
        if (method == Method.REML && !exactGaussian())
            throw new GlmmException(
                    ErrorCode.NOT_APPLICABLE,
                    "method = REML is for gaussian(identity) models with normal effects, this one is " + family.name()
                            + "(" + link + "); use method = ML");
        if (options.nagq() > 1 && design.random().isEmpty())
            throw new GlmmException(
                    ErrorCode.NOT_APPLICABLE,
                    "nagq = " + options.nagq() + " without a random term integrates nothing; leave it out");
        if (options.nagq() > 1 && !oneFactor())
            throw new GlmmException(
                    ErrorCode.NOT_APPLICABLE,
                    "nagq = " + options.nagq()
                            + " needs one grouping factor, the formula has several; use nagq = 1 (Laplace)");
        if (options.dispersion() != null && !family.hasDispersion())
            throw new GlmmException(
                    ErrorCode.NOT_APPLICABLE,
                    "family " + family.name() + " has no dispersion to model; leave dispersion = out");
    }
}
