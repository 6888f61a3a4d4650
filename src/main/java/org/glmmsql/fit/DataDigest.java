package org.glmmsql.fit;

import java.util.HexFormat;
import org.glmmsql.design.Design;

/** A short name of the rows of a design. */
final class DataDigest {
    private DataDigest() {}

    /** The same for the same responses, weights and offsets in any order. */
    static String of(Design design) {
        long sum = 0;
        double[] y = design.response().y();
        double[] trials = design.response().trials();
        double[] weights = design.weights();
        double[] offset = design.offset();
        for (int i = 0; i < design.n(); i++) {
            long h = Double.doubleToLongBits(y[i] + 0.0);
            if (trials != null) h = 31 * spread(h) + Double.doubleToLongBits(trials[i]);
            if (weights != null) h = 31 * spread(h) + Double.doubleToLongBits(weights[i]);
            if (offset != null) h = 31 * spread(h) + Double.doubleToLongBits(offset[i]);
            sum += spread(h);
        }
        return HexFormat.of().toHexDigits(sum);
    }

    private static long spread(long h) {
        long m = (h ^ (h >>> 33)) * 0xFF51AFD7ED558CCDL;
        return (m ^ (m >>> 33)) * 0xC4CEB9FE1A85EC53L;
    }
}
