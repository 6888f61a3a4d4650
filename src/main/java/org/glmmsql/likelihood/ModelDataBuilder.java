package org.glmmsql.likelihood;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.glmmsql.design.Design;
import org.glmmsql.design.FixedDesign;
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
        CanonicalOrder order = CanonicalOrder.of(n, contents, levels, sizes);
        int[] first = new int[n];
        double[] count = new double[n];
        int distinct = distinct(order.rows(), contents, levels, merge, first, count);

        double[] ones = new double[distinct];
        Arrays.fill(ones, 1);
        int[] rows = order.rows();
        ColumnScaling fixedScaling = ColumnScaling.of(design.fixed().names(), x, rows);
        double[][] scaledX = new double[x.length][];
        for (int k = 0; k < x.length; k++)
            scaledX[k] = gather(
                    ones,
                    x[k],
                    first,
                    distinct,
                    fixedScaling.center()[k],
                    fixedScaling.scale()[k]);
        double[][] d;
        ColumnScaling dispersionScaling;
        FixedDesign dispersion = design.dispersion();
        if (!family.hasDispersion()) {
            d = new double[0][];
            dispersionScaling = new ColumnScaling(-1, new double[0], new double[0]);
        } else if (dispersion == null) {
            d = new double[][] {ones};
            dispersionScaling = new ColumnScaling(0, new double[1], new double[] {1});
        } else {
            dispersionScaling = ColumnScaling.of(dispersion.names(), dispersion.columns(), rows);
            d = new double[dispersion.p()][];
            for (int k = 0; k < d.length; k++)
                d[k] = gather(
                        ones,
                        dispersion.columns()[k],
                        first,
                        distinct,
                        dispersionScaling.center()[k],
                        dispersionScaling.scale()[k]);
        }
        int thetaFrom = x.length + d.length;
        List<TermData> terms = new ArrayList<>();
        double[][] zScale = new double[random.size()][];
        for (int t = 0; t < random.size(); t++) {
            RandomDesign term = random.get(t);
            int f = indexOf(lead, t);
            RandomLaw law = RandomLaws.byName(term.law());
            Covariance covariance = Covariances.byName(term.covariance());
            double[][] z = new double[term.q()][];
            zScale[t] = new double[term.q()];
            for (int k = 0; k < z.length; k++) {
                // a law that is not normal has its own scale on eta
                zScale[t][k] = law.dependsOnTheta() ? 1 : ColumnScaling.rootMeanSquare(term.z()[k], 0, rows);
                z[k] = gather(ones, term.z()[k], first, distinct, 0, zScale[t][k]);
            }
            int[] rank = order.rank().get(f);
            int[] level = new int[distinct];
            for (int i = 0; i < distinct; i++) level[i] = rank[term.level()[first[i]]];
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
        double[] sortedY = gather(ones, y, first, distinct, 0, 1);
        double[] sortedW = gather(ones, weights, first, distinct, 0, 1);
        double logConstant = 0;
        double nobs = 0;
        for (int i = 0; i < distinct; i++) {
            logConstant += count[i] * density.logConstant(sortedY[i], sortedW[i]);
            if (sortedW[i] > 0) nobs += count[i];
        }
        double[] offset = design.offset() == null ? null : gather(ones, design.offset(), first, distinct, 0, 1);
        ModelData data = new ModelData(
                distinct,
                sortedY,
                sortedW,
                distinct == n ? ones : Arrays.copyOf(count, distinct),
                offset,
                scaledX,
                d,
                terms,
                density,
                logConstant,
                nobs);
        return new Built(data, fixedScaling, dispersionScaling, zScale);
    }

    /** Row numbers of distinct rows into {@code first}, how often each occurs into {@code count}. @return how many */
    private static int distinct(
            int[] rows, List<double[]> contents, List<int[]> levels, boolean merge, int[] first, double[] count) {
        int distinct = 0;
        for (int row : rows) {
            if (merge && distinct > 0 && equal(first[distinct - 1], row, contents, levels)) {
                count[distinct - 1]++;
            } else {
                first[distinct] = row;
                count[distinct++] = 1;
            }
        }
        return distinct;
    }

    private static boolean equal(int a, int b, List<double[]> contents, List<int[]> levels) {
        for (int[] level : levels) if (level[a] != level[b]) return false;
        for (double[] column : contents) if (column[a] != column[b]) return false;
        return true;
    }

    /** The column in canonical order, scaled; {@code ones} itself if it is all one, as intercepts, weights and counts often are. */
    private static double[] gather(double[] ones, double[] column, int[] rows, int n, double center, double scale) {
        double[] result = new double[n];
        for (int i = 0; i < n; i++) result[i] = (column[rows[i]] - center) / scale;
        return Arrays.equals(result, ones) ? ones : result;
    }

    private static int indexOf(int[] values, int value) {
        for (int i = 0; i < values.length; i++) if (values[i] == value) return i;
        throw new IllegalArgumentException("no " + value);
    }
}
