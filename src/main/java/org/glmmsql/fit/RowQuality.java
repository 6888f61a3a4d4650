package org.glmmsql.fit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.glmmsql.design.Design;
import org.glmmsql.design.FixedDesign;
import org.glmmsql.design.PredictorDesign;
import org.glmmsql.design.RandomDesign;
import org.glmmsql.family.Distribution;
import org.glmmsql.family.Family;
import org.glmmsql.family.Link;
import org.glmmsql.family.Parameter;
import org.glmmsql.formula.Options;
import org.glmmsql.frame.FixedPointSum;
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
    }

    FitQuality of(List<VarCorr> varCorr) {
        double[] fixed = product(components.get(0), design.fixed());
        double mean = sum(fixed) / n;
        double varFixed = n < 2
                ? Double.NaN
                : sum(Arrays.stream(fixed).map(x -> (x - mean) * (x - mean)).toArray()) / (n - 1);
        List<Double> varRandom = new ArrayList<>();
        for (int t = 0; t < terms.size(); t++) {
            varRandom.add(terms.get(t).component().equals(Component.COND) ? variance(t, varCorr) : Double.NaN);
        }
        double[] offset = design.offset();
        double exposure = offset == null
                ? 1
                : sum(Arrays.stream(offset, 0, n).map(Math::exp).toArray()) / n;
        if (family.ofCategories()) {
            double nan = Double.NaN;
            return new FitQuality(varFixed, varRandom, nan, nan, nan, exposure);
        }
        return ofResponses(varFixed, varRandom, exposure);
    }

    private FitQuality ofResponses(double varFixed, List<Double> varRandom, double exposure) {
        List<Parameter> parameters = family.parameters();
        double[][] eta = new double[parameters.size()][];
        for (int s = 0; s < eta.length; s++) {
            eta[s] = predictor(parameters.get(s));
        }
        double[] y = design.response().y();
        double[] w = family.priorWeights(design.response(), design.weights());
        Link ofMean = family.link(link);
        boolean ofParts = !family.modelsMeanOfResponse()
                || parameters.stream().anyMatch(p -> p.name().equals(Options.ZERO));
        double[] pearson = new double[n];
        double[] zeros = new double[n];
        double observed = 0;
        double[] predictors = new double[eta.length];
        for (int i = 0; i < n; i++) {
            for (int s = 0; s < eta.length; s++) {
                predictors[s] = eta[s][i];
            }
            if (w[i] == 0) {
                continue;
            }
            Distribution law = ofParts || family.ofCounts() ? family.distribution(link, predictors, w[i]) : null;
            if (family.ofCounts()) {
                zeros[i] = Math.exp(law.logDensity(0));
                observed += y[i] == 0 ? 1 : 0;
            }
            double mu = ofParts ? law.mean() : ofMean.mu(predictors[0]);
            double variance = ofParts
                    ? law.variance()
                    : family.variance(mu, Arrays.copyOfRange(predictors, 1, predictors.length), w[i]);
            pearson[i] = w[i] * (y[i] - mu) * (y[i] - mu) / variance;
        }
        boolean counts = family.ofCounts();
        return new FitQuality(
                varFixed,
                varRandom,
                sum(pearson),
                counts ? observed : Double.NaN,
                counts ? sum(zeros) : Double.NaN,
                exposure);
    }

    /** The linear predictor of a parameter at the conditional modes. */
    private double[] predictor(Parameter parameter) {
        PredictorDesign given =
                parameter.component().equals(Component.COND) ? design.mean() : design.predictor(parameter.name());
        Component component = components.stream()
                .filter(c -> c.parameter().equals(parameter.name()))
                .findFirst()
                .orElse(null);
        double[] eta = new double[n];
        if (given == null || given.held() != null || component == null) {
            double constant = given != null && given.held() != null
                    ? parameter.eta(given.held())
                    : component != null ? component.coefficients().get(0).estimate() : 2 * Math.log(sigma);
            Arrays.fill(eta, constant);
            return eta;
        }
        double[] fixed = product(component, given.fixed());
        for (int i = 0; i < n; i++) {
            eta[i] = fixed[i] + (given.offset() == null ? 0 : given.offset()[i]);
        }
        for (int t = 0; t < modes.size(); t++) {
            if (modes.get(t).component().equals(component.name())) {
                add(design.random().get(t), modes.get(t).modes(), eta);
            }
        }
        return eta;
    }

    private static void add(RandomDesign term, double[][] modes, double[] eta) {
        for (int i = 0; i < eta.length; i++) {
            double[] b = modes[term.level()[i]];
            for (int c = 0; c < term.q(); c++) {
                double z = term.z()[c][i];
                eta[i] += z == 0 ? 0 : z * b[c];
            }
        }
    }

    private double[] product(Component component, FixedDesign fixed) {
        double[] sum = new double[n];
        List<Coefficient> kept = component.kept();
        int from = fixed.columns().length - kept.size(); // thresholds stand for the intercept
        for (int j = 0; j < kept.size(); j++) {
            double beta = kept.get(j).estimate();
            double[] column = fixed.columns()[from + j];
            for (int i = 0; i < n; i++) {
                sum[i] += beta * column[i];
            }
        }
        return sum;
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
        double[] values = new double[n];
        double[][] z = term.z();
        for (int i = 0; i < n; i++) {
            double value = 0;
            for (int c = 0; c < q; c++) {
                for (int d = 0; z[c][i] != 0 && d < q; d++) {
                    value += z[d][i] == 0 ? 0 : z[c][i] * z[d][i] * sigmas[c * q + d];
                }
            }
            values[i] = value;
        }
        return sum(values) / n;
    }

    /** NaN if one of them is not finite. */
    private static double sum(double[] values) {
        double largest = 0;
        for (double value : values) {
            largest = Math.max(largest, Math.abs(value)); // NaN stays
        }
        if (largest == 0 || !Double.isFinite(largest)) {
            return largest == 0 ? 0 : Double.NaN;
        }
        FixedPointSum sum = new FixedPointSum(largest, values.length);
        for (double value : values) {
            sum.add(value);
        }
        return sum.mean(1);
    }
}
