package org.glmmsql.likelihood;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.glmmsql.design.Design;
import org.glmmsql.design.FixedDesign;
import org.glmmsql.design.PredictorDesign;
import org.glmmsql.design.RandomDesign;
import org.glmmsql.design.Recipe;
import org.glmmsql.design.ReferenceGrid;
import org.glmmsql.design.Response;
import org.glmmsql.family.Families;
import org.glmmsql.family.Family;
import org.glmmsql.family.Parameter;
import org.glmmsql.random.Structure;
import org.glmmsql.random.Structures;

/** Small seeded designs for every structure, with responses inside every family's range. */
final class SimulatedDesign {
    private final Random random = new Random(20260101);
    private final int n;
    private final double[] ones;
    private final double[] x1;
    private final double[] x2;
    private final List<RandomDesign> terms = new ArrayList<>();
    private String law = "normal";
    private String parameter = PredictorDesign.MEAN;

    SimulatedDesign(int n) {
        this.n = n;
        ones = random.doubles(n).map(v -> 1).toArray();
        x1 = IntStream.range(0, n).mapToDouble(i -> random.nextGaussian()).toArray();
        x2 = IntStream.range(0, n).mapToDouble(i -> random.nextInt(2)).toArray();
    }

    SimulatedDesign law(String name) {
        law = name;
        return this;
    }

    /** The terms that follow are part of the predictor of this parameter. */
    SimulatedDesign in(String name) {
        parameter = name;
        return this;
    }

    /** Makes x1 as coarse as x2, so that most rows have equals. */
    SimulatedDesign binaryCovariates() {
        for (int i = 0; i < n; i++) x1[i] = x1[i] < 0 ? 0 : 1;
        return this;
    }

    SimulatedDesign intercept(String group, int m) {
        return term(group, m, levels(m), "unstructured", ones);
    }

    /** An intercept by the levels of the first term. */
    SimulatedDesign sameGroup() {
        RandomDesign first = terms.get(0);
        return term(first.group(), first.m(), first.level(), "unstructured", ones);
    }

    SimulatedDesign slope(String group, int m, String covariance) {
        return term(group, m, levels(m), covariance, ones, x1);
    }

    /** Effects at some of the places, other ones in each level. */
    SimulatedDesign places(String group, int m, double[][] coordinates, String covariance) {
        int q = coordinates[0].length;
        int[] level = levels(m);
        double[][] z = new double[q][n];
        for (int i = 0; i < n; i++) z[(2 * level[i] + random.nextInt(q - 2)) % q][i] = 1;
        List<String> levels = IntStream.range(0, m).mapToObj(l -> group + l).toList();
        List<String> names = IntStream.range(0, q).mapToObj(k -> "at" + k).toList();
        Structure structure = Structures.byName(covariance).at(coordinates);
        terms.add(new RandomDesign(group, levels, level, names, z, "t", structure, law, parameter));
        return this;
    }

    /** Levels of {@code inner} lie within those of {@code outer}. */
    SimulatedDesign nested(String outer, int m, String inner, int mInner) {
        int[] innerLevel = levels(mInner);
        int[] outerLevel = new int[n];
        for (int i = 0; i < n; i++) outerLevel[i] = innerLevel[i] % m;
        return term(inner, mInner, innerLevel, "unstructured", ones)
                .term(outer, m, outerLevel, "unstructured", ones, x2);
    }

    private int[] levels(int m) {
        int[] level = new int[n];
        for (int i = 0; i < n; i++) level[i] = i < m ? i : random.nextInt(m);
        return level;
    }

    private SimulatedDesign term(String group, int m, int[] level, String covariance, double[]... z) {
        List<String> levels = IntStream.range(0, m).mapToObj(l -> group + l).toList();
        List<String> names = z.length == 1 ? List.of("(Intercept)") : List.of("(Intercept)", "x");
        terms.add(new RandomDesign(
                group, levels, level, names, z, "1 + x", Structures.byName(covariance), law, parameter));
        return this;
    }

    /** @param dispersionModel whether the parameters after the mean have a covariate */
    Design design(String family, boolean dispersionModel) {
        return design(Families.byName(family), dispersionModel);
    }

    Design design(Family family, boolean dispersionModel) {
        double[] y = new double[n];
        double[] trials = family.name().equals("betabinomial") ? new double[n] : null;
        if (trials != null) Arrays.fill(trials, 6);
        for (int i = 0; i < n; i++) {
            double eta = 0.2 + 0.3 * x1[i] - 0.2 * x2[i] + 0.3 * random.nextGaussian();
            y[i] = switch (family.ofCounts() ? "poisson" : family.name()) {
                case "binomial" -> random.nextDouble() < 1 / (1 + Math.exp(-eta)) ? 1 : 0;
                case "poisson" ->
                    random.nextInt((int) Math.ceil(2 * Math.exp(eta)) + 1) + (family.excludesZero() ? 1 : 0);
                case "gaussian" -> eta + random.nextGaussian();
                case "cumulative" -> category(eta + random.nextGaussian());
                case "beta" -> 1 / (1 + Math.exp(-eta - random.nextGaussian()));
                case "betabinomial" -> random.nextInt(7) / 6.0;
                case "ordbeta" -> Math.max(0, Math.min(1, 1.4 / (1 + Math.exp(-eta - random.nextGaussian())) - 0.2));
                default -> Math.exp(eta) * (0.3 + random.nextDouble());
            };
        }
        List<String> names = List.of("(Intercept)", "x1", "x2");
        FixedDesign fixed = new FixedDesign(names, new double[][] {ones, x1, x2}, names, List.of());
        List<PredictorDesign> predictors = new ArrayList<>();
        predictors.add(new PredictorDesign(PredictorDesign.MEAN, null, fixed));
        List<String> others = List.of("(Intercept)", "x2");
        if (dispersionModel)
            for (Parameter parameter :
                    family.parameters().subList(1, family.parameters().size()))
                if (parameter.threshold() == null)
                    predictors.add(new PredictorDesign(
                            parameter.name(),
                            null,
                            new FixedDesign(others, new double[][] {ones, x2}, others, List.of())));
        Recipe recipe = new Recipe(List.of(), Map.of(), Map.of(), Map.of());
        return new Design(
                n,
                0,
                family.ofCategories()
                        ? new Response("y", y, null, false, List.of("a", "b", "c", "d"))
                        : new Response("y", y, trials, false),
                null,
                predictors,
                List.copyOf(terms),
                recipe,
                ReferenceGrid.NONE,
                List.of());
    }

    /** Of four, half of the rows in the lowest. */
    private static double category(double score) {
        return score < 0.2 ? 1 : score < 0.8 ? 2 : score < 1.6 ? 3 : 4;
    }

    ModelData data(String family, String link, boolean dispersionModel) {
        return built(family, link, dispersionModel).data();
    }

    ModelDataBuilder.Built built(String family, String link, boolean dispersionModel) {
        return built(Families.byName(family), link, dispersionModel);
    }

    ModelDataBuilder.Built built(Family family, String link, boolean dispersionModel) {
        Design design = design(family, dispersionModel);
        return ModelDataBuilder.build(design, family, link, family.priorWeights(design.response(), null));
    }
}
