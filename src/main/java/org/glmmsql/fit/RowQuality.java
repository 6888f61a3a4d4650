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
import org.jspecify.annotations.Nullable;

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

    private double varFixed() {
        Predictor fixed = new Predictor(components.get(0), design.fixed(), null, List.of());
        ExactSum sum = new ExactSum();
        for (int i = 0; i < n; i++) sum.add(fixed.at(i));
        double mean = sum.value() / n;
        ExactSum squares = new ExactSum();
        for (int i = 0; i < n; i++) {
            double deviation = fixed.at(i) - mean;
            squares.add(deviation * deviation);
        }
        return n < 2 ? Double.NaN : squares.value() / (n - 1);
    }

    private FitQuality ofResponses(double varFixed, List<Double> varRandom, double exposure) {
        Predictor[] eta = family.parameters().stream().map(this::predictor).toArray(Predictor[]::new);
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
            for (int s = 0; s < eta.length; s++) predictors[s] = eta[s].at(i);
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

    /** A linear predictor, row by row. */
    private static final class Predictor {
        private final double constant;
        private final double[][] x;
        private final double[] beta;
        private final double @Nullable [] offset;
        private final List<RandomDesign> random;
        private final List<double[][]> modes;

        private Predictor(double constant) {
            this.constant = constant;
            x = new double[0][];
            beta = new double[0];
            offset = null;
            random = List.of();
            modes = List.of();
        }

        private Predictor(
                Component component, FixedDesign fixed, double @Nullable [] offset, List<RandomDesign> random) {
            this(component, fixed, offset, random, List.of());
        }

        private Predictor(
                Component component,
                FixedDesign fixed,
                double @Nullable [] offset,
                List<RandomDesign> random,
                List<double[][]> modes) {
            constant = 0;
            beta = component.kept().stream().mapToDouble(Coefficient::estimate).toArray();
            int from = fixed.columns().length - beta.length; // thresholds stand for the intercept
            x = Arrays.copyOfRange(fixed.columns(), from, fixed.columns().length);
            this.offset = offset;
            this.random = random;
            this.modes = modes;
        }

        private double at(int i) {
            double eta = offset == null ? constant : constant + offset[i];
            for (int j = 0; j < beta.length; j++) eta += beta[j] * x[j][i];
            for (int t = 0; t < random.size(); t++) {
                RandomDesign term = random.get(t);
                double[] b = modes.get(t)[term.level()[i]];
                for (int c = 0; c < b.length; c++) {
                    double z = term.z()[c][i];
                    eta += z == 0 ? 0 : z * b[c];
                }
            }
            return eta;
        }
    }

    /** The linear predictor of a parameter at the conditional modes. */
    private Predictor predictor(Parameter parameter) {
        PredictorDesign given =
                parameter.component().equals(Component.COND) ? design.mean() : design.predictor(parameter.name());
        Component component = components.stream()
                .filter(c -> c.parameter().equals(parameter.name()))
                .findFirst()
                .orElse(null);
        if (given != null && given.held() != null) return new Predictor(parameter.eta(given.held()));
        if (component == null) return new Predictor(2 * Math.log(sigma));
        if (given == null) return new Predictor(component.coefficients().get(0).estimate());
        List<RandomDesign> own = new ArrayList<>();
        List<double[][]> b = new ArrayList<>();
        for (int t = 0; t < modes.size(); t++) {
            if (modes.get(t).component().equals(component.name())) {
                own.add(design.random().get(t));
                b.add(modes.get(t).modes());
            }
        }
        return new Predictor(component, given.fixed(), given.offset(), own, b);
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
