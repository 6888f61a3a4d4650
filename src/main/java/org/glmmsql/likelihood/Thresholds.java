package org.glmmsql.likelihood;

import java.util.List;
import org.glmmsql.design.Response;
import org.glmmsql.family.Parameter;

/**
 * The thresholds theta_1 &lt; ... &lt; theta_J-1 between ordered categories as they are estimated (D-F13): the location of all is the intercept of
 * the mean, theta_r = -intercept for the reference r that halves the rows best, and the others are estimated as theta_j - theta_r. So columns
 * are centred as in any other model, and two categories are the binomial model itself.
 *
 * @param names of the thresholds, {@code low|mid}
 * @param reference r, counted from 0
 */
public record Thresholds(List<String> names, int reference) {
    static Thresholds of(Response response, double[] y, double[] w, double[] count) {
        List<String> names = Response.thresholds(response.levels());
        double[] rows = new double[names.size() + 1];
        double total = 0;
        for (int i = 0; i < y.length; i++) {
            if (!(w[i] > 0)) continue;
            rows[(int) y[i] - 1] += count[i];
            total += count[i];
        }
        int reference = 0;
        double nearest = Double.POSITIVE_INFINITY;
        double below = 0;
        for (int j = 0; j < names.size(); j++) {
            below += rows[j];
            double distance = Math.abs(below - total / 2);
            if (distance < nearest) {
                nearest = distance;
                reference = j;
            }
        }
        return new Thresholds(names, reference);
    }

    /** How many are estimated beside the intercept. */
    int size() {
        return names.size() - 1;
    }

    /** Place among those estimated of threshold j, j not the reference. */
    public int place(int j) {
        return j < reference ? j : j - 1;
    }

    /** The predictor of the threshold that each row's category ends or begins with; infinite offsets where there is none. */
    PredictorData predictor(Parameter parameter, double[] y, int from) {
        boolean upper = parameter.threshold() == Parameter.Threshold.UPPER;
        double[] offset = new double[y.length];
        double[][] x = new double[size()][y.length];
        int[] coefficient = new int[size()];
        for (int k = 0; k < coefficient.length; k++) coefficient[k] = from + k;
        for (int i = 0; i < y.length; i++) {
            int j = (int) y[i] - (upper ? 1 : 2);
            if (j < 0) offset[i] = Double.NEGATIVE_INFINITY;
            else if (j == names.size()) offset[i] = Double.POSITIVE_INFINITY;
            else if (j != reference) x[place(j)][i] = 1;
        }
        return new PredictorData(parameter, offset, x, coefficient);
    }

    /**
     * All thresholds; linear, so that errors go the same way.
     *
     * @param intercept of the mean
     * @param estimated the others' distances from the reference
     */
    public double[] told(double intercept, double[] estimated) {
        double[] told = new double[names.size()];
        for (int j = 0; j < told.length; j++) told[j] = (j == reference ? 0 : estimated[place(j)]) - intercept;
        return told;
    }

    /**
     * Derivatives by the coefficients after the intercept and all thresholds.
     *
     * @param slopes by the p coefficients, the intercept first, and the others' distances from the reference
     */
    public double[] toldSlopes(double[] slopes, int p) {
        double[] told = new double[slopes.length];
        System.arraycopy(slopes, 1, told, 0, p - 1);
        double byReference = -slopes[0];
        for (int j = 0; j < names.size(); j++) {
            if (j == reference) continue;
            told[p - 1 + j] = slopes[p + place(j)];
            byReference -= slopes[p + place(j)];
        }
        told[p - 1 + reference] = byReference;
        return told;
    }
}
