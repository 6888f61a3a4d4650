package org.glmmsql.random;

import java.util.List;
import org.glmmsql.error.Registry;

/** The covariance structures a random term can have. */
public final class Covariances {
    private static final Registry<Covariance> REGISTRY = new Registry<>(
            "covariance structure",
            Covariance::name,
            List.of(new Unstructured(), new Diagonal(), new CompoundSymmetry()));

    private Covariances() {}

    /** @throws org.glmmsql.error.GlmmException UNKNOWN_FAMILY listing the structures and the nearest spelling */
    public static Covariance byName(String name) {
        return REGISTRY.get(name);
    }

    /** Canonical names. */
    public static List<String> names() {
        return REGISTRY.names();
    }
}
