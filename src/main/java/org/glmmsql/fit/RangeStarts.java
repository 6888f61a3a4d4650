package org.glmmsql.fit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.glmmsql.likelihood.ModelData;
import org.glmmsql.likelihood.TermData;
import org.glmmsql.optimize.Minimum;
import org.glmmsql.optimize.Objective;

/**
 * Other starts for a search that ended where a range of correlations makes no difference: below the distances of the data, or beyond
 * them, the likelihood is flat, and no slope leads to a maximum in between. So ranges are tried along a line, all else as it is, and those
 * that do better than their neighbours are starts (D53).
 */
final class RangeStarts {
    /** Information about the logarithm of a range that is none: a standard error of a factor of e^10. */
    private static final double NONE = 1e-2;
    /** Log-likelihood that a start may be below the end: the rest of the parameters has yet to follow. */
    private static final double BELOW = 10;

    private final ModelData data;
    private final Objective objective;
    private final int first;

    /** @param first index in psi of the objective's first parameter */
    RangeStarts(ModelData data, Objective objective, int first) {
        this.data = data;
        this.objective = objective;
        this.first = first;
    }

    /** None where the data tell all ranges. */
    List<double[]> of(Minimum end) {
        List<double[]> starts = new ArrayList<>();
        if (!(end.value() < Double.POSITIVE_INFINITY)) return starts;
        double[] psi = new double[data.size()];
        System.arraycopy(end.x(), 0, psi, first, end.x().length);
        if (data.residual() != null
                && unknown(end, data.residual().thetaFrom(), data.residual().size()))
            starts.addAll(peaks(data.residual().line(psi), end.value()));
        for (TermData term : data.terms()) {
            List<double[]> line = term.structure().line();
            if (line.isEmpty() || term.thetaSize() <= line.get(0).length) continue;
            int size = line.get(0).length;
            int at = term.thetaFrom() + term.thetaSize() - size;
            if (!unknown(end, at, size)) continue;
            starts.addAll(peaks(
                    line.stream()
                            .map(own -> {
                                double[] moved = psi.clone();
                                System.arraycopy(own, 0, moved, at, size);
                                return moved;
                            })
                            .toList(),
                    end.value()));
        }
        return starts;
    }

    private boolean unknown(Minimum end, int from, int size) {
        if (!end.converged()) return true;
        for (int k = from - first; k < from - first + size; k++) if (!(end.hessian()[k][k] > NONE)) return true;
        return false;
    }

    /** Points that are higher than those beside them. */
    private List<double[]> peaks(List<double[]> line, double end) {
        double[] gradient = new double[data.size() - first];
        double[] values = new double[line.size() + 2];
        Arrays.fill(values, Double.POSITIVE_INFINITY);
        for (int k = 0; k < line.size(); k++) {
            double value = objective.evaluate(Arrays.copyOfRange(line.get(k), first, data.size()), gradient);
            if (value < Double.POSITIVE_INFINITY) values[k + 1] = value;
        }
        List<double[]> peaks = new ArrayList<>();
        for (int k = 1; k <= line.size(); k++)
            if (values[k] < values[k - 1] && values[k] < values[k + 1] && values[k] < end + BELOW)
                peaks.add(Arrays.copyOfRange(line.get(k - 1), first, data.size()));
        return peaks;
    }
}
