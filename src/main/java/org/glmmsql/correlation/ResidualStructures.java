package org.glmmsql.correlation;

import java.util.List;
import java.util.Map;
import org.glmmsql.error.Registry;

/** The covariance structures residuals can have. */
public final class ResidualStructures {
    /** Residuals of which a model text says nothing. */
    public static final ResidualStructure INDEPENDENT =
            new ResidualStructure("homdiag", new Independent(Correlation.Place.ANY), false);

    private static final Registry<ResidualStructure> REGISTRY = new Registry<>(
            "residual structure",
            ResidualStructure::name,
            List.of(
                    new ResidualStructure("us", new General(), true),
                    new ResidualStructure("diag", new Independent(Correlation.Place.LEVEL), true),
                    INDEPENDENT,
                    new ResidualStructure("cs", new Equal(), true),
                    new ResidualStructure("homcs", new Equal(), false),
                    new ResidualStructure("ar1", new Autoregressive(), false),
                    new ResidualStructure("hetar1", new Autoregressive(), true),
                    new ResidualStructure("toep", new Toeplitz(), true),
                    new ResidualStructure("homtoep", new Toeplitz(), false),
                    new ResidualStructure("ante", new AnteDependence(), true),
                    new ResidualStructure("ou", new OrnsteinUhlenbeck(), false),
                    new ResidualStructure("exp", new Exponential(), false),
                    new ResidualStructure("gau", new Gaussian(), false),
                    new ResidualStructure("mat", new Matern(), false),
                    new ResidualStructure("ma1", new MovingAverage(), false),
                    new ResidualStructure("arma11", new AutoregressiveMovingAverage(), false)));

    /** Special cases, by name. */
    private static final Map<String, List<String>> CONTAINED = Map.of(
            "us",
            List.of("diag", "homdiag", "cs", "homcs", "ar1", "hetar1", "toep", "homtoep", "ante", "ma1", "arma11"),
            "diag",
            List.of("homdiag"),
            "cs",
            List.of("diag", "homdiag", "homcs"),
            "toep",
            List.of("diag", "homdiag", "cs", "homcs", "ar1", "hetar1", "homtoep", "ma1", "arma11"),
            "homtoep",
            List.of("homdiag", "homcs", "ar1", "ma1", "arma11"),
            "hetar1",
            List.of("diag", "homdiag", "ar1"),
            "ante",
            List.of("diag", "homdiag", "ar1", "hetar1"),
            "arma11",
            List.of("homdiag", "ar1", "ma1"),
            "mat",
            List.of("homdiag", "exp", "ou"));

    private ResidualStructures() {}

    /** @throws org.glmmsql.error.GlmmException UNKNOWN_FAMILY listing the structures and the nearest spelling */
    public static ResidualStructure byName(String name) {
        return REGISTRY.get(name);
    }

    /** Canonical names. */
    public static List<String> names() {
        return REGISTRY.names();
    }

    static List<String> contained(String name) {
        return CONTAINED.getOrDefault(name, List.of("homdiag"));
    }
}
