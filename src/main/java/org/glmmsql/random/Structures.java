package org.glmmsql.random;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.glmmsql.correlation.Correlations;
import org.glmmsql.error.Registry;

/** The covariance structures a random term can have. */
public final class Structures {
    private static final String[] TOEPLITZ = {"homtoep", "hetar1", "ar1", "cs", "homcs", "diagonal", "homdiag"};

    /** A structure with a number of its own, as rr(2). */
    private static final Pattern NUMBERED = Pattern.compile("([a-z]+)\\((\\d{1,9})\\)");

    private static final Registry<Structure> REGISTRY = new Registry<>(
            "covariance structure",
            Structure::name,
            List.of(
                    new Unstructured(),
                    new Diagonal(),
                    new HomogeneousDiagonal(),
                    new CompoundSymmetry(),
                    new HomogeneousCompoundSymmetry(),
                    new ReducedRank(2),
                    new CorrelatedEffects("ar1", Correlations.AR1, false, "homdiag"),
                    new CorrelatedEffects("hetar1", Correlations.AR1, true, "ar1", "diagonal", "homdiag"),
                    new CorrelatedEffects("ou", Correlations.OU, false),
                    new CorrelatedEffects("toep", Correlations.TOEPLITZ, true, TOEPLITZ),
                    new CorrelatedEffects("homtoep", Correlations.TOEPLITZ, false, "ar1", "homcs", "homdiag"),
                    new CorrelatedEffects("ante", Correlations.ANTE, true, "hetar1", "ar1", "diagonal", "homdiag"),
                    new CorrelatedEffects("exp", Correlations.EXPONENTIAL, false, "ou"),
                    new CorrelatedEffects("gau", Correlations.GAUSSIAN, false),
                    new CorrelatedEffects("mat", Correlations.MATERN, false, "exp", "ou")));

    private Structures() {}

    /** @throws org.glmmsql.error.GlmmException UNKNOWN_FAMILY listing the structures and the nearest spelling */
    public static Structure byName(String name) {
        Matcher numbered = NUMBERED.matcher(name);
        if (numbered.matches() && byCall(numbered.group(1)).isPresent()) {
            Structure structure = byCall(numbered.group(1)).get();
            if (!structure.arguments().isEmpty())
                return structure.with(structure.arguments().get(0), Integer.parseInt(numbered.group(2)));
        }
        return REGISTRY.get(name);
    }

    /** Canonical names. */
    public static List<String> names() {
        return REGISTRY.names();
    }

    /** The structure that a model text calls so. */
    public static Optional<Structure> byCall(String call) {
        return names().stream()
                .map(REGISTRY::get)
                .filter(structure -> structure.call().equals(call))
                .findFirst();
    }

    /** What structures are called in a model text. */
    public static Set<String> calls() {
        return names().stream().map(name -> REGISTRY.get(name).call()).collect(Collectors.toUnmodifiableSet());
    }
}
