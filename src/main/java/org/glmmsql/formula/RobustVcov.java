package org.glmmsql.formula;

import org.jspecify.annotations.Nullable;

/**
 * A covariance matrix of estimates that holds whatever the responses of a group have in common.
 *
 * @param type by which residuals are made larger
 * @param group whose levels are independent; null for the only grouping factor
 */
public record RobustVcov(Type type, @Nullable String group) {
    /** As clubSandwich numbers them. */
    public enum Type {
        /** As they are. */
        CR0,
        /** By the root of m / (m - 1). */
        CR1,
        /** By what makes the matrix unbiased if the model holds (Bell and McCaffrey 2002). */
        CR2
    }

    /** As in a model text, and as vcov_type of a stored model. */
    @Override
    public String toString() {
        return group == null ? type.name() : type + "(" + group + ")";
    }
}
