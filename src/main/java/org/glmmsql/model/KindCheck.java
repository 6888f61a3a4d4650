package org.glmmsql.model;

import java.util.Arrays;
import java.util.Set;
import org.glmmsql.family.Families;
import org.glmmsql.family.Family;
import org.glmmsql.formula.Method;
import org.glmmsql.formula.ModelSpec;
import org.glmmsql.formula.Options;

/** Family, link, method and level of confidence exist, and are those of the model text. */
final class KindCheck implements ModelCheck {
    private static final Set<String> H_LIKELIHOODS = Set.of("h", "p_v", "p_beta_v", "caic");

    @Override
    public void check(FittedModel model, ModelSpec spec) {
        Options options = spec.options();
        Family family = Families.of(options.family(), options.predictors().keySet());
        same("family", model.family(), family.name());
        String link = options.link() == null ? family.links().get(0) : options.link();
        same("link", model.link(), family.link(link).name());
        Method method = options.method() == null ? Method.ML : options.method();
        same("method", model.method(), method.toString());
        same("nagq", Integer.toString(model.nagq()), Integer.toString(options.nagq()));
        same("conf_level", Double.toString(model.confLevel()), Double.toString(options.confLevel()));
        ModelCheck.require(
                H_LIKELIHOODS.containsAll(model.hLikelihoods().keySet()),
                () -> "its 'h_likelihoods' are not among "
                        + Arrays.toString(H_LIKELIHOODS.stream().sorted().toArray()));
    }

    private static void same(String member, String found, String expected) {
        ModelCheck.require(
                found.equals(expected),
                () -> "its '" + member + "' is '" + found + "', and by its model text '" + expected + "'");
    }
}
