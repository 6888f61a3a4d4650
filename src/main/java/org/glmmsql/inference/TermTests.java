package org.glmmsql.inference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.Excerpt;
import org.glmmsql.error.GlmmException;
import org.glmmsql.formula.Expr;
import org.glmmsql.formula.Term;
import org.glmmsql.model.CallOptions;
import org.glmmsql.model.DegreesOfFreedom;
import org.glmmsql.model.FittedModel;
import org.jspecify.annotations.Nullable;

/**
 * Wald tests of the terms of the mean. The hypothesis of a term is that its coefficients are 0: for type 1 made uncorrelated with those of all
 * later terms, for type 2 with those of the terms that contain it, for type 3 after recoding all factors by sum contrasts. Correlations are
 * those of the model's covariance matrix, as of the R package car (Fox and Weisberg 2019).
 */
public final class TermTests {
    private final MeanPredictor mean;
    private final DegreesOfFreedom df;
    private final double[][] vcov;
    private final List<Term> terms;

    private TermTests(MeanPredictor mean, DegreesOfFreedom df) {
        this.mean = mean;
        this.df = df;
        vcov = mean.model.vcov();
        terms = mean.spec.formula().fixed().terms();
    }

    /**
     * @param options {@code type = 1 | 2 | 3, df = ...}; type 2 unless given
     * @throws GlmmException UNKNOWN_OPTION, BAD_OPTION_VALUE, NOT_APPLICABLE, NOT_FITTED
     */
    public static List<JointTest> of(FittedModel model, String options) {
        CallOptions given = CallOptions.parse("glmm_terms", options, List.of("type", "df"));
        String type = given.has("type") ? given.text("type") : "2";
        if (!List.of("1", "2", "3").contains(type)) {
            throw new GlmmException(
                    ErrorCode.BAD_OPTION_VALUE,
                    "option type is '" + Excerpt.of(type) + "'; the types of tests are 1, 2 and 3");
        }
        MeanPredictor mean = MeanPredictor.of(model);
        TermTests tests = new TermTests(mean, model.degreesOfFreedom(given.text("df")));
        return type.equals("3") ? tests.marginal() : tests.adjusted(type.equals("1"));
    }

    /** Places of a term's coefficients among the columns. @param t from 0 */
    private int[] columns(int t) {
        List<Integer> assign = mean.component.assign();
        return IntStream.range(0, assign.size())
                .filter(j -> assign.get(j) == t + 1)
                .toArray();
    }

    /** Places among the coefficients kept. */
    private int[] kept(int t) {
        List<Integer> assign = mean.component.assign();
        return IntStream.range(0, mean.kept.length)
                .filter(k -> assign.get(mean.kept[k]) == t + 1)
                .toArray();
    }

    private boolean contains(int larger, int smaller) {
        Set<Expr> all = new HashSet<>(terms.get(larger).factors());
        return larger != smaller
                && all.size() > Set.copyOf(terms.get(smaller).factors()).size()
                && all.containsAll(terms.get(smaller).factors());
    }

    private List<JointTest> adjusted(boolean sequential) {
        List<JointTest> tests = new ArrayList<>();
        for (int t = 0; t < terms.size(); t++) {
            int term = t;
            int[] others = IntStream.range(0, terms.size())
                    .filter(u -> sequential ? u > term : contains(u, term))
                    .flatMap(u -> Arrays.stream(kept(u)))
                    .toArray();
            tests.add(test(t, hypothesis(kept(t), others)));
        }
        return tests;
    }

    /** Rows of [I, -V_to V_oo^-1] for the coefficients of a term and others; null where that cannot be. */
    private double @Nullable [][] hypothesis(int[] own, int[] others) {
        double[][] l = new double[own.length][mean.kept.length];
        double[][] factor = Symmetric.cholesky(Symmetric.part(vcov, others, others));
        if (factor == null) {
            return null;
        }
        for (int i = 0; i < own.length; i++) {
            l[i][own[i]] = 1;
            double[] covariances = new double[others.length];
            for (int k = 0; k < others.length; k++) {
                covariances[k] = vcov[own[i]][others[k]];
            }
            double[] weights = Symmetric.solve(factor, covariances);
            for (int k = 0; k < others.length; k++) {
                l[i][others[k]] = -weights[k];
            }
        }
        return l;
    }

    private List<JointTest> marginal() {
        double[][] recoded = null;
        boolean isRecoded = false;
        List<JointTest> tests = new ArrayList<>();
        for (int t = 0; t < terms.size(); t++) {
            int term = t;
            if (IntStream.range(0, terms.size()).noneMatch(u -> contains(u, term))) {
                // any coding has the same hypothesis, and where columns were dropped what is left of it
                tests.add(test(t, hypothesis(kept(t), new int[0])));
                continue;
            }
            if (!isRecoded) {
                recoded = Recoding.ofSums(mean);
                isRecoded = true;
            }
            tests.add(recoded == null ? test(t, null) : marginal(t, recoded));
        }
        return tests;
    }

    private JointTest marginal(int t, double[][] recoded) {
        int[] columns = columns(t);
        double[][] l = new double[columns.length][];
        for (int i = 0; i < columns.length; i++) {
            double[] row = recoded[columns[i]];
            String note = mean.notEstimable(rounded(row));
            if (!note.isEmpty()) {
                return JointTest.none(name(t), note);
            }
            l[i] = mean.kept(row);
        }
        return test(t, l);
    }

    /** Without what rounding has left of zeros. */
    private static double[] rounded(double[] row) {
        double largest = Arrays.stream(row).map(Math::abs).max().orElse(0);
        return Arrays.stream(row)
                .map(x -> Math.abs(x) < 1e-10 * largest ? 0 : x)
                .toArray();
    }

    private JointTest test(int t, double @Nullable [][] l) {
        if (l == null) {
            return JointTest.none(
                    name(t), "its hypothesis is not known, as columns or covariances of the model are singular");
        }
        if (l.length == 0) {
            return JointTest.none(name(t), "all of its columns were dropped, as others determine them");
        }
        double[] beta = mean.kept(mean.beta());
        double[] values =
                Arrays.stream(l).mapToDouble(row -> Symmetric.dot(row, beta)).toArray();
        return JointTest.of(name(t), l, values, df);
    }

    private String name(int t) {
        return mean.component.terms().get(t);
    }
}
