package org.glmmsql.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.glmmsql.design.Recipe;
import org.glmmsql.design.ReferenceGrid;
import org.glmmsql.model.Coefficient;
import org.glmmsql.model.Component;
import org.glmmsql.model.Convergence;
import org.glmmsql.model.DegreesOfFreedomParts;
import org.glmmsql.model.FittedModel;
import org.glmmsql.model.RandomEffects;
import org.glmmsql.model.RandomTerm;
import org.glmmsql.model.Status;
import org.glmmsql.model.VarCorr;
import org.glmmsql.reference.Comparison.Quantity;
import org.junit.jupiter.api.Test;

/** A comparison that misses a deviation would make every reference case worthless. */
class ComparisonTest {
    private static final ReferenceCase CASE = new ReferenceCase(
            "case",
            "y ~ factor(a) + (1 | g)",
            null,
            null,
            Set.of(),
            null,
            null,
            null,
            new Expected(
                    -100.0,
                    3,
                    List.of(new Expected.Fixef("factor(a)2", 1.0, 0.5)),
                    List.of(new Expected.VarCorr("g.1", "(Intercept)", null, 0.05)),
                    null,
                    new Expected.Dispersion(null, 4.0, null, null),
                    null,
                    null,
                    false,
                    List.of(new Expected.Ranef("g", "u", "(Intercept)", 0.001, 0.2)),
                    List.of(3.0),
                    null),
            null,
            Path.of("."));

    @Test
    void theReferenceItselfMeetsIt() {
        Comparison comparison = Comparison.of(CASE, model(-100, 1, 0.5, 0.05, 2, 0.001), new double[] {3});
        assertThat(comparison.findings()).isEmpty();
        assertThat(comparison.deviations()).hasSize(6);
        assertThat(comparison.logLikGain()).isZero();
    }

    @Test
    void everyEstimateIsHeldToItsTolerance() {
        Comparison within =
                Comparison.of(CASE, model(-100.000009, 1.00049, 0.5049, 0.05009, 2.0019, 0.0019), new double[] {3.014});
        assertThat(within.findings()).isEmpty();

        Comparison beyond =
                Comparison.of(CASE, model(-100.000011, 1.00051, 0.5051, 0.05011, 2.0021, 0.0021), new double[] {3.016});
        assertThat(beyond.findings()).hasSize(7);
        assertThat(beyond.worst(Quantity.FIXEF)).isGreaterThan(1e-3);
    }

    @Test
    void aBetterLogLikelihoodIsAnotherDefinition() {
        assertThat(Comparison.of(CASE, model(-99.998, 1, 0.5, 0.05, 2, 0.001), null)
                        .findings())
                .singleElement()
                .asString()
                .contains("log-likelihood");
    }

    @Test
    void missingEstimatesAreFindings() {
        double nan = Double.NaN;
        assertThat(Comparison.of(CASE, model(nan, nan, nan, nan, nan, nan), new double[] {nan})
                        .findings())
                .hasSize(7);
        assertThat(Comparison.of(CASE, empty(), null).findings())
                .anyMatch(f -> f.contains("status is not_converged"))
                .anyMatch(f -> f.contains("no fixed effect 'factor(a)2'"))
                .anyMatch(f -> f.contains("0 random effects 'g.1 (Intercept)'"));
    }

    private static FittedModel empty() {
        return model(Status.NOT_CONVERGED, -100, 2, List.of(), List.of(), List.of());
    }

    private static FittedModel model(double logLik, double beta, double se, double sd, double sigma, double mode) {
        return model(
                Status.OK,
                logLik,
                sigma,
                List.of(new Coefficient("a2", beta, se, 0, 0, 0, 0, 0)),
                List.of(
                        new VarCorr("g", "normal", "(Intercept)", null, sd * sd, sd, 0, 0, 0),
                        new VarCorr("Residual", "normal", null, null, sigma * sigma, sigma, 0, 0, 0)),
                List.of(new RandomEffects(
                        new RandomTerm(
                                "cond",
                                "g",
                                "normal",
                                "unstructured",
                                List.of("(Intercept)"),
                                List.of(0),
                                new double[] {sd * sd}),
                        List.of("u"),
                        new double[][] {{mode}},
                        new double[][] {{0.2}},
                        new double[][] {{0.04}},
                        new double[][] {{0}})));
    }

    private static FittedModel model(
            Status status,
            double logLik,
            double sigma,
            List<Coefficient> fixed,
            List<VarCorr> varCorr,
            List<RandomEffects> ranef) {
        return new FittedModel(
                "0",
                CASE.model(),
                status,
                "",
                CASE.model(),
                "Gamma",
                "log",
                "ML",
                1,
                10,
                0,
                Map.of(),
                logLik,
                3,
                sigma,
                7,
                0.95,
                new Convergence(true, false, 0, 1, 0, 1, 1, ""),
                List.of(new Component("mean", "cond", "log", fixed, List.of(), List.of(), List.of())),
                new double[0][],
                List.of(),
                varCorr,
                ranef,
                Map.of(),
                "",
                new Recipe(List.of(), Map.of(), Map.of(), Map.of()),
                ReferenceGrid.NONE,
                DegreesOfFreedomParts.constant(Double.POSITIVE_INFINITY));
    }
}
