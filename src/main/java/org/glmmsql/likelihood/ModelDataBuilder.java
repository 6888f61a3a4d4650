package org.glmmsql.likelihood;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.glmmsql.design.Design;
import org.glmmsql.design.Ones;
import org.glmmsql.design.PredictorDesign;
import org.glmmsql.design.RandomDesign;
import org.glmmsql.family.Family;
import org.glmmsql.family.Link;
import org.glmmsql.family.LogDensity;
import org.glmmsql.family.Parameter;
import org.glmmsql.random.RandomLaw;
import org.glmmsql.random.RandomLaws;
import org.glmmsql.random.Structure;
import org.jspecify.annotations.Nullable;

/** From a design to rows in canonical order with scaled columns, equal rows merged. */
public final class ModelDataBuilder {
    private ModelDataBuilder() {}

    /**
     * The data with what leads back to the design's columns.
     *
     * @param scalings of the columns of each predictor
     * @param zScale by term, what its columns were divided by
     */
    public record Built(ModelData data, List<ColumnScaling> scalings, double[][] zScale) {
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

    /** @param merge whether equal rows become one with a count; only measurements do without */
    static Built build(
            Design design, Family family, String linkName, double[] weights, boolean merge, Runnable cancellation) {
        LogDensity density = family.density(linkName);
        Link link = family.link(linkName);
        int n = design.n();
        double[][] x = design.fixed().columns();
        List<RandomDesign> random = design.random();
        // the factor with most levels leads: its rows become contiguous
        int[] lead = IntStream.range(0, random.size())
                .boxed()
                .sorted(Comparator.comparingInt(t -> -random.get(t).m()))
                .mapToInt(Integer::intValue)
                .toArray();
        List<double[]> contents = new ArrayList<>();
        double[] y = design.response().y();
        contents.add(y);
        contents.add(weights);
        for (PredictorDesign predictor : design.predictors()) {
            // that of a dispersion with a scale is in the weights
            boolean weighted = family.hasDispersion() && predictor.parameter().equals(Parameter.DISPERSION.name());
            if (predictor.offset() != null && !weighted) contents.add(predictor.offset());
            contents.addAll(List.of(predictor.fixed().columns()));
        }
        for (RandomDesign term : random) contents.addAll(List.of(term.z()));
        List<int[]> levels = new ArrayList<>();
        int[] sizes = new int[lead.length];
        for (int f = 0; f < lead.length; f++) {
            levels.add(random.get(lead[f]).level());
            sizes[f] = random.get(lead[f]).m();
        }
        CanonicalOrder order = CanonicalOrder.of(n, contents, levels, sizes, merge, cancellation);
        int[] rows = order.rows();
        double[] count = order.count();
        int distinct = order.distinct();

        double[] sortedY = gather(y, rows, distinct);
        double[] sortedW = gather(weights, rows, distinct);
        boolean intercept = design.fixed().names().contains("(Intercept)");
        Units units = Units.of(family, link, sortedY, sortedW, count, intercept);
        PredictorDesign dispersion = design.predictor(Parameter.DISPERSION.name());
        if (dispersion != null && !dispersion.fixed().names().contains("(Intercept)")) units = units.byWeights();
        sortedY = divided(sortedY, units.response());
        sortedW = divided(sortedW, units.weight());
        cancellation.run();
        double[][] scaledX = gather(x, rows, distinct);
        ColumnScaling fixedScaling = ColumnScaling.scale(
                design.fixed().names(), scaledX, count, units.factor(), intercept ? units.shift() : 0);
        List<ColumnScaling> scalings = new ArrayList<>(List.of(fixedScaling));
        List<PredictorData> predictors = new ArrayList<>();
        double[] offset = offset(design, rows, distinct, units, intercept);
        Parameter mean = family.parameters().get(0);
        predictors.add(new PredictorData(mean, offset, scaledX, places(0, x.length)));
        int thetaFrom = x.length;
        for (Parameter parameter :
                family.parameters().subList(1, family.parameters().size())) {
            PredictorDesign given = design.predictor(parameter.name());
            double shift = parameter.scale() ? units.logDispersion() : 0;
            PredictorData built = predictor(parameter, given, rows, distinct, count, thetaFrom, shift, scalings);
            predictors.add(built);
            thetaFrom += built.x().length;
        }
        List<TermData> terms = new ArrayList<>();
        double[][] zScale = new double[random.size()][];
        for (int t = 0; t < random.size(); t++) {
            RandomDesign term = random.get(t);
            int f = indexOf(lead, t);
            RandomLaw law = RandomLaws.byName(term.law());
            Structure structure = term.structure();
            cancellation.run();
            double[][] z = gather(term.z(), rows, distinct);
            zScale[t] = new double[term.q()];
            double shared = structure.ownScales() ? 1 : ColumnScaling.rootMeanSquare(z, count);
            // the unit of a response is one of its mean alone
            double factor = predictorOf(family, term) == 0 ? units.factor() : 1;
            for (int k = 0; k < z.length; k++) {
                // a law that is not normal has its own scale on eta
                if (law.dependsOnTheta()) {
                    z[k] = divided(z[k], factor);
                    zScale[t][k] = 1;
                } else if (structure.ownScales()) {
                    zScale[t][k] = ColumnScaling.scale(z[k], 0, count) / factor;
                } else {
                    z[k] = divided(z[k], shared);
                    zScale[t][k] = shared / factor;
                }
            }
            int[] rank = order.rank().get(f);
            int[] level = new int[distinct];
            for (int i = 0; i < distinct; i++) level[i] = rank[term.level()[rows[i]]];
            TermData built = new TermData(
                    t,
                    term.group(),
                    level,
                    term.m(),
                    z,
                    structure,
                    law,
                    thetaFrom,
                    order.original().get(f),
                    predictorOf(family, term));
            terms.add(built);
            thetaFrom += built.thetaSize();
        }
        double logConstant = 0;
        double nobs = 0;
        for (int i = 0; i < distinct; i++) {
            logConstant += count[i] * density.logConstant(sortedY[i], sortedW[i]);
            if (sortedW[i] > 0) nobs += count[i];
        }
        logConstant += units.logJacobian(nobs);
        ModelData data = new ModelData(
                distinct, sortedY, sortedW, count, List.copyOf(predictors), terms, density, logConstant, nobs);
        return new Built(data, List.copyOf(scalings), zScale);
    }

    /**
     * The predictor of a parameter after the mean.
     *
     * @param given what the model text says of it; null for a constant
     * @param shift what the units of the fit take from it
     * @param scalings of the columns of the predictors, to which its own is added
     */
    private static PredictorData predictor(
            Parameter parameter,
            @Nullable PredictorDesign given,
            int[] rows,
            int n,
            double[] count,
            int from,
            double shift,
            List<ColumnScaling> scalings) {
        if (given == null) {
            scalings.add(ColumnScaling.constant(shift));
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

    private static int[] places(int from, int size) {
        return IntStream.range(from, from + size).toArray();
    }

    private static int predictorOf(Family family, RandomDesign term) {
        List<String> names = family.parameters().stream().map(Parameter::name).toList();
        return names.indexOf(term.parameter());
    }

    /** The known part of the linear predictor, with what a unit shifts it by where no intercept takes that; null for none. */
    private static double @Nullable [] offset(Design design, int[] rows, int n, Units units, boolean intercept) {
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
