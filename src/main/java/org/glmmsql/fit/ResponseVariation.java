package org.glmmsql.fit;

import org.glmmsql.design.Design;
import org.glmmsql.family.Family;
import org.jspecify.annotations.Nullable;

/** Whether the response varies enough for any model: a constant one has no finite estimates. */
final class ResponseVariation {
    private ResponseVariation() {}

    /** A message if no model can be fitted, else null. */
    static @Nullable String problem(Family family, Design design, double[] weights) {
        double[] y = design.response().y();
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < design.n(); i++) {
            if (!(weights[i] > 0)) continue;
            low = Math.min(low, y[i]);
            high = Math.max(high, y[i]);
        }
        if (low > high) return "every row has a prior weight of 0; give positive weights";
        if (low < high) return null;
        boolean edge = family.edge(low) != 0;
        // a constant count with known exposures still says something about rates
        if (!edge && (design.n() == 1 || design.offset() != null)) return null;
        return "response '" + design.response().name() + "' is " + low + " in every row: "
                + (edge ? "estimates would be infinite" : "there is nothing to model");
    }
}
