package org.glmmsql.family;

import java.util.List;
import org.glmmsql.error.Registry;

/** The families a model text can name. */
public final class Families {
    private static final Registry<Family> REGISTRY = new Registry<>(
            "family",
            Family::name,
            List.of(
                    new GaussianFamily(),
                    new BinomialFamily(),
                    new PoissonFamily(),
                    new GammaFamily(),
                    new InverseGaussianFamily()));

    private Families() {}

    /** @throws org.glmmsql.error.GlmmException UNKNOWN_FAMILY listing the families and the nearest spelling */
    public static Family byName(String name) {
        return REGISTRY.get(name);
    }

    /** Canonical names. */
    public static List<String> names() {
        return REGISTRY.names();
    }
}
