package org.glmmsql.likelihood;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.glmmsql.design.Design;
import org.glmmsql.design.FixedDesign;
import org.glmmsql.design.Ones;
import org.glmmsql.design.RandomDesign;
import org.glmmsql.family.Density;
import org.glmmsql.family.Family;
import org.glmmsql.family.Link;
import org.glmmsql.random.Covariance;
import org.glmmsql.random.Covariances;
import org.glmmsql.random.RandomLaw;
import org.glmmsql.random.RandomLaws;
import org.jspecify.annotations.Nullable;

/** From a design to rows in canonical order with scaled columns, equal rows merged. */
public final class ModelDataBuilder {
    private ModelDataBuilder() {}

    /** The data with the scalings that lead back to the design's columns. */
    public record Built(ModelData data, ColumnScaling fixed, ColumnScaling dispersion, List<RandomScaling> random) {}

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
        Density density = family.density(linkName);
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
        if (design.offset() != null) contents.add(design.offset());
        contents.addAll(List.of(x));
        if (design.dispersion() != null)
            contents.addAll(List.of(design.dispersion().columns()));
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
        if (design.dispersion() != null && !design.dispersion().names().contains("(Intercept)"))
            units = units.byWeights();
        sortedY = divided(sortedY, units.response());
        sortedW = divided(sortedW, units.weight());
        cancellation.run();
        double[][] scaledX = gather(x, rows, distinct);
        ColumnScaling fixedScaling = ColumnScaling.scale(
                design.fixed().names(), scaledX, count, units.factor(), intercept ? units.shift() : 0);
        double[][] d;
        ColumnScaling dispersionScaling;
        FixedDesign dispersion = design.dispersion();
        if (!family.hasDispersion()) {
            d = new double[0][];
            dispersionScaling = ColumnScaling.none();
        } else if (dispersion == null) {
            d = new double[][] {Ones.of(distinct)};
            dispersionScaling = ColumnScaling.constant(units.logDispersion());
        } else {
            d = gather(dispersion.columns(), rows, distinct);
            dispersionScaling = ColumnScaling.scale(dispersion.names(), d, count, 1, units.logDispersion());
        }
        int thetaFrom = x.length + d.length;
        List<TermData> terms = new ArrayList<>();
        List<RandomScaling> randomScalings = new ArrayList<>();
        for (int t = 0; t < random.size(); t++) {
            RandomDesign term = random.get(t);
            int f = indexOf(lead, t);
            RandomLaw law = RandomLaws.byName(term.law());
            Covariance covariance = Covariances.byName(term.covariance());
            cancellation.run();
            double[][] z = gather(term.z(), rows, distinct);
            // a law that is not normal has its own scale on eta
            if (law.dependsOnTheta()) {
                for (int k = 0; k < z.length; k++) z[k] = divided(z[k], units.factor());
                randomScalings.add(RandomScaling.none(z, count));
            } else {
                boolean full = covariance.size(term.q()) == term.q() * (term.q() + 1) / 2;
                randomScalings.add(RandomScaling.scale(z, count, full, units.factor()));
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
                    covariance,
                    law,
                    thetaFrom,
                    order.original().get(f));
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
        double[] offset = offset(design, rows, distinct, units, intercept);
        ModelData data =
                new ModelData(distinct, sortedY, sortedW, count, offset, scaledX, d, terms, density, logConstant, nobs);
        return new Built(data, fixedScaling, dispersionScaling, List.copyOf(randomScalings));
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
