package org.glmmsql.fit;

import java.util.Arrays;
import org.glmmsql.design.Design;
import org.glmmsql.design.RandomDesign;
import org.glmmsql.design.ResidualDesign;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.Excerpt;
import org.glmmsql.error.GlmmException;
import org.glmmsql.formula.Method;
import org.glmmsql.formula.RandomPart;
import org.glmmsql.formula.ResidualPart;
import org.glmmsql.random.Structures;

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

    /** The same correlation of effects, or the one that is nearest to it. */
    private String randomTerm() {
        String name = residual.structure().name();
        if (residual.positions().isEmpty()) return "(1 | " + residual.group() + ")";
        // a moving average is one of residuals alone
        String known = Structures.calls().contains(name) ? name : "ar1";
        return known + "(" + residual.label() + " | " + residual.group() + ")";
    }

    /**
     * Rows of a group are correlated whichever effects they have; the likelihood takes them to have the same.
     *
     * @throws GlmmException NOT_APPLICABLE if a random term tells the rows of a group apart
     */
    static void requireNested(Design design) {
        ResidualDesign residual = design.residual();
        for (RandomDesign term : design.random()) {
            int[] least = new int[residual.groups()];
            int[] most = new int[residual.groups()];
            Arrays.fill(least, Integer.MAX_VALUE);
            for (int i = 0; i < design.n(); i++) {
                int group = residual.groupOf()[i];
                least[group] = Math.min(least[group], term.level()[i]);
                most[group] = Math.max(most[group], term.level()[i]);
            }
            for (int group = 0; group < least.length; group++)
                if (least[group] < most[group]) throw notNested(residual, term, least[group], most[group]);
        }
    }

    private static GlmmException notNested(ResidualDesign residual, RandomDesign term, int level, int other) {
        String group = Excerpt.of(residual.group());
        String name = residual.structure().name();
        return wrong("the random effects by " + Excerpt.of(term.group())
                + " differ between the rows of one group of residual = " + name + "(... | " + group + "), such as '"
                + Excerpt.of(term.levels().get(level)) + "' and '"
                + Excerpt.of(term.levels().get(other))
                + "'; expected a group of residuals within one level of every random term: group the residuals by "
                + Excerpt.of(term.group()) + ":" + group + ", or use a structured random term such as " + name + "("
                + Excerpt.of(residual.label()) + " | " + group + ") in the formula");
    }

    private static GlmmException wrong(String message) {
        return new GlmmException(ErrorCode.NOT_APPLICABLE, message);
    }
}
