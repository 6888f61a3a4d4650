package org.glmmsql.model;

import java.util.Arrays;
import java.util.List;

/** Reads the degrees of freedom of a stored model; one that has no members for them tests by those of its coefficients. */
final class DegreesOfFreedomReader {
    private static final String MEMBER = "degrees_of_freedom";

    private final JsonObject json;

    DegreesOfFreedomReader(JsonObject json) {
        this.json = json;
    }

    DegreesOfFreedomParts parts(List<Component> components) {
        List<Coefficient> kept =
                components.isEmpty() ? List.of() : components.get(0).kept();
        if (!json.has(MEMBER)) {
            return DegreesOfFreedomParts.constant(kept.stream()
                    .mapToDouble(Coefficient::df)
                    .filter(Double::isFinite)
                    .findFirst()
                    .orElse(Double.POSITIVE_INFINITY));
        }
        JsonObject member = json.child(MEMBER);
        String method = json.text("df_method");
        boolean adjusted = member.has(DegreesOfFreedomParts.KENWARD_ROGER);
        int p = kept.size();
        ModelCheck.require(
                method.equals(DegreesOfFreedomParts.SATTERTHWAITE)
                        || method.equals(DegreesOfFreedomParts.KENWARD_ROGER) && adjusted,
                () -> "its 'df_method' is '" + method + "', for which its '" + MEMBER + "' has no numbers");
        return new DegreesOfFreedomParts(
                method,
                member.number("residual"),
                slopes(member.child(DegreesOfFreedomParts.SATTERTHWAITE), p),
                adjusted ? slopes(member.child(DegreesOfFreedomParts.KENWARD_ROGER), p) : null,
                adjusted ? triangle(member.matrix("vcov_model"), p, "vcov_model") : null);
    }

    private static VcovSlopes slopes(JsonObject member, int p) {
        List<String> parameters = member.texts("parameters");
        double[][] slopes = member.matrix("slopes");
        boolean fits = slopes.length == parameters.size()
                && Arrays.stream(slopes).allMatch(row -> row.length == p * (p + 1) / 2);
        if (!fits) {
            throw ModelReader.wrongSize("slopes");
        }
        return new VcovSlopes(
                parameters,
                slopes,
                triangle(member.matrix("covariance"), parameters.size(), "covariance"),
                member.texts("held"));
    }

    private static double[][] triangle(double[][] rows, int size, String name) {
        boolean fits = rows.length == size;
        for (int i = 0; fits && i < size; i++) {
            fits = rows[i].length == i + 1;
        }
        if (!fits) {
            throw ModelReader.wrongSize(name);
        }
        return rows;
    }
}
