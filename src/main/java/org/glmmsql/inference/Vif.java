package org.glmmsql.inference;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.glmmsql.model.FittedModel;

/**
 * Generalised variance inflation factor of a term: det(R11) det(R22) / det(R), of the correlation matrix R of the estimates without the
 * intercept, its part of the term and its part of the others (Fox and Monette 1992).
 *
 * @param df coefficients of the term
 * @param scaled to the power of 1 / (2 df), which is comparable between terms
 * @param note why there is none; else empty
 */
public record Vif(String term, double gvif, int df, double scaled, String note) {
    /** @throws org.glmmsql.error.GlmmException NOT_FITTED */
    public static List<Vif> of(FittedModel model) {
        MeanPredictor mean = MeanPredictor.of(model);
        double[][] vcov = model.vcov();
        List<Integer> assign = mean.component.assign();
        int[] all = IntStream.range(0, mean.kept.length)
                .filter(k -> assign.get(mean.kept[k]) > 0)
                .toArray();
        List<Vif> rows = new ArrayList<>();
        for (int t = 1; t <= mean.component.terms().size(); t++) {
            int term = t;
            int[] own = IntStream.of(all)
                    .filter(k -> assign.get(mean.kept[k]) == term)
                    .toArray();
            int[] others = IntStream.of(all)
                    .filter(k -> assign.get(mean.kept[k]) != term)
                    .toArray();
            double log = logDeterminant(vcov, own) + logDeterminant(vcov, others) - logDeterminant(vcov, all);
            String note = own.length == 0
                    ? "all of its columns were dropped, as others determine them"
                    : Double.isNaN(log) ? "the covariances of the estimates are singular or not known" : "";
            double gvif = note.isEmpty() ? Math.exp(log) : Double.NaN;
            rows.add(new Vif(
                    mean.component.terms().get(t - 1), gvif, own.length, Math.pow(gvif, 0.5 / own.length), note));
        }
        return rows;
    }

    /** Of the correlations; NaN for a singular matrix. */
    private static double logDeterminant(double[][] vcov, int[] places) {
        double[][] part = Symmetric.part(vcov, places, places);
        double[] sd = IntStream.range(0, places.length)
                .mapToDouble(k -> Math.sqrt(part[k][k]))
                .toArray();
        for (int i = 0; i < sd.length; i++) {
            for (int j = 0; j < sd.length; j++) {
                part[i][j] /= sd[i] * sd[j];
            }
        }
        double[][] factor = Symmetric.cholesky(part);
        return factor == null ? Double.NaN : Symmetric.logDeterminant(factor);
    }
}
