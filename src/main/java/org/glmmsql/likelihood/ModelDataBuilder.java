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
import org.glmmsql.random.Covariance;
import org.glmmsql.random.Covariances;
import org.glmmsql.random.RandomLaw;
import org.glmmsql.random.RandomLaws;

/** From a design to rows in canonical order with scaled columns, equal rows merged. */
public final class ModelDataBuilder {
    private ModelDataBuilder() {}

    /** The data with the scalings that lead back to the design's columns. */
    public record Built(ModelData data, ColumnScaling fixed, ColumnScaling dispersion, double[][] zScale) {}

    public static Built build(Design design, Family family, Density density, double[] weights) {
        return build(design, family, density, weights, true);
    }

    /** @param merge whether equal rows become one with a count; only measurements do without */
    static Built build(Design design, Family family, Density density, double[] weights, boolean merge) {
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
        CanonicalOrder order = CanonicalOrder.of(n, contents, levels, sizes, merge);
        int[] rows = order.rows();
        double[] count = order.count();
        int distinct = order.distinct();

        double[][] scaledX = gather(x, rows, distinct);
        ColumnScaling fixedScaling = ColumnScaling.scale(design.fixed().names(), scaledX, count);
        double[][] d;
        ColumnScaling dispersionScaling;
        FixedDesign dispersion = design.dispersion();
        if (!family.hasDispersion()) {
            d = new double[0][];
            dispersionScaling = new ColumnScaling(-1, new double[0], new double[0]);
        } else if (dispersion == null) {
            d = new double[][] {Ones.of(distinct)};
            dispersionScaling = new ColumnScaling(0, new double[1], new double[] {1});
        } else {
            d = gather(dispersion.columns(), rows, distinct);
            dispersionScaling = ColumnScaling.scale(dispersion.names(), d, count);
        }
        int thetaFrom = x.length + d.length;
        List<TermData> terms = new ArrayList<>();
        double[][] zScale = new double[random.size()][];
        for (int t = 0; t < random.size(); t++) {
            RandomDesign term = random.get(t);
            int f = indexOf(lead, t);
            RandomLaw law = RandomLaws.byName(term.law());
            Covariance covariance = Covariances.byName(term.covariance());
            double[][] z = gather(term.z(), rows, distinct);
            zScale[t] = new double[term.q()];
            for (int k = 0; k < z.length; k++) {
                // a law that is not normal has its own scale on eta
                zScale[t][k] = law.dependsOnTheta() ? 1 : ColumnScaling.scale(z[k], 0, count);
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
        double[] sortedY = gather(y, rows, distinct);
        double[] sortedW = gather(weights, rows, distinct);
        double logConstant = 0;
        double nobs = 0;
        for (int i = 0; i < distinct; i++) {
            logConstant += count[i] * density.logConstant(sortedY[i], sortedW[i]);
            if (sortedW[i] > 0) nobs += count[i];
        }
        double[] offset = design.offset() == null ? null : gather(design.offset(), rows, distinct);
        ModelData data =
                new ModelData(distinct, sortedY, sortedW, count, offset, scaledX, d, terms, density, logConstant, nobs);
        return new Built(data, fixedScaling, dispersionScaling, zScale);
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
