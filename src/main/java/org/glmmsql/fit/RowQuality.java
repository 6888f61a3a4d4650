package org.glmmsql.fit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.glmmsql.design.Design;
import org.glmmsql.design.FixedDesign;
import org.glmmsql.design.PredictorDesign;
import org.glmmsql.design.RandomDesign;
import org.glmmsql.family.Families;
import org.glmmsql.family.Family;
import org.glmmsql.family.Parameter;
import org.glmmsql.frame.ExactSum;
import org.glmmsql.model.Coefficient;
import org.glmmsql.model.Component;
import org.glmmsql.model.FitQuality;
import org.glmmsql.model.RandomEffects;
import org.glmmsql.model.RandomTerm;
import org.glmmsql.model.VarCorr;

/** What is kept of the rows of a fit: {@link FitQuality}, from its estimates and modes; the same bits for any order of the rows. */
final class RowQuality {
    private final Design design;
    private final Family family;
    private final String link;
    private final List<Component> components;
    private final List<RandomTerm> terms;
    private final List<RandomEffects> modes;
    private final double sigma;
    private final int n;
    /** X beta of the mean. */
    private final double[] fixedOfMean;

    /** @param sigma residual standard deviation where the dispersion is told as that */
    RowQuality(
            Design design,
            ModelKind kind,
            List<Component> components,
            List<RandomTerm> terms,
            List<RandomEffects> modes,
            double sigma) {
        this.design = design;
        this.family = kind.family();
        this.link = kind.link();
        this.components = components;
        this.terms = terms;
        this.modes = modes;
        this.sigma = sigma;
        this.n = design.n();
        this.fixedOfMean = fixedPart(components.get(0), design.fixed());
    }

    FitQuality of(List<VarCorr> varCorr) {
        double varFixed = varFixed();
        List<Double> varRandom = new ArrayList<>();
        for (int t = 0; t < terms.size(); t++) {
            varRandom.add(terms.get(t).component().equals(Component.COND) ? variance(t, varCorr) : Double.NaN);
        }
        double exposure = 1;
        double[] offset = design.offset();
        if (offset != null) {
            ExactSum sum = new ExactSum();
            for (int i = 0; i < n; i++) sum.add(Math.exp(offset[i]));
            exposure = sum.value() / n;
        }
        if (family.ofCategories()) {
            double nan = Double.NaN;
            return new FitQuality(varFixed, varRandom, nan, nan, nan, exposure);
        }
        return ofResponses(varFixed, varRandom, exposure);
    }

    /** The sample variance of X beta. */
    private double varFixed() {
        if (n < 2) return Double.NaN;
        ExactSum sum = new ExactSum();
        for (double eta : fixedOfMean) sum.add(eta);
        double mean = sum.value() / n;
        ExactSum squares = new ExactSum();
        for (double eta : fixedOfMean) squares.add((eta - mean) * (eta - mean));
        return squares.value() / (n - 1);
    }

    private FitQuality ofResponses(double varFixed, List<Double> varRandom, double exposure) {
        double[][] eta = family.parameters().stream().map(this::predictor).toArray(double[][]::new);
        double[] y = design.response().y();
        double[] w = family.priorWeights(design.response(), design.weights());
        RowMoments moments = new RowMoments(family, link);
        // zeros that a family without them has beside are of another kind
        boolean counts = family.ofCounts()
                && (moments.hasZeros() || !Families.byName(family.name()).excludesZero());
        ZeroChances chances = new ZeroChances(family, link);
        ExactSum pearson = new ExactSum();
        ExactSum zeros = new ExactSum();
        double observed = 0;
        double[] scaled = new double[n];
        int counted = 0;
        double[] predictors = new double[eta.length];
        for (int i = 0; i < n; i++) {
            if (w[i] == 0) continue;
            for (int s = 0; s < eta.length; s++) predictors[s] = eta[s][i];
            moments.at(predictors, w[i]);
            double error = y[i] - moments.mean();
            double square = w[i] * error * error / moments.variance();
            pearson.add(square);
            double residual = Math.copySign(Math.sqrt(square / moments.dispersion()), error);
            if (!Double.isNaN(residual)) scaled[counted++] = residual;
            if (counts) {
                chances.add(predictors, zeros);
                observed += y[i] == 0 ? 1 : 0;
            }
        }
        chances.flush(zeros);
        return new FitQuality(
                varFixed,
                varRandom,
                pearson.value(),
                counts ? observed : Double.NaN,
                counts ? zeros.value() : Double.NaN,
                exposure,
                counted < n || n == 0
                        ? List.of()
                        : Arrays.stream(Quartiles.of(scaled)).boxed().toList());
    }

    /** X beta, column by column. */
    private double[] fixedPart(Component component, FixedDesign fixed) {
        double[] beta =
                component.kept().stream().mapToDouble(Coefficient::estimate).toArray();
        int from = fixed.columns().length - beta.length; // thresholds stand for the intercept
        double[] eta = new double[n];
        for (int j = 0; j < beta.length; j++) {
            double[] x = fixed.columns()[from + j];
            double slope = beta[j];
            for (int i = 0; i < n; i++) eta[i] += slope * x[i];
        }
        return eta;
    }

    /** The linear predictor of a parameter at the conditional modes, a value for each row. */
    private double[] predictor(Parameter parameter) {
        boolean mean = parameter.component().equals(Component.COND);
        PredictorDesign given = mean ? design.mean() : design.predictor(parameter.name());
        Component component = components.stream()
                .filter(c -> c.parameter().equals(parameter.name()))
                .findFirst()
                .orElse(null);
        if (given != null && given.held() != null) return constant(parameter.eta(given.held()));
        if (component == null) return constant(2 * Math.log(sigma));
        if (given == null) return constant(component.coefficients().get(0).estimate());
        double[] eta = mean ? fixedOfMean.clone() : fixedPart(component, given.fixed());
        double[] offset = given.offset();
        if (offset != null) for (int i = 0; i < n; i++) eta[i] += offset[i];
        for (int t = 0; t < modes.size(); t++) {
            if (modes.get(t).component().equals(component.name()))
                addRandom(eta, design.random().get(t), modes.get(t).modes());
        }
        return eta;
    }

    private static void addRandom(double[] eta, RandomDesign term, double[][] modes) {
        int[] level = term.level();
        for (int c = 0; c < term.q(); c++) {
            double[] z = term.z()[c];
            for (int i = 0; i < eta.length; i++) eta[i] += z[i] == 0 ? 0 : z[i] * modes[level[i]][c];
        }
    }

    private double[] constant(double value) {
        double[] eta = new double[n];
        Arrays.fill(eta, value);
        return eta;
    }

    /** The mean of z' Sigma z. */
    private double variance(int t, List<VarCorr> varCorr) {
        RandomDesign term = design.random().get(t);
        RandomTerm told = terms.get(t);
        int q = term.q();
        double[] sigmas = told.sigma().clone();
        if (!told.law().equals("normal")) {
            // there it has lambdas, of effects that are independent
            for (int c = 0; c < q; c++) {
                double sd = varCorr.get(told.told().get(c)).sd();
                sigmas[c * q + c] = sd * sd;
            }
        }
        double[][] z = term.z();
        if (q == 1 && Arrays.stream(z[0], 0, n).allMatch(x -> x == 1)) return sigmas[0];
        ExactSum sum = new ExactSum();
        for (int i = 0; i < n; i++) {
            double value = 0;
            for (int c = 0; c < q; c++)
                for (int d = 0; z[c][i] != 0 && d < q; d++)
                    value += z[d][i] == 0 ? 0 : z[c][i] * z[d][i] * sigmas[c * q + d];
            sum.add(value);
        }
        return sum.value() / n;
    }
}
