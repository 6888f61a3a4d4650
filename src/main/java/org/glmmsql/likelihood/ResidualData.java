package org.glmmsql.likelihood;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.glmmsql.correlation.Extent;
import org.glmmsql.correlation.FactoredCorrelation;
import org.glmmsql.correlation.Places;
import org.glmmsql.correlation.ResidualStructure;
import org.glmmsql.correlation.ResidualStructures;
import org.glmmsql.design.ResidualDesign;
import org.glmmsql.design.ResidualDesign.Scales;
import org.jspecify.annotations.Nullable;

/**
 * Which residuals are correlated, in canonical order: the rows of a group follow one another in the order of their places. The parameters
 * of each level of by = are logarithms of standard deviations, none, one or one for each place, and then those of the correlation.
 *
 * @param structure of the residuals of a group
 * @param extent all places together
 * @param start first row of each group, and n
 * @param patterns groups at the same places and with the same parameters have one
 * @param pattern number of the pattern of each group
 * @param levels of by =, one without it
 * @param thetaFrom first index in psi
 * @param correlations parameters of the correlation of a level
 */
public record ResidualData(
        ResidualStructure structure,
        Scales scales,
        Extent extent,
        int[] start,
        List<Pattern> patterns,
        int[] pattern,
        int levels,
        int thetaFrom,
        int correlations) {

    /**
     * @param level of by =
     * @param groups how many groups have it
     */
    record Pattern(Places places, int level, int groups) {}

    /** Neighbours that are looked at for the unit of distances. */
    private static final int SAMPLE = 10_000;

    /** Of a group, places beyond one another that are compared. */
    private static final int POINTS = 200;

    /**
     * @param rows row numbers of the design, those of a group one after the other and in the order of their places
     */
    static ResidualData of(ResidualDesign design, int[] rows, int n, int thetaFrom) {
        List<Integer> starts = new ArrayList<>();
        for (int i = 0; i < n; i++)
            if (i == 0 || design.groupOf()[rows[i]] != design.groupOf()[rows[i - 1]]) starts.add(i);
        starts.add(n);
        int[] start = starts.stream().mapToInt(Integer::intValue).toArray();
        Map<List<Integer>, Integer> numbers = new HashMap<>();
        List<Places> places = new ArrayList<>();
        List<Integer> level = new ArrayList<>();
        int[] pattern = new int[start.length - 1];
        for (int g = 0; g < pattern.length; g++) {
            int by = design.byOf()[design.groupOf()[rows[start[g]]]];
            int from = start[g];
            int[] at = design.placeOf() == null
                    ? new int[0]
                    : IntStream.range(from, start[g + 1])
                            .map(i -> design.placeOf()[rows[i]])
                            .toArray();
            List<Integer> key = new ArrayList<>(List.of(by, start[g + 1] - from));
            for (int place : at) key.add(place);
            Integer known = numbers.putIfAbsent(key, places.size());
            pattern[g] = known == null ? places.size() : known;
            if (known != null) continue;
            places.add(places(design, at, start[g + 1] - from));
            level.add(by);
        }
        int[] count = new int[places.size()];
        for (int number : pattern) count[number]++;
        List<Pattern> patterns = IntStream.range(0, count.length)
                .mapToObj(k -> new Pattern(places.get(k), level.get(k), count[k]))
                .toList();
        Extent extent = extent(design, places);
        return new ResidualData(
                design.structure(),
                design.scales(),
                extent,
                start,
                patterns,
                pattern,
                design.by().size(),
                thetaFrom,
                design.structure().correlation().parameters(extent).size());
    }

    /** Rows that are independent, each with the dispersion of its own predictor. */
    static ResidualData independent(int n, int thetaFrom) {
        return new ResidualData(
                ResidualStructures.INDEPENDENT,
                Scales.DISPERSION,
                new Extent(List.of(), 1, 1, 0, 1),
                IntStream.rangeClosed(0, n).toArray(),
                List.of(new Pattern(new Places(1, new double[0][], new int[0]), 0, n)),
                new int[n],
                1,
                thetaFrom,
                0);
    }

    private static Places places(ResidualDesign design, int[] at, int size) {
        double[][] coordinates = Arrays.stream(design.coordinates())
                .map(all -> Arrays.stream(at).mapToDouble(place -> all[place]).toArray())
                .toArray(double[][]::new);
        return new Places(size, coordinates, at);
    }

    private static Extent extent(ResidualDesign design, List<Places> patterns) {
        int largest = 0;
        double reach = 0;
        double step = 0;
        double[] distances = new double[SAMPLE];
        int known = 0;
        for (Places places : patterns) {
            largest = Math.max(largest, places.size());
            if (places.coordinates().length == 0) continue;
            double[] x = places.coordinates()[0];
            reach = Math.max(reach, x[x.length - 1] - x[0]);
            for (int i = 1; i < x.length; i++) step = divisor(step, x[i] - x[i - 1]);
            for (int i = 1; i < Math.min(x.length, POINTS) && known < SAMPLE; i++)
                distances[known++] = nearest(places, i);
        }
        Arrays.sort(distances, 0, known);
        double unit = known == 0 ? 1 : distances[known / 2];
        boolean whole = step >= 1 && step == Math.rint(step);
        return new Extent(design.places(), largest, whole ? step : 1, reach, unit);
    }

    /** Of the first places of a pattern, to place i. */
    private static double nearest(Places places, int i) {
        double least = Double.POSITIVE_INFINITY;
        for (int j = Math.max(0, i - POINTS); j < i; j++) {
            double squares = 0;
            for (double[] x : places.coordinates()) squares += (x[i] - x[j]) * (x[i] - x[j]);
            least = Math.min(least, squares);
        }
        return Math.sqrt(least);
    }

    private static double divisor(double a, double b) {
        double x = a;
        double y = b;
        // of whole numbers; of others it ends at a share of them that means nothing
        while (y >= 1) {
            double rest = x % y;
            x = y;
            y = rest;
        }
        return x;
    }

    /** Standard deviations among the parameters of a level. */
    public int deviations() {
        return switch (scales) {
            case DISPERSION -> 0;
            case ONE -> 1;
            case EACH -> extent.names().size();
        };
    }

    /** Parameters of a level. */
    public int block() {
        return deviations() + correlations;
    }

    /** All parameters. */
    public int size() {
        return levels * block();
    }

    /** First parameter of a level. */
    public int from(int level) {
        return thetaFrom + level * block();
    }

    /** Where the correlation of a level has its parameters. */
    public int correlationFrom(int level) {
        return from(level) + deviations();
    }

    /** The place in psi of the logarithm of the standard deviation at place i of a pattern; -1 if it has none. */
    int deviation(Pattern of, int i) {
        return switch (scales) {
            case DISPERSION -> -1;
            case ONE -> from(of.level());
            case EACH -> from(of.level()) + of.places().level()[i];
        };
    }

    /** Puts the names of the parameters into their places. */
    public void name(String[] names) {
        List<String> own = structure.correlation().parameters(extent);
        for (int level = 0; level < levels; level++) {
            for (int i = 0; i < deviations(); i++) names[from(level) + i] = "Residual log sd" + (i + 1);
            for (int i = 0; i < correlations; i++) names[correlationFrom(level) + i] = "Residual " + own.get(i);
        }
    }

    /** The factor of a pattern at psi, null if it has none. */
    @Nullable
    FactoredCorrelation factor(Pattern of, double[] psi) {
        return structure.correlation().factor(of.places(), extent, psi, correlationFrom(of.level()));
    }

    /** psi at the ranges of {@link org.glmmsql.correlation.Correlation#line}, those of all levels moved together. */
    public List<double[]> line(double[] psi) {
        return structure.correlation().line().stream()
                .map(own -> {
                    double[] at = psi.clone();
                    for (int level = 0; level < levels; level++)
                        System.arraycopy(own, 0, at, correlationFrom(level), own.length);
                    return at;
                })
                .toList();
    }

    /**
     * Positions that are those of a group.
     *
     * @param groups how many groups of the same parameters have all of them
     */
    public record Seen(int positions, int groups) {}

    /** The positions of each pattern, where places are levels. */
    public List<Seen> seen() {
        List<Set<Integer>> levels = patterns.stream()
                .map(pattern -> Arrays.stream(pattern.places().level()).boxed().collect(Collectors.toSet()))
                .toList();
        return IntStream.range(0, patterns.size())
                .mapToObj(k -> new Seen(
                        levels.get(k).size(),
                        IntStream.range(0, patterns.size())
                                .filter(l -> patterns.get(l).level()
                                                == patterns.get(k).level()
                                        && levels.get(l).containsAll(levels.get(k)))
                                .map(l -> patterns.get(l).groups())
                                .sum()))
                .toList();
    }

    /** R of each pattern; without those that have none at psi. */
    public List<double[][]> correlations(double[] psi) {
        List<double[][]> all = new ArrayList<>();
        for (Pattern pattern : patterns) {
            FactoredCorrelation factor = factor(pattern, psi);
            int m = pattern.places().size();
            if (factor == null || m > POINTS) continue;
            DMatrixRMaj precision = new DMatrixRMaj(m, m);
            for (int i = 0; i < m; i++)
                for (int j = Math.max(0, i - factor.band()); j <= i; j++) {
                    precision.set(i, j, factor.precision(i, j));
                    precision.set(j, i, factor.precision(i, j));
                }
            DMatrixRMaj r = new DMatrixRMaj(m, m);
            if (!CommonOps_DDRM.invertSPD(precision, r)) continue;
            double[][] rows = new double[m][m];
            for (int i = 0; i < m; i++) for (int j = 0; j < m; j++) rows[i][j] = r.get(i, j);
            all.add(rows);
        }
        return all;
    }

    /** Independent or nearly, all with one standard deviation. */
    public void start(double sd, double[] psi) {
        for (int level = 0; level < levels; level++) {
            Arrays.fill(psi, from(level), correlationFrom(level), Math.log(sd));
            structure.correlation().start(extent, psi, correlationFrom(level));
        }
    }
}
