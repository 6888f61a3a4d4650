package org.glmmsql.random;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.glmmsql.error.Registry;

/** The covariance structures a random term can have. */
public final class Structures {
    private static final Registry<Structure> REGISTRY = new Registry<>(
            "covariance structure",
            Structure::name,
            List.of(
                    new Unstructured(),
                    new Diagonal(),
                    new HomogeneousDiagonal(),
                    new CompoundSymmetry(),
                    new HomogeneousCompoundSymmetry(),
                    new Autoregressive()));

    private Structures() {}

    /** @throws org.glmmsql.error.GlmmException UNKNOWN_FAMILY listing the structures and the nearest spelling */
    public static Structure byName(String name) {
        return REGISTRY.get(name);
    }

    /** Canonical names. */
    public static List<String> names() {
        return REGISTRY.names();
    }

    /** The structure that a model text calls so. */
    public static Optional<Structure> byCall(String call) {
        return names().stream()
                .map(Structures::byName)
                .filter(structure -> structure.call().equals(call))
                .findFirst();
    }

    /** What structures are called in a model text. */
    public static Set<String> calls() {
        return names().stream().map(name -> byName(name).call()).collect(Collectors.toUnmodifiableSet());
    }
}
