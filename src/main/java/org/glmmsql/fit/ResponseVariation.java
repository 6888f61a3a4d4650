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
        String name = "response '" + design.response().name() + "'";
        if (family.hasDispersion() && design.n() > 1)
            return name + " is " + low + " in every row: there is nothing to model";
        // counts and proportions vary by themselves, unless at the edge of their range
        boolean edge = low == 0 || family.name().equals("binomial") && low == 1;
        return edge ? name + " is " + low + " in every row: estimates would be infinite" : null;
    }
}
