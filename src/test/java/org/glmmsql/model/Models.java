package org.glmmsql.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.glmmsql.design.DroppedColumn;
import org.glmmsql.design.Recipe;
import org.glmmsql.design.ReferenceCells;
import org.glmmsql.design.ReferenceGrid;
import org.glmmsql.design.ReferenceVariable;
import org.glmmsql.frame.Spread;

/** A model with every kind of content, and awkward numbers and texts. */
public final class Models {
    private static final List<RandomTerm> TERMS = List.of(
            new RandomTerm(
                    "cond",
                    "`shop \"a\"`",
                    "normal",
                    "unstructured",
                    List.of("(Intercept)", "x"),
                    List.of(0, 1, 2),
                    new double[] {0.25, -0.03, -0.03, 0.09}),
            new RandomTerm(
                    "cond", "régión", "gamma(log)", "unstructured", List.of("(Intercept)"), List.of(3), new double[] {
                        0.3
                    }));

    private Models() {}

    public static FittedModel complete() {
        Map<String, Integer> groups = new LinkedHashMap<>();
        groups.put("`shop \"a\"`", 3);
        groups.put("régión", 2);
        return new FittedModel(
                "0.1.0",
                "y ~ x + factor(z) + offset(scale(x)) + (x | \"shop \"\"a\"\"\") + (1 | régión), family = Gamma(log), dispersion = ~ 1,"
                        + " random = (régión: gamma(log))",
                Status.OK,
                "",
                "y ~ x + factor(z) + offset(scale(x)) + (x | `shop \"a\"`) + (1 | régión)",
                "Gamma",
                "log",
                "ML",
                1,
                120,
                7_000_000_000L,
                groups,
                -123.45678901234567,
                7,
                Math.sqrt(0.1),
                113,
                0.95,
                new Convergence(true, false, 3.0e-12, 1234.5, 1.0e-20, 9, 11, "a hint"),
                List.of(
                        new Component(
                                "mean",
                                "cond",
                                "log",
                                List.of(
                                        new Coefficient(
                                                "(Intercept)",
                                                0.1 + 0.2,
                                                1e-300,
                                                Double.POSITIVE_INFINITY,
                                                1.5,
                                                5e-324,
                                                -1,
                                                1),
                                        new Coefficient("x", -1.7976931348623157e308, 2, 113, -0.5, 1, -3, 1),
                                        new Coefficient(
                                                "factor(z)b",
                                                Double.NaN,
                                                Double.NaN,
                                                Double.NaN,
                                                Double.NaN,
                                                Double.NaN,
                                                Double.NaN,
                                                Double.NaN)),
                                List.of("x", "factor(z)"),
                                List.of(0, 1, 2),
                                List.of(new DroppedColumn("factor(z)b", new double[] {0.5, -0.0}, 1.25))),
                        new Component(
                                "dispersion",
                                "disp",
                                "log",
                                List.of(new Coefficient(
                                        "(Intercept)",
                                        -1.25,
                                        0.5,
                                        Double.POSITIVE_INFINITY,
                                        -2.5,
                                        0.0124,
                                        -2.23,
                                        -0.27)),
                                List.of(),
                                List.of(0),
                                List.of())),
                new double[][] {
                    {0},
                    {-0.0, 4},
                    {0, 0.5, 0.25},
                    {0, 0, 0.01, 0.010000000000000002},
                    {Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN},
                    {0, 0, 0, -0.005, Double.NaN, 0.010000000000000002},
                    {0, 0, 0, 0, Double.NaN, 0, 0.010000000000000002},
                    {0, 0, 0, 0, Double.NaN, 0, 0, 1e-4},
                },
                TERMS,
                List.of(
                        new VarCorr("`shop \"a\"`", "normal", "(Intercept)", null, 0.25, 0.5, 0.1, 0.3, 0.7),
                        new VarCorr("`shop \"a\"`", "normal", "x", null, 0.09, 0.3, Double.NaN, Double.NaN, Double.NaN),
                        new VarCorr("`shop \"a\"`", "normal", "(Intercept)", "x", -0.03, -0.2, 0.1, -0.4, 0.1),
                        new VarCorr("régión", "gamma(log)", "(Intercept)", null, 0.3, 0.5477, 0.1, 0.4, 0.7),
                        new VarCorr("Residual", "normal", null, null, 0.1, Math.sqrt(0.1), 0.01, 0.2, 0.4)),
                List.of(
                        new RandomEffects(
                                TERMS.get(0),
                                List.of("a", "line\nbreak", "{\"json\": [1]}"),
                                new double[][] {{0.1, 0.2}, {0.3, -0.25}, {1e-5, 6}},
                                new double[][] {{0.5, Double.NaN}, {0.7, 0.8}, {0.9, 1}},
                                new double[][] {{1, 2, 3}, {4, 5, 6}, {7, 8, 9}},
                                new double[][] {{-1, 0, 0, -1}, {-0.5, 0, 0, -0.5}, {-0.1, 0, 0, -0.1}}),
                        new RandomEffects(
                                TERMS.get(1),
                                List.of("1", "2"),
                                new double[][] {{0.1}, {-0.1}},
                                new double[][] {{0.5}, {0.5}},
                                new double[][] {{0.25}, {0.25}},
                                new double[][] {{-0.5, 0}, {-0.25, 0}})),
                Map.of("h", -130.5),
                "0123abcd",
                new Recipe(
                        List.of("x", "z", "shop \"a\"", "régión"),
                        Map.of("factor(z)", List.of("a", "b")),
                        Map.of("factor(z)", "treatment"),
                        Map.of("scale(x)", List.of(0.5, 2.25))),
                new ReferenceGrid(
                        List.of(
                                new ReferenceVariable("x", "number", new Spread(0.5, 2.25, -1, 4, List.of())),
                                new ReferenceVariable("z", "number", new Spread(0.5, 0.25, 0, 1, List.of(0.0, 1.0)))),
                        List.of(new ReferenceCells(
                                List.of("factor(z)"), List.of(new int[] {0, 80}, new int[] {1, 40})))),
                DegreesOfFreedomParts.constant(113));
    }

    /** A model that could not be fitted: no estimates. */
    public static FittedModel withoutEstimates() {
        return new FittedModel(
                "0.1.0",
                "y ~ x + (1 | g), method = REML",
                Status.CONSTANT_RESPONSE,
                "all values of y are 1; nothing can be estimated",
                "y ~ x + (1 | g)",
                "gaussian",
                "identity",
                "REML",
                1,
                12,
                0,
                Map.of("g", 3),
                Double.NaN,
                0,
                Double.NaN,
                Double.NaN,
                0.95,
                new Convergence(false, false, Double.NaN, Double.NaN, Double.NaN, 0, 0, ""),
                List.of(),
                new double[0][],
                List.of(),
                List.of(),
                List.of(),
                Map.of(),
                "",
                new Recipe(List.of("y", "x", "g"), Map.of(), Map.of(), Map.of()),
                ReferenceGrid.NONE,
                DegreesOfFreedomParts.constant(Double.POSITIVE_INFINITY));
    }
}
