package org.glmmsql.inference;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.glmmsql.design.DroppedColumn;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;
import org.glmmsql.family.Families;
import org.glmmsql.family.Link;
import org.glmmsql.formula.ModelSpec;
import org.glmmsql.formula.ModelTextParser;
import org.glmmsql.model.Coefficient;
import org.glmmsql.model.Component;
import org.glmmsql.model.FittedModel;
import org.glmmsql.model.Status;

/** The coefficients of the mean of a fitted model, and which linear functions of them the fit could tell. */
final class MeanPredictor {
    final FittedModel model;
    final ModelSpec spec;
    final Component component;
    final List<String> names;
    final Link link;
    /** Columns that have an estimate, in the order of {@link FittedModel#vcov()}. */
    final int[] kept;

    private final double[] beta; // 0 for a dropped column
    private final int[] dropped;

    private MeanPredictor(FittedModel model) {
        this.model = model;
        spec = ModelTextParser.parse(model.modelText()).close(model.recipe().variables());
        component = model.components().get(0);
        names = component.coefficients().stream().map(Coefficient::term).toList();
        link = Families.byName(model.family()).link(model.link());
        double[] estimates = component.coefficients().stream()
                .mapToDouble(Coefficient::estimate)
                .toArray();
        kept = IntStream.range(0, estimates.length)
                .filter(j -> !Double.isNaN(estimates[j]))
                .toArray();
        beta = Arrays.stream(estimates).map(b -> Double.isNaN(b) ? 0 : b).toArray();
        dropped = component.dropped().stream()
                .mapToInt(column -> names.indexOf(column.term()))
                .toArray();
    }

    /** @throws GlmmException NOT_FITTED for a model without estimates that could be trusted, NOT_KEPT for one without covariances */
    static MeanPredictor of(FittedModel model) {
        MeanPredictor mean = ofEstimates(model);
        model.withInference();
        return mean;
    }

    /** The same of a model that may have no covariances. @throws GlmmException NOT_FITTED */
    static MeanPredictor ofEstimates(FittedModel model) {
        if (model.valid().status() != Status.OK || model.components().isEmpty()) {
            throw new GlmmException(
                    ErrorCode.NOT_FITTED,
                    "the model '" + model.formula() + "' has no estimates to infer from, its status is "
                            + model.status() + ": " + model.message());
        }
        return new MeanPredictor(model);
    }

    int columns() {
        return beta.length;
    }

    /** x' beta. */
    double eta(double[] x) {
        return Symmetric.dot(x, beta);
    }

    /** By all columns, 0 for a dropped one. */
    double[] beta() {
        return beta;
    }

    /** The entries of the columns that have an estimate. */
    double[] kept(double[] l) {
        return Arrays.stream(kept).mapToDouble(j -> l[j]).toArray();
    }

    /** Why l' beta depends on which of some dependent columns was dropped; empty where it does not. */
    String notEstimable(double[] l) {
        for (int d = 0; d < dropped.length; d++) {
            DroppedColumn column = component.dropped().get(d);
            if (dropped[d] >= 0 && !column.holds(l[dropped[d]], l, kept)) {
                return "not estimable: the rows of the fit do not tell " + column.term()
                        + " from other columns, as where a combination of levels has no rows";
            }
        }
        return "";
    }
}
