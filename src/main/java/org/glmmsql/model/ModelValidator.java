package org.glmmsql.model;

import java.util.List;
import java.util.function.Supplier;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;
import org.glmmsql.formula.ModelSpec;
import org.glmmsql.formula.ModelTextParser;

/**
 * Holds a stored model against itself before anybody uses it: a model is a text in a table, and may come from anybody. Whatever reads it
 * later finds arrays of sizes that agree, names that exist and numbers where it needs them.
 *
 * <p>A later format adds its checks to the list.
 */
final class ModelValidator {
    private static final List<ModelCheck> CHECKS = List.of(
            new KindCheck(),
            new CountsCheck(),
            new CoefficientsCheck(),
            new DegreesOfFreedomCheck(),
            new VarianceComponentsCheck(),
            new RandomEffectsCheck(),
            new DesignCheck(),
            new GridCheck());

    private ModelValidator() {}

    /** @throws GlmmException NOT_A_MODEL that says what does not fit; MEMORY for a model text whose columns have no room */
    static void check(FittedModel model) {
        guarded(() -> {
            ModelSpec spec = ModelTextParser.parse(model.modelText())
                    .close(model.recipe().variables());
            for (ModelCheck check : CHECKS) {
                check.check(model, spec);
            }
            return model;
        });
    }

    /** What a stranger's model text or recipe raises is that there is no model. */
    static <T> T guarded(Supplier<T> read) {
        try {
            return read.get();
        } catch (GlmmException e) {
            boolean keeps = e.code() == ErrorCode.NOT_A_MODEL || e.code() == ErrorCode.MEMORY;
            throw keeps ? e : ModelCheck.contradiction("what it says is an error: " + e.getMessage());
        }
    }
}
