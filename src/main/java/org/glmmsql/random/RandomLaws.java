package org.glmmsql.random;

import java.util.List;
import org.glmmsql.error.Registry;

/** The laws a random effect can have. */
public final class RandomLaws {
    private static final Registry<RandomLaw> REGISTRY = new Registry<>(
            "random-effect law",
            RandomLaw::name,
            List.of(
                    new NormalLaw(),
                    new GammaLaw(),
                    new BetaLaw(),
                    new InverseGammaLogLaw(),
                    new InverseGammaInverseLaw()));

    private RandomLaws() {}

    /** @throws org.glmmsql.error.GlmmException UNKNOWN_FAMILY listing the laws and the nearest spelling */
    public static RandomLaw byName(String name) {
        return REGISTRY.get(name);
    }

    /** Canonical names. */
    public static List<String> names() {
        return REGISTRY.names();
    }
}
