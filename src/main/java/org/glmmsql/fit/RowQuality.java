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
    /** Rows whose predictors are there at a time: few enough for the cache, and no memory to speak of. */
    private static final int BLOCK = 512;

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

    /** The sample variance of X beta. */
    private double varFixed() {
        if (n < 2) return Double.NaN;
        Predictor fixed = new Predictor(0, components.get(0), design.fixed());
        double mean = sum(fixed, 0, 1) / n;
        return sum(fixed, mean, 2) / (n - 1);
    }

    /** The sum over rows of (eta - center)^power, the power 1 or 2. */
    private double sum(Predictor predictor, double center, int power) {
        ExactSum sum = new ExactSum();
        double[] eta = new double[BLOCK];
        for (int from = 0; from < n; from += BLOCK) {
            int rows = Math.min(BLOCK, n - from);
            predictor.fill(from, rows, eta);
            for (int i = 0; i < rows; i++) {
                double deviation = eta[i] - center;
                sum.add(power == 1 ? deviation : deviation * deviation);
            }
        }
        return sum.value();
    }

    private FitQuality ofResponses(double varFixed, List<Double> varRandom, double exposure) {
        Predictor[] predictor =
                family.parameters().stream().map(this::predictor).toArray(Predictor[]::new);
        double[][] eta = new double[predictor.length][BLOCK];
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
        float[] scaled = new float[n];
        int counted = 0;
        double[] predictors = new double[eta.length];
        for (int i = 0; i < n; i++) {
            int inBlock = i % BLOCK;
            if (inBlock == 0) for (int s = 0; s < eta.length; s++) predictor[s].fill(i, Math.min(BLOCK, n - i), eta[s]);
            if (w[i] == 0) continue;
            for (int s = 0; s < eta.length; s++) predictors[s] = eta[s][inBlock];
            moments.at(predictors, w[i]);
            double error = y[i] - moments.mean();
            double square = w[i] * error * error / moments.variance();
            pearson.add(square);
            double residual = Math.copySign(Math.sqrt(square / moments.dispersion()), error);
            if (Math.abs(residual) <= Float.MAX_VALUE) scaled[counted++] = (float) residual;
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

    /** The linear predictor of a parameter at the conditional modes. */
    private Predictor predictor(Parameter parameter) {
        PredictorDesign given =
                parameter.component().equals(Component.COND) ? design.mean() : design.predictor(parameter.name());
        Component component = components.stream()
                .filter(c -> c.parameter().equals(parameter.name()))
                .findFirst()
                .orElse(null);
        if (given != null && given.held() != null) return new Predictor(parameter.eta(given.held()), null, null);
        if (component == null) return new Predictor(2 * Math.log(sigma), null, null);
        if (given == null) return new Predictor(component.coefficients().get(0).estimate(), null, null);
        Predictor predictor = new Predictor(0, component, given.fixed());
        predictor.offset = given.offset();
        for (int t = 0; t < modes.size(); t++) {
            if (modes.get(t).component().equals(component.name())) {
                predictor.random.add(design.random().get(t));
                predictor.modes.add(modes.get(t).modes());
            }
        }
        return predictor;
    }

    /** A linear predictor, some rows at a time, column by column. */
    private static final class Predictor {
        private final double constant;
        private final double[] beta;
        private final double[][] x;
        private final List<RandomDesign> random = new ArrayList<>();
        private final List<double[][]> modes = new ArrayList<>();
        private double @Nullable [] offset;

        /** @param component with the columns of {@code fixed}, or null for a constant */
        Predictor(double constant, @Nullable Component component, @Nullable FixedDesign fixed) {
            this.constant = constant;
            beta = component == null
                    ? new double[0]
                    : component.kept().stream()
                            .mapToDouble(Coefficient::estimate)
                            .toArray();
            double[][] all = fixed == null ? new double[0][] : fixed.columns();
            // thresholds stand for the intercept
            x = Arrays.copyOfRange(all, all.length - beta.length, all.length);
        }

        void fill(int from, int rows, double[] eta) {
            Arrays.fill(eta, 0, rows, constant);
            for (int j = 0; j < beta.length; j++) {
                double[] column = x[j];
                double slope = beta[j];
                for (int i = 0; i < rows; i++) eta[i] += slope * column[from + i];
            }
            if (offset != null) for (int i = 0; i < rows; i++) eta[i] += offset[from + i];
            for (int t = 0; t < random.size(); t++) addRandom(random.get(t), modes.get(t), from, rows, eta);
        }

        private static void addRandom(RandomDesign term, double[][] modes, int from, int rows, double[] eta) {
            int[] level = term.level();
            for (int c = 0; c < term.q(); c++) {
                double[] z = term.z()[c];
                for (int i = 0; i < rows; i++) {
                    double value = z[from + i];
                    eta[i] += value == 0 ? 0 : value * modes[level[from + i]][c];
                }
            }
        }
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
