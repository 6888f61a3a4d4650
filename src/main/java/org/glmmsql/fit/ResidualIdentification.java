package org.glmmsql.fit;

import java.util.Locale;
import org.glmmsql.design.Design;
import org.glmmsql.error.Excerpt;
import org.glmmsql.likelihood.ModelData;
import org.glmmsql.likelihood.ResidualData;
import org.jspecify.annotations.Nullable;

/**
 * Whether there are groups enough for any covariances of residuals, found before the search (D41). Where s positions are seen together in
 * fewer than s groups, some combination of them is 0 in all of these whatever the coefficients are: the covariance matrix that gives
 * it no variance makes the likelihood infinite.
 */
final class ResidualIdentification {
    private ResidualIdentification() {}

    /** A message if some covariances cannot be had, else null. */
    static @Nullable String problem(ModelData data, Design design) {
        ResidualData residual = data.residual();
        if (residual == null
                || !residual.structure().isLinear()
                || !data.terms().isEmpty()) return null;
        if (residual.structure().correlation().isLinear(false)) return null;
        for (ResidualData.Seen seen : residual.seen()) {
            if (seen.groups() >= seen.positions()) continue;
            return String.format(
                    Locale.ROOT,
                    "the data do not determine the covariances of residual = %s(%s | %s): %d positions are seen together in %d group%s,"
                            + " where as many are needed at least, so that some combination of them is always 0 and the likelihood is"
                            + " infinite; use a structure with fewer parameters, such as ar1, homcs or homtoep",
                    residual.structure().name(),
                    Excerpt.of(design.residual().label()),
                    Excerpt.of(design.residual().group()),
                    seen.positions(),
                    seen.groups(),
                    seen.groups() == 1 ? "" : "s");
        }
        return null;
    }
}
