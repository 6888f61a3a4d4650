package org.glmmsql.likelihood;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.glmmsql.family.Catalogue;
import org.glmmsql.family.Families;
import org.glmmsql.family.Family;
import org.glmmsql.family.Parameter;
import org.glmmsql.random.RandomLaws;
import org.glmmsql.random.Structure.Where;
import org.glmmsql.random.Structures;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** The gradient of every likelihood equals central differences of its value, for each family, link, law and structure. */
public class GradientTest {
    private static final double RELATIVE = 1e-6;
    /** Whose densities cost next to nothing. */
    private static final List<String> CHEAP =
            List.of("gaussian", "binomial", "poisson", "Gamma", "inverse.gaussian", "nbinom2");
    /** Of differences of gradients, some at modes that are searched for and good to so much. */
    private static final double SEARCHED = 1e-5;

    private record Structure(String name, Supplier<SimulatedDesign> design) {}

    private static final List<Structure> ONE_FACTOR = List.of(
            new Structure("no random term", () -> new SimulatedDesign(60)),
            new Structure("(1|g)", () -> new SimulatedDesign(60).intercept("g", 7)),
            new Structure("(x|g)", () -> new SimulatedDesign(60).slope("g", 7, "unstructured")),
            new Structure("(x||g)", () -> new SimulatedDesign(60).slope("g", 7, "diagonal")),
            new Structure("cs(x|g)", () -> new SimulatedDesign(60).slope("g", 7, "cs")));

    private static final List<Structure> SEVERAL = List.of(
            new Structure("nested", () -> new SimulatedDesign(80).nested("a", 4, "b", 12)),
            new Structure(
                    "crossed", () -> new SimulatedDesign(80).intercept("a", 9).slope("b", 7, "unstructured")),
            new Structure(
                    "three crossed",
                    () -> new SimulatedDesign(80)
                            .intercept("a", 9)
                            .intercept("b", 7)
                            .intercept("c", 4)));

    /** All that have no end: far out, modes lie on a wall there and have no derivative. */
    private static final List<String> LAWS = RandomLaws.names().stream()
            .filter(law -> RandomLaws.byName(law).dependsOnTheta() && !law.equals("inverse.gamma(inverse)"))
            .toList();

    @TestFactory
    Stream<DynamicTest> oneFactorLaplaceAndQuadrature() {
        return oneFactorLaplaceAndQuadrature(true);
    }

    /** {@code mvn -Pslow test -Dtest=GradientTest}. */
    @Tag("slow")
    @TestFactory
    Stream<DynamicTest> oneFactorLaplaceAndQuadratureByTheOtherLinks() {
        return oneFactorLaplaceAndQuadrature(false);
    }

    private static Stream<DynamicTest> oneFactorLaplaceAndQuadrature(boolean cheap) {
        List<DynamicTest> tests = new ArrayList<>();
        for (Structure structure : ONE_FACTOR)
            for (String[] pair : familiesAndLinks(cheap))
                for (int k : new int[] {1, 2, 5}) {
                    if (k > 1 && (structure.name().startsWith("no") || hasWalls(pair[0], pair[1]))) continue;
                    if (structure.name().startsWith("cs") && hasWalls(pair[0], pair[1])) continue;
                    boolean dispersion = pair[0].equals("Gamma") && k == 1;
                    tests.add(DynamicTest.dynamicTest(
                            String.join(" ", pair) + " " + structure.name() + " nagq " + k, () -> {
                                ModelData data = structure.design().get().data(pair[0], pair[1], dispersion);
                                compare(new ClusterLikelihood(data, k, () -> {}, 1), point(data, pair[0], pair[1]));
                            }));
                }
        return tests.stream();
    }

    @TestFactory
    Stream<DynamicTest> severalFactors() {
        return severalFactors(true);
    }

    /** {@code mvn -Pslow test -Dtest=GradientTest}. */
    @Tag("slow")
    @TestFactory
    Stream<DynamicTest> severalFactorsByTheOtherLinks() {
        return severalFactors(false);
    }

    private static Stream<DynamicTest> severalFactors(boolean cheap) {
        List<DynamicTest> tests = new ArrayList<>();
        List<Structure> all = new ArrayList<>(SEVERAL);
        all.addAll(ONE_FACTOR.subList(1, ONE_FACTOR.size()));
        for (Structure structure : all)
            for (String[] pair : familiesAndLinks(cheap)) {
                if (structure.name().startsWith("cs") && hasWalls(pair[0], pair[1])) continue;
                tests.add(DynamicTest.dynamicTest(String.join(" ", pair) + " " + structure.name(), () -> {
                    ModelData data = structure.design().get().data(pair[0], pair[1], false);
                    double[] psi = point(data, pair[0], pair[1]);
                    compare(new JointLikelihood(data, () -> {}, 1), psi);
                    // responses around 0 have no most likely mean 1/eta
                    if (!hasWalls(pair[0], pair[1]) && !pair[1].equals("inverse"))
                        compare(
                                JointLikelihood.restricted(data, Arrays.copyOf(psi, data.p()), 0, () -> {}, 1),
                                Arrays.copyOfRange(psi, data.p(), psi.length));
                }));
            }
        return tests.stream();
    }

    @TestFactory
    Stream<DynamicTest> lawsThatAreNotNormal() {
        List<DynamicTest> tests = new ArrayList<>();
        for (String law : LAWS)
            for (String family : List.of("poisson", "binomial", "Gamma")) {
                String link = family.equals("binomial") ? "logit" : "log";
                for (int k : new int[] {1, 2, 5})
                    tests.add(DynamicTest.dynamicTest(family + " " + law + " nagq " + k, () -> {
                        ModelData data = new SimulatedDesign(60)
                                .law(law)
                                .intercept("g", 7)
                                .data(family, link, false);
                        compare(new ClusterLikelihood(data, k, () -> {}, 1), point(data, family, link));
                    }));
                tests.add(DynamicTest.dynamicTest(family + " " + law + " crossed", () -> {
                    ModelData data = new SimulatedDesign(60)
                            .law(law)
                            .intercept("a", 7)
                            .intercept("b", 5)
                            .data(family, link, false);
                    double[] psi = point(data, family, link);
                    compare(new JointLikelihood(data, () -> {}, 1), psi);
                    compare(
                            JointLikelihood.restricted(data, Arrays.copyOf(psi, data.p()), 0, () -> {}, 1),
                            Arrays.copyOfRange(psi, data.p(), psi.length));
                }));
            }
        return tests.stream();
    }

    /** Every parameter of every family has effects, alone and beside those of the mean. */
    @TestFactory
    Stream<DynamicTest> effectsOnOtherParameters() {
        List<DynamicTest> tests = new ArrayList<>();
        for (Family family : Catalogue.families().toList())
            for (Parameter parameter :
                    family.parameters().subList(1, family.parameters().size())) {
                // a threshold is the same for all rows
                if (parameter.threshold() != null) continue;
                String link = family.linksOfTheWholeLine().get(0);
                String name = family.name() + " " + parameter.name() + " of "
                        + family.parameters().size();
                for (int k : new int[] {1, 3}) {
                    tests.add(DynamicTest.dynamicTest(
                            name + " alone nagq " + k,
                            () -> compareClusters(
                                    new SimulatedDesign(60).in(parameter.name()).intercept("g", 7), family, link, k)));
                    tests.add(DynamicTest.dynamicTest(
                            name + " both nagq " + k,
                            () -> compareClusters(
                                    new SimulatedDesign(60)
                                            .intercept("g", 7)
                                            .in(parameter.name())
                                            .sameGroup(),
                                    family,
                                    link,
                                    k)));
                }
                tests.add(DynamicTest.dynamicTest(name + " crossed", () -> {
                    ModelData data = new SimulatedDesign(80)
                            .intercept("a", 9)
                            .in(parameter.name())
                            .intercept("b", 7)
                            .built(family, link, true)
                            .data();
                    double[] psi = point(data, family.name(), link);
                    compare(new JointLikelihood(data, () -> {}, 1), psi);
                    compare(
                            JointLikelihood.restricted(data, Arrays.copyOf(psi, data.p()), 0, () -> {}, 1),
                            Arrays.copyOfRange(psi, data.p(), psi.length));
                }));
            }
        return tests.stream();
    }

    /** By clusters, and for Laplace's approximation by blocks too. */
    private static void compareClusters(SimulatedDesign design, Family family, String link, int nodes) {
        ModelData data = design.built(family, link, true).data();
        double[] psi = point(data, family.name(), link);
        ClusterLikelihood clusters = new ClusterLikelihood(data, nodes, () -> {}, 1);
        compare(clusters, psi);
        if (nodes > 1) return;
        double[] a = new double[psi.length];
        double[] b = new double[psi.length];
        double value = clusters.evaluate(psi, a);
        assertThat(new JointLikelihood(data, () -> {}, 1).evaluate(psi, b))
                .isCloseTo(value, org.assertj.core.data.Offset.offset(1e-9 * Math.abs(value)));
        assertThat(b).containsExactly(a, org.assertj.core.data.Offset.offset(1e-7));
    }

    @TestFactory
    Stream<DynamicTest> exactGaussian() {
        List<DynamicTest> tests = new ArrayList<>();
        List<Structure> all = new ArrayList<>(SEVERAL);
        all.addAll(ONE_FACTOR.subList(1, ONE_FACTOR.size()));
        for (Structure structure : all)
            for (boolean restricted : new boolean[] {false, true})
                tests.add(DynamicTest.dynamicTest(structure.name() + (restricted ? " REML" : " ML"), () -> {
                    ModelData data = structure.design().get().data("gaussian", "identity", false);
                    GaussianLikelihood likelihood = new GaussianLikelihood(data, restricted, 0, () -> {}, 1);
                    double[] theta =
                            Arrays.copyOfRange(point(data, "gaussian", "identity"), data.thetaFrom(), data.size());
                    compare(likelihood::evaluate, theta);
                    // sigma profiled out moves with theta as the joint information says: I_ss dlog sigma = -I_st dtheta
                    compare(
                            (at, gradient) -> {
                                likelihood.evaluate(at, gradient);
                                double[] cross = likelihood.logSigmaCrossInformation();
                                for (int i = 0; i < at.length; i++)
                                    gradient[i] = -cross[i] / (2 * likelihood.denominator());
                                return Math.log(likelihood.sigma());
                            },
                            theta);
                }));
        return tests.stream();
    }

    /** On every route of every structure that is registered. */
    @TestFactory
    Stream<DynamicTest> everyStructure() {
        return Stream.concat(Structures.names().stream(), Stream.of("rr(1)"))
                .map(name -> DynamicTest.dynamicTest(name, () -> {
                    Supplier<SimulatedDesign> design = () -> new SimulatedDesign(60).slope("g", 7, name);
                    ModelData counts = design.get().data("poisson", "log", false);
                    double[] psi = point(counts, "poisson", "log");
                    for (int k : new int[] {1, 3}) compare(new ClusterLikelihood(counts, k, () -> {}, 1), psi);
                    compare(new JointLikelihood(counts, () -> {}, 1), psi);
                    ModelData numbers = design.get().data("gaussian", "identity", false);
                    psi = point(numbers, "gaussian", "identity");
                    GaussianLikelihood exact = new GaussianLikelihood(numbers, true, 0, () -> {}, 1);
                    compare(exact, Arrays.copyOfRange(psi, numbers.thetaFrom(), numbers.size()));
                }));
    }

    /** Levels that lack places, beside a crossed factor. */
    @TestFactory
    Stream<DynamicTest> levelsThatLackPlaces() {
        return Structures.names().stream()
                .filter(name -> Structures.byName(name).byPosition())
                .map(name -> DynamicTest.dynamicTest(name, () -> {
                    double[][] places = Structures.byName(name).where() == Where.POINT
                            ? new double[][] {{0, 1, 2.5, 3, 1, 0.5, 2}, {0, 0.3, 1, 0, 1.5, 2, 2.2}}
                            : new double[][] {{1, 2, 4, 5, 6, 8, 9}};
                    Supplier<SimulatedDesign> design = () ->
                            new SimulatedDesign(60).places("g", 9, places, name).intercept("h", 5);
                    ModelData counts = design.get().data("poisson", "log", false);
                    compare(new JointLikelihood(counts, () -> {}, 1), point(counts, "poisson", "log"));
                    ModelData numbers = design.get().data("gaussian", "identity", false);
                    double[] psi = point(numbers, "gaussian", "identity");
                    for (boolean restricted : new boolean[] {false, true})
                        compare(
                                new GaussianLikelihood(numbers, restricted, 0, () -> {}, 1),
                                Arrays.copyOfRange(psi, numbers.thetaFrom(), numbers.size()));
                }));
    }

    /** @param cheap all links of some families, and the first of every other; or the rest */
    private static List<String[]> familiesAndLinks(boolean cheap) {
        List<String[]> pairs = new ArrayList<>();
        for (String family : Families.names()) {
            List<String> links = Families.byName(family).links();
            for (String link : links)
                if (cheap == (CHEAP.contains(family) || link.equals(links.get(0))))
                    pairs.add(new String[] {family, link});
        }
        return pairs;
    }

    /** A point well inside the domain of the link: some take positive predictors only, the log of a probability negative ones. */
    private static double[] point(ModelData data, String family, String link) {
        double[] psi = new double[data.size()];
        for (int i = 1; i < psi.length; i++) psi[i] = 0.1 + 0.03 * i;
        for (PredictorData predictor : data.predictors())
            // above the other cutpoint
            if (predictor.parameter().name().equals("c2")) psi[predictor.coefficient()[0]] += 2;
        psi[0] = switch (link) {
            case "identity", "inverse", "1/mu^2", "sqrt" -> family.equals("binomial") ? 0.5 : 3;
            case "log" -> family.equals("binomial") ? -2 : 0.3;
            default -> 0.3;
        };
        if (Families.byName(family).ofCategories()) orderThresholds(data, psi);
        boolean walls = hasWalls(family, link);
        if (walls) for (int i = 1; i < data.p(); i++) psi[i] *= 0.2;
        double theta = walls ? 0.03 : 0.12;
        // logarithms of standard deviations, where 1/eta must not meet eta = 0
        if (link.equals("inverse")
                && data.terms().stream().anyMatch(term -> !term.parameter(0).scales())) theta = -1;
        for (int i = data.thetaFrom(); i < psi.length; i++) psi[i] = theta + theta / 3 * (i - data.thetaFrom());
        return psi;
    }

    /** Distances from the one that is none of the columns, 0.9 from each to the next. */
    static void orderThresholds(ModelData data, double[] psi) {
        double[][] x = data.predictors().get(1).x();
        int[] number = new int[x.length];
        for (int k = 0; k < x.length; k++)
            for (int i = 0; i < data.n(); i++) if (x[k][i] == 1) number[k] = (int) data.y()[i];
        int reference = 1;
        for (int k = 0; k < number.length; k++) if (number[k] == reference) reference++;
        for (int k = 0; k < number.length; k++) psi[data.p() + k] = 0.9 * (number[k] - reference);
    }

    /** Links whose domain ends where the density does not vanish: far out, modes lie on the wall and have no derivative. */
    private static boolean hasWalls(String family, String link) {
        return List.of("identity", "inverse", "1/mu^2", "sqrt").contains(link)
                        && !Families.byName(family).linksOfTheWholeLine().contains("identity")
                || family.equals("binomial") && link.equals("log");
    }

    private interface Value {
        double evaluate(double[] psi, double[] gradient);
    }

    private static void compare(MarginalLikelihood likelihood, double[] psi) {
        compare(likelihood::evaluate, psi);
        MarginalLikelihood near = likelihood.near(psi);
        double[][] exact = differences(likelihood, psi);
        double[][] onTangents = differences(near, psi);
        double[] size = new double[psi.length];
        for (int k = 0; k < psi.length; k++) for (double d : exact[k]) size[k] = Math.max(size[k], Math.abs(d));
        for (int k = 0; k < psi.length; k++)
            for (int i = 0; i < psi.length; i++)
                assertThat(onTangents[k][i])
                        .as("curvature %d, %d", k, i)
                        .isCloseTo(exact[k][i], org.assertj.core.data.Offset.offset(SEARCHED * Math.max(1, size[k])));
    }

    /** Of the gradient, Richardson's from two steps: longer than the noise of modes that are searched for. */
    private static double[][] differences(MarginalLikelihood likelihood, double[] psi) {
        double[][] far = differences(likelihood, psi, 1e-3);
        double[][] close = differences(likelihood, psi, 5e-4);
        for (int k = 0; k < psi.length; k++)
            for (int i = 0; i < psi.length; i++) close[k][i] += (close[k][i] - far[k][i]) / 3;
        return close;
    }

    private static double[][] differences(MarginalLikelihood likelihood, double[] psi, double h) {
        double[][] result = new double[psi.length][psi.length];
        double[] up = new double[psi.length];
        double[] down = new double[psi.length];
        for (int k = 0; k < psi.length; k++) {
            double[] at = psi.clone();
            at[k] = psi[k] + h;
            likelihood.evaluate(at, up);
            at[k] = psi[k] - h;
            likelihood.evaluate(at, down);
            for (int i = 0; i < psi.length; i++) result[k][i] = (up[i] - down[i]) / (2 * h);
        }
        return result;
    }

    private static void compare(Value value, double[] psi) {
        double[] gradient = new double[psi.length];
        assertThat(value.evaluate(psi, gradient)).isFinite();
        double[] scratch = new double[psi.length];
        for (int k = 0; k < psi.length; k++) {
            double kept = psi[k];
            double h = 5e-4;
            double[] at = new double[4];
            double[] steps = {-2, -1, 1, 2};
            for (int s = 0; s < 4; s++) {
                psi[k] = kept + steps[s] * h;
                at[s] = value.evaluate(psi, scratch);
            }
            psi[k] = kept;
            double difference = (at[0] - 8 * at[1] + 8 * at[2] - at[3]) / (12 * h);
            assertThat(gradient[k])
                    .as("parameter %d", k)
                    .isCloseTo(
                            difference,
                            org.assertj.core.data.Offset.offset(RELATIVE * Math.max(1, Math.abs(difference))));
        }
    }
}
