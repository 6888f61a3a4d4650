package org.glmmsql.fit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.glmmsql.design.Design;
import org.glmmsql.design.RandomDesign;
import org.glmmsql.likelihood.ConditionalModes;
import org.glmmsql.likelihood.ModelDataBuilder;
import org.glmmsql.likelihood.RandomScaling;
import org.glmmsql.likelihood.TermData;
import org.glmmsql.model.EffectCovariances;
import org.glmmsql.model.RandomEffects;
import org.glmmsql.model.RandomTerm;

/** Conditional modes of scaled columns as the random effects that a user sees. */
final class UnscaledModes {
    private final ModelDataBuilder.Built built;
    private final ConditionalModes modes;
    private final List<RandomTerm> terms;

    /** In the numbering of each level's own effects. */
    private final List<RandomEffects> own = new ArrayList<>();

    private UnscaledModes(ModelDataBuilder.Built built, ConditionalModes modes, List<RandomTerm> terms) {
        this.built = built;
        this.modes = modes;
        this.terms = terms;
    }

    /** By term, in the units of the design. @param told numbers of the predictors that have a component, in its order */
    static List<RandomEffects> of(
            Design design, ModelDataBuilder.Built built, ConditionalModes modes, List<RandomTerm> terms, int[] told) {
        return new UnscaledModes(built, modes, terms).all(design.random(), told);
    }

    private List<RandomEffects> all(List<RandomDesign> designs, int[] predictors) {
        Told told = new Told(built);
        for (int t = 0; t < designs.size(); t++) {
            RandomDesign term = designs.get(t);
            ConditionalModes.Term mode = modes.terms().get(t);
            RandomScaling scaling = built.random().get(t);
            int q = data(t).q();
            double[][] b = new double[term.m()][q];
            double[][] se = new double[term.m()][q];
            double[][] covariance = new double[term.m()][];
            double[][] slopes = new double[term.m()][];
            double[][] others = new double[term.m()][];
            for (int l = 0; l < term.m(); l++) {
                b[l] = scaling.unscale(mode.b()[l]);
                covariance[l] = scaling.unscaleCovariance(mode.covariance()[l]);
                for (int i = 0; i < q; i++) se[l][i] = Math.sqrt(covariance[l][i * (i + 1) / 2 + i]);
                slopes[l] = scaling.unscaleRows(told.slopes(mode.slopes()[l], q));
                others[l] = scaling.unscaleRows(told.otherSlopes(mode.slopes()[l], q, predictors));
            }
            own.add(new RandomEffects(terms.get(t), term.levels(), b, se, covariance, slopes, others, List.of()));
        }
        List<RandomEffects> result = new ArrayList<>();
        for (int t = 0; t < designs.size(); t++) {
            RandomEffects effects = data(t).isPartial() ? positions(t).all() : own.get(t);
            effects = designs.get(t).structure().byPosition() ? effects.withVariances() : effects;
            result.add(effects.with(between(t)));
        }
        return result;
    }

    private TermData data(int t) {
        return built.data().terms().get(t);
    }

    private OtherPositions positions(int t) {
        return new OtherPositions(own.get(t), data(t));
    }

    /** Covariances with the effects of later terms. */
    private List<EffectCovariances> between(int first) {
        List<EffectCovariances> result = new ArrayList<>();
        for (ConditionalModes.Between pair : modes.between()) {
            if (pair.first() != first) continue;
            int second = pair.second();
            int estimated = data(first).q() * data(second).q();
            int size = terms.get(first).q() * terms.get(second).q();
            double[][] covariances = new double[pair.with().length][];
            for (int l = 0; l < covariances.length; l++) {
                int[] with = pair.with()[l];
                covariances[l] = new double[with.length * size];
                for (int k = 0; k < with.length; k++) {
                    double[] block = Arrays.copyOfRange(pair.covariances()[l], k * estimated, (k + 1) * estimated);
                    System.arraycopy(block(first, l, second, with[k], block), 0, covariances[l], k * size, size);
                }
            }
            result.add(new EffectCovariances(second, pair.with(), covariances));
        }
        return result;
    }

    /** A V B', A and B the maps from estimated to told effects of two levels. */
    private double[] block(int s, int l, int t, int m, double[] v) {
        double[] rows = transposed(rows(s, l, v), terms.get(s).q());
        return transposed(rows(t, m, rows), terms.get(t).q());
    }

    /** Rows by the effects of a level as told. */
    private double[] rows(int t, int level, double[] matrix) {
        double[] unscaled = built.random().get(t).unscaleRows(matrix);
        if (!data(t).isPartial()) return unscaled;
        DMatrixRMaj map = positions(t).map(level);
        // the first rows are those of the effects that the level has
        DMatrixRMaj present = new DMatrixRMaj(map.numCols, unscaled.length / data(t).q());
        System.arraycopy(unscaled, 0, present.data, 0, present.getNumElements());
        DMatrixRMaj result = new DMatrixRMaj(map.numRows, present.numCols);
        CommonOps_DDRM.mult(map, present, result);
        return result.data;
    }

    private static double[] transposed(double[] matrix, int rows) {
        int columns = matrix.length / rows;
        double[] result = new double[matrix.length];
        for (int i = 0; i < rows; i++) for (int j = 0; j < columns; j++) result[j * rows + i] = matrix[i * columns + j];
        return result;
    }
}
