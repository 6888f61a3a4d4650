package org.glmmsql.likelihood;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.glmmsql.design.Design;
import org.glmmsql.design.Ones;
import org.glmmsql.design.PredictorDesign;
import org.glmmsql.design.RandomDesign;
import org.glmmsql.design.ResidualDesign;
import org.glmmsql.design.ResidualDesign.Scales;
import org.glmmsql.family.Family;
import org.glmmsql.family.LogDensity;
import org.glmmsql.family.Parameter;
import org.glmmsql.random.RandomLaw;
import org.glmmsql.random.RandomLaws;
import org.glmmsql.random.Structure;
import org.jspecify.annotations.Nullable;

/** From a design to rows in canonical order with scaled columns, equal rows merged. */
public final class ModelDataBuilder {
    /**
     * The data with what leads back to the design's columns.
     *
     * @param scalings of the columns of each predictor
     * @param random of the columns of each random term
     * @param thresholds between ordered categories, null where the response is none
     * @param powerShift what the log dispersion gains for each unit of an estimated shape, the same for all rows
     */
    public record Built(
            ModelData data,
            List<ColumnScaling> scalings,
            List<RandomScaling> random,
            @Nullable Thresholds thresholds,
            double powerShift) {
        /** The same with other responses. */
        public Built with(ModelData other) {
            return new Built(other, scalings, random, thresholds, powerShift);
        }

        /** Of the columns of the mean. */
        public ColumnScaling fixed() {
            return scalings.get(0);
        }

        /** Place in psi of the first coefficient of a predictor that has one. */
        public int from(int predictor) {
            int[] coefficient = data.predictors().get(predictor).coefficient();
            return coefficient.length == 0 ? data.size() : coefficient[0];
        }

        /** Of the columns of a dispersion. */
        public ColumnScaling dispersion() {
            return scalings.get(1);
        }
    }

    public static Built build(Design design, Family family, String link, double[] weights) {
        return build(design, family, link, weights, () -> {});
    }

    /** @param cancellation throws to stop the work; called between passes over the rows */
    public static Built build(Design design, Family family, String link, double[] weights, Runnable cancellation) {
        return build(design, family, link, weights, true, cancellation);
    }

    /** @param merge whether equal rows become one with a count; measurements, and rows that get other responses, do without */
    public static Built build(
            Design design, Family family, String link, double[] weights, boolean merge, Runnable cancellation) {
        return new ModelDataBuilder(design, family, link, weights, merge, cancellation).build();
    }

    private final Design design;
    private final Family family;
    private final LogDensity density;
    private final Runnable cancellation;
    /** Factors, the one with most levels first: its rows become contiguous. */
    private final int[] lead;

    private final CanonicalOrder order;
    private final int[] rows;
    private final double[] count;
    private final int n;
    private final double[] y;
    private final double[] w;
    private final boolean intercept;
    private final Units units;
    private final List<ColumnScaling> scalings = new ArrayList<>();
    private final @Nullable Thresholds thresholds;

    private ModelDataBuilder(
            Design design, Family family, String link, double[] weights, boolean merge, Runnable cancellation) {
        this.design = design;
        this.family = family;
        this.cancellation = cancellation;
        density = family.density(link);
        List<RandomDesign> random = design.random();
        lead = IntStream.range(0, random.size())
                .boxed()
                .sorted(Comparator.comparingInt(t -> -random.get(t).m()))
                .mapToInt(Integer::intValue)
                .toArray();
        order = order(weights, merge);
        rows = order.rows();
        count = order.count();
        n = order.distinct();
        double[] sortedY = gather(design.response().y(), rows, n);
        double[] sortedW = gather(weights, rows, n);
        intercept = design.fixed().names().contains("(Intercept)");
        PredictorDesign dispersion = design.predictor(Parameter.DISPERSION.name());
        boolean fixed = dispersion != null && !dispersion.fixed().names().contains("(Intercept)");
        PredictorDesign shape = design.predictor(Parameter.SHAPE);
        boolean held = shape != null && shape.held() != null;
        Units.Power power = !family.shapeIsVariancePower() || held
                ? Units.Power.KNOWN
                : fixed || !isConstant(shape) ? Units.Power.FREE : Units.Power.ESTIMATED;
        double v = family.shapeIsVariancePower() && held ? shape.held() : family.variancePower();
        Units own = Units.of(family, family.link(link), sortedY, sortedW, count, intercept, power, v);
        units = fixed ? own.byWeights(family.dispersionPower()) : own;
        y = divided(sortedY, units.response());
        w = divided(sortedW, units.weight());
        thresholds = family.ofCategories() ? Thresholds.of(design.response(), y, w, count) : null;
    }

    /** Rows of correlated residuals lie group by group, in the order of their places. */
    private CanonicalOrder order(double[] weights, boolean merge) {
        List<RandomDesign> random = design.random();
        List<int[]> levels = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        ResidualDesign residual = design.residual();
        if (residual != null) {
            levels.add(residual.groupOf());
            sizes.add(residual.groups());
        }
        for (int t : lead) {
            levels.add(random.get(t).level());
            sizes.add(random.get(t).m());
        }
        int[] size = sizes.stream().mapToInt(Integer::intValue).toArray();
        boolean apart = residual != null;
        CanonicalOrder found =
                CanonicalOrder.of(design.n(), contents(weights), levels, size, merge && !apart, cancellation);
        return residual == null
                ? found
                : found.by(residual.groupOf(), residual.placeOf()).withoutFirst();
    }

    /** Whether a predictor is the same for all rows. */
    private boolean isConstant(@Nullable PredictorDesign predictor) {
        return predictor == null
                || predictor.fixed().names().equals(List.of("(Intercept)"))
                        && predictor.offset() == null
                        && design.random(predictor.parameter()).isEmpty();
    }

    /** All that two rows must have in common to be one. */
    private List<double[]> contents(double[] weights) {
        List<double[]> contents = new ArrayList<>();
        contents.add(design.response().y());
        contents.add(weights);
        for (PredictorDesign predictor : design.predictors()) {
            // that of a dispersion with a scale is in the weights
            boolean weighted = family.hasDispersion() && predictor.parameter().equals(Parameter.DISPERSION.name());
            if (predictor.offset() != null && !weighted) contents.add(predictor.offset());
            contents.addAll(List.of(predictor.fixed().columns()));
        }
        for (RandomDesign term : design.random()) contents.addAll(List.of(term.z()));
        ResidualDesign residual = design.residual();
        if (residual != null) {
            if (residual.placeOf() != null)
                contents.add(Arrays.stream(residual.placeOf()).asDoubleStream().toArray());
            contents.add(Arrays.stream(residual.groupOf())
                    .mapToDouble(group -> residual.byOf()[group])
                    .toArray());
        }
        return contents;
    }

    private Built build() {
        cancellation.run();
        List<PredictorData> predictors = predictors();
        List<RandomDesign> random = design.random();
        int thetaFrom = predictors.stream()
                        .flatMapToInt(predictor -> Arrays.stream(predictor.coefficient()))
                        .max()
                        .orElse(-1)
                + 1;
        List<TermData> terms = new ArrayList<>();
        List<RandomScaling> randomScalings = new ArrayList<>();
        for (int t = 0; t < random.size(); t++) {
            TermData built = term(t, thetaFrom, randomScalings);
            terms.add(built);
            thetaFrom += built.thetaSize();
        }
        ResidualData residual =
                design.residual() == null ? null : ResidualData.of(design.residual(), rows, n, thetaFrom);
        double logConstant = 0;
        double nobs = 0;
        double measured = 0;
        for (int i = 0; i < n; i++) {
            logConstant += count[i] * density.logConstant(y[i], w[i]);
            if (w[i] > 0) nobs += count[i];
            if (w[i] > 0 && !family.isAtom(y[i])) measured += count[i];
        }
        logConstant += units.logJacobian(measured);
        ModelData data =
                new ModelData(n, y, w, count, List.copyOf(predictors), terms, density, logConstant, nobs, residual);
        return new Built(data, List.copyOf(scalings), List.copyOf(randomScalings), thresholds, units.powerShift());
    }

    private List<PredictorData> predictors() {
        double[][] x = gather(design.fixed().columns(), rows, n);
        scalings.add(
                ColumnScaling.scale(design.fixed().names(), x, count, units.factor(), intercept ? units.shift() : 0));
        List<PredictorData> predictors = new ArrayList<>();
        predictors.add(new PredictorData(family.parameters().get(0), offset(), x, places(0, x.length)));
        int from = x.length;
        for (Parameter parameter :
                family.parameters().subList(1, family.parameters().size())) {
            PredictorData built = predictor(parameter, from);
            predictors.add(built);
            // that of the lower threshold has the coefficients of the upper one
            if (parameter.threshold() != Parameter.Threshold.UPPER) from += built.x().length;
        }
        return predictors;
    }

    /** The predictor of a parameter after the mean, a constant if the model text says nothing of it. */
    private PredictorData predictor(Parameter parameter, int from) {
        if (parameter.threshold() != null) {
            Objects.requireNonNull(thresholds);
            scalings.add(ColumnScaling.identity(thresholds.size()));
            return thresholds.predictor(parameter, y, from);
        }
        PredictorDesign given = design.predictor(parameter.name());
        // what the units of the fit take from it
        double shift = parameter.name().equals(Parameter.DISPERSION.name()) ? units.logDispersion() : 0;
        if (given == null) {
            scalings.add(ColumnScaling.constant(shift));
            // variances of the residuals' structure take the place of a dispersion, in its unit
            if (parameter.scale()
                    && design.residual() != null
                    && design.residual().scales() != Scales.DISPERSION)
                return new PredictorData(parameter, null, new double[0][], new int[0]);
            return new PredictorData(parameter, null, new double[][] {Ones.of(n)}, places(from, 1));
        }
        double[][] columns = gather(given.fixed().columns(), rows, n);
        double[] offset = null;
        if (given.held() != null) {
            offset = new double[n];
            Arrays.fill(offset, parameter.eta(given.held()) - shift);
        } else if (given.offset() != null && !parameter.scale()) {
            offset = gather(given.offset(), rows, n);
        }
        scalings.add(ColumnScaling.scale(given.fixed().names(), columns, count, 1, shift));
        return new PredictorData(parameter, offset, columns, places(from, columns.length));
    }

    /** @param scalings where that of its columns goes */
    private TermData term(int t, int thetaFrom, List<RandomScaling> scalings) {
        RandomDesign term = design.random().get(t);
        int f = indexOf(lead, t);
        RandomLaw law = RandomLaws.byName(term.law());
        Structure structure = term.structure();
        cancellation.run();
        int[] rank = order.rank().get(f);
        int[] level = new int[n];
        for (int i = 0; i < n; i++) level[i] = rank[term.level()[rows[i]]];
        double[][] z = gather(term.z(), rows, n);
        Patterns patterns = law.dependsOnTheta()
                ? Patterns.one(structure, z.length, term.m())
                : Patterns.of(structure, z, level, term.m());
        if (patterns.differ()) z = patterns.local(z, level);
        // the unit of a response is one of its mean alone
        double factor = predictorOf(family, term) == 0 ? units.factor() : 1;
        if (law.dependsOnTheta()) {
            // a law that is not normal has its own scale on eta
            for (int k = 0; k < z.length; k++) z[k] = divided(z[k], factor);
            scalings.add(RandomScaling.none(z, count));
        } else if (structure.ownScales()) {
            scalings.add(RandomScaling.scale(z, count, isGeneral(term), factor));
        } else {
            scalings.add(RandomScaling.shared(z, count, factor));
        }
        int[] original = order.original().get(f);
        int predictor = predictorOf(family, term);
        TermData all = new TermData(
                t, term.group(), level, term.m(), term.z(), structure, law, thetaFrom, original, predictor);
        return all.over(z, patterns);
    }

    /** Whether its covariance is any, or any of its rank, and told by itself. */
    private static boolean isGeneral(RandomDesign term) {
        int q = term.q();
        return term.structure().rank(q) < q
                || term.structure().parameters(q).size() == q * (q + 1) / 2
                        && term.structure().told(term.terms(), term.label()).stream()
                                .allMatch(row -> row.value() == null);
    }

    private static int[] places(int from, int size) {
        return IntStream.range(from, from + size).toArray();
    }

    private static int predictorOf(Family family, RandomDesign term) {
        List<String> names = family.parameters().stream().map(Parameter::name).toList();
        return names.indexOf(term.parameter());
    }

    /** The known part of the linear predictor, with what a unit shifts it by where no intercept takes that; null for none. */
    private double @Nullable [] offset() {
        double shift = intercept ? 0 : units.shift();
        if (design.offset() == null && shift == 0) return null;
        double[] offset = new double[n];
        for (int i = 0; i < n; i++)
            offset[i] = ((design.offset() == null ? 0 : design.offset()[rows[i]]) - shift) / units.factor();
        return offset;
    }

    /** In place, but for ones, which are shared. */
    private static double[] divided(double[] column, double by) {
        if (by == 1) return column;
        double[] result = column == Ones.of(column.length) ? new double[column.length] : column;
        for (int i = 0; i < result.length; i++) result[i] = column[i] / by;
        return result;
    }

    private static double[][] gather(double[][] columns, int[] rows, int n) {
        return Arrays.stream(columns).map(column -> gather(column, rows, n)).toArray(double[][]::new);
    }

    /** The column in canonical order, {@link Ones} if it is all one. */
    private static double[] gather(double[] column, int[] rows, int n) {
        if (CanonicalOrder.constant(column, rows.length) && column[0] == 1) return Ones.of(n);
        double[] result = new double[n];
        for (int i = 0; i < n; i++) result[i] = column[rows[i]];
        return result;
    }

    private static int indexOf(int[] values, int value) {
        for (int i = 0; i < values.length; i++) if (values[i] == value) return i;
        throw new IllegalArgumentException("no " + value);
    }
}
