package org.glmmsql.fit;

import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;
import org.glmmsql.formula.Conf;
import org.jspecify.annotations.Nullable;

/** Which models have the limits that were asked for. */
record ConfCheck(ModelKind kind) {
    /** @throws GlmmException NOT_APPLICABLE */
    void check() {
        Conf conf = kind.options().conf();
        if (conf.kind() == Conf.Kind.WALD) return;
        String wrong = wrong();
        if (wrong == null && conf.kind() == Conf.Kind.BOOTSTRAP) wrong = wrongBootstrap();
        if (wrong != null)
            throw new GlmmException(
                    ErrorCode.NOT_APPLICABLE,
                    "conf = " + (conf.kind() == Conf.Kind.PROFILE ? "profile" : "bootstrap") + " " + wrong);
    }

    /** The same of the profile itself. */
    void checkProfile() {
        String wrong = wrong();
        if (wrong != null) throw new GlmmException(ErrorCode.NOT_APPLICABLE, "a profile " + wrong);
    }

    private @Nullable String wrong() {
        if (kind.solvesEquations())
            return "needs a likelihood that is maximised, and method = " + kind.method()
                    + " solves equations; use method = ML, or leave conf out";
        if (kind.options().vcov() != null)
            return "is by the model as it is, and vcov = " + kind.options().vcov()
                    + " is for data that it does not hold for; leave one of the two out";
        return null;
    }

    private @Nullable String wrongBootstrap() {
        if (!kind.normalEffects())
            return "draws random effects that are normal, and this model has others; use conf = profile";
        if (kind.correlated())
            return "draws residuals that are independent, and those of this model are correlated (residual = ...); use conf = profile";
        boolean counted = kind.options().weights() != null
                && !kind.family().hasDispersion()
                && !kind.family().ofTrials();
        if (counted)
            return "draws a response for each row, and weights of family "
                    + kind.family().name()
                    + " say how many rows one stands for; give each row by itself, or use conf = profile";
        return null;
    }
}
