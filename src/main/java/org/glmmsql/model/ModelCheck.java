package org.glmmsql.model;

import java.util.function.Supplier;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;
import org.glmmsql.formula.ModelSpec;

/** One way in which the parts of a stored model have to fit together. Registered in {@link ModelValidator}. */
interface ModelCheck {
    /**
     * @param model as read, its arrays of the sizes that their own members say
     * @param spec its model text, parsed; a {@code .} in it is closed
     * @throws GlmmException NOT_A_MODEL that names the member that does not fit
     */
    void check(FittedModel model, ModelSpec spec);

    /** @param contradiction ends a sentence that begins with the value: {@code "its 'vcov' has 2 rows, 3 are expected"} */
    static void require(boolean holds, Supplier<String> contradiction) {
        if (!holds) {
            throw contradiction(contradiction.get());
        }
    }

    /** The error itself. */
    static GlmmException contradiction(String what) {
        return new GlmmException(
                ErrorCode.NOT_A_MODEL,
                "the value is not a model of glmm_fit, " + what + "; pass the text as it was stored");
    }

    /** Whether a number is what a reader may show: not negative, or NULL. */
    static boolean isSize(double number) {
        return Double.isNaN(number) || number >= 0;
    }
}
