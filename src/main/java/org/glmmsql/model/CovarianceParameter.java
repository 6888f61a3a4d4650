package org.glmmsql.model;

import java.util.ArrayList;
import java.util.List;
import org.glmmsql.random.Structures;

/**
 * A number that a covariance matrix of random effects depends on, with what changes where it does: by which means over their laws have
 * derivatives.
 *
 * @param place in {@link FittedModel#parameters}
 * @param step by which it is changed
 * @param above the random terms of the model where it is larger by the step
 * @param below the random terms where it is smaller
 */
record CovarianceParameter(int place, double step, List<RandomTerm> above, List<RandomTerm> below) {
    /** Of the number; differences of both sides have an error of its square. */
    private static final double RELATIVE_STEP = 1e-4;

    /** Those with a variance, which one at its bound has not: it is held there. None of a model of format 1, which knows of coefficients alone. */
    static List<CovarianceParameter> of(FittedModel model) {
        List<CovarianceParameter> parameters = new ArrayList<>();
        if (model.covariance().length == 0) {
            return parameters;
        }
        List<Integer> places = ModelParameter.places(model.terms(), model.varCorr(), model.residual());
        int first = model.covariance().length - places.size();
        for (int t = 0; t < model.terms().size(); t++) {
            RandomTerm term = model.terms().get(t);
            for (int k = 0; k < places.size(); k++) {
                double[] row = model.covariance()[first + k];
                boolean known = row[first + k] > 0 && (first == 0 || Double.isFinite(row[0]));
                if (known && term.told().contains(places.get(k))) {
                    VarCorr told = model.varCorr().get(places.get(k));
                    double step = RELATIVE_STEP * (told.isDeviation() ? told.sdOrCorr() : 1);
                    double[] slope = slope(model, term, told);
                    parameters.add(new CovarianceParameter(
                            first + k, step, changed(model, t, slope, step), changed(model, t, slope, -step)));
                }
            }
        }
        return parameters;
    }

    private static List<RandomTerm> changed(FittedModel model, int t, double[] slope, double step) {
        RandomTerm term = model.terms().get(t);
        double[] sigma = term.sigma().clone();
        for (int i = 0; i < sigma.length; i++) {
            sigma[i] += step * slope[i];
        }
        List<RandomTerm> terms = new ArrayList<>(model.terms());
        terms.set(
                t,
                new RandomTerm(
                        term.component(),
                        term.group(),
                        term.law(),
                        term.structure(),
                        term.columns(),
                        term.told(),
                        sigma));
        return terms;
    }

    /**
     * dSigma by a standard deviation, the root of a lambda, or a correlation. Where a row has one effect of a level, as those of a
     * structure over positions do, no other number has a say in its variance.
     */
    private static double[] slope(FittedModel model, RandomTerm term, VarCorr row) {
        int q = term.q();
        double[] sigma = term.sigma();
        double[] slope = new double[q * q];
        int one = term.columns().indexOf(row.term1());
        if (row.isDeviation()) {
            for (int i = 0; i < q; i++) {
                for (int j = 0; j < q; j++) {
                    int times = one < 0 ? 2 : (i == one ? 1 : 0) + (j == one ? 1 : 0);
                    slope[i * q + j] = times * sigma[i * q + j] / row.sdOrCorr();
                }
            }
        } else if (row.term2() != null && !Structures.byName(term.structure()).byPosition()) {
            int other = term.columns().indexOf(row.term2());
            boolean shared = follows(model, term);
            for (int i = 0; i < q; i++) {
                for (int j = 0; j < q; j++) {
                    boolean pair = i == one && j == other || i == other && j == one;
                    slope[i * q + j] = i != j && (shared || pair) ? Math.sqrt(sigma[i * q + i] * sigma[j * q + j]) : 0;
                }
            }
        }
        return slope;
    }

    /** Whether all pairs have the one correlation that is a parameter. */
    private static boolean follows(FittedModel model, RandomTerm term) {
        return term.told().stream()
                .filter(place -> !term.parameters().contains(place))
                .anyMatch(place -> model.varCorr().get(place).term2() != null);
    }
}
