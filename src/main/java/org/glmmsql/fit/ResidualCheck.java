package org.glmmsql.fit;

import java.util.Arrays;
import java.util.List;
import org.glmmsql.design.Design;
import org.glmmsql.design.RandomDesign;
import org.glmmsql.design.ResidualDesign;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.Excerpt;
import org.glmmsql.error.GlmmException;
import org.glmmsql.formula.Method;
import org.glmmsql.formula.RandomPart;
import org.glmmsql.formula.ResidualPart;

/** Which models have residuals that can be correlated. */
final class ResidualCheck {
    private final ModelKind kind;
    private final ResidualPart residual;

    ResidualCheck(ModelKind kind, ResidualPart residual) {
        this.kind = kind;
        this.residual = residual;
    }

    /** @throws GlmmException NOT_APPLICABLE */
    void check() {
        String option = "residual = " + Excerpt.of(residual.text());
        if (!kind.family().isNormal() || !kind.link().equals("identity"))
            throw wrong(option + " is for gaussian models with the identity link, and this one is "
                    + kind.family().name() + "(" + kind.link()
                    + "), whose responses have no residuals of their own; use the random"
                    + " term " + Excerpt.of(randomTerm()) + " in the formula");
        if (kind.method() != Method.ML && kind.method() != Method.REML)
            throw wrong(option + " goes with method = ML or REML, and this is " + kind.method());
        if (!kind.normalEffects()) throw wrong(option + " goes with normal random effects; leave out random =");
        boolean elsewhere = kind.spec().random().stream()
                .map(RandomPart::parameter)
                .anyMatch(parameter -> !parameter.equals(RandomPart.MEAN));
        if (elsewhere)
            throw wrong(option + " goes with random effects of the mean only; leave out those of the dispersion");
        if (residual.structure().ownScales() && kind.options().predictors().containsKey("dispersion"))
            throw wrong(option
                    + " has a variance for each position, and leaves none for dispersion =; leave that out, or use a structure with"
                    + " one variance, such as homcs, ar1 or homtoep");
    }

    /** The same correlation of effects; of one effect a row for what has no position. */
    private String randomTerm() {
        List<String> known =
                List.of("us", "diag", "homdiag", "cs", "hetar1", "toep", "homtoep", "ante", "ou", "exp", "gau");
        String name = residual.structure().name();
        String position = residual.positions().isEmpty() ? "1" : residual.label();
        if (position.equals("1")) return "(1 | " + residual.group() + ")";
        return (known.contains(name) || name.equals("mat") ? name : name.equals("homcs") ? name : "ar1") + "("
                + position + " | " + residual.group() + ")";
    }

    /**
     * Rows of a group are correlated whichever effects they have; the likelihood takes them to have the same.
     *
     * @throws GlmmException NOT_APPLICABLE if a random term tells the rows of a group apart
     */
    static void requireNested(Design design) {
        ResidualDesign residual = design.residual();
        for (RandomDesign term : design.random()) {
            int[] level = new int[residual.groups()];
            Arrays.fill(level, -1);
            for (int i = 0; i < design.n(); i++) {
                int group = residual.groupOf()[i];
                if (level[group] >= 0 && level[group] != term.level()[i])
                    throw wrong("the random effects by " + Excerpt.of(term.group())
                            + " differ between the rows of one group of residual = "
                            + residual.structure().name() + "(... | " + Excerpt.of(residual.group()) + "), such as '"
                            + Excerpt.of(term.levels().get(level[group])) + "' and '"
                            + Excerpt.of(term.levels().get(term.level()[i]))
                            + "'; expected a group of residuals within one level of every random term: group the residuals by "
                            + Excerpt.of(term.group()) + ":" + Excerpt.of(residual.group())
                            + ", or use the random term "
                            + residual.structure().name() + "(" + Excerpt.of(residual.label()) + " | "
                            + Excerpt.of(residual.group()) + ") in the formula");
                level[group] = term.level()[i];
            }
        }
    }

    private static GlmmException wrong(String message) {
        return new GlmmException(ErrorCode.NOT_APPLICABLE, message);
    }
}
