package org.glmmsql.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.api.SoftAssertions;
import org.glmmsql.design.DesignBuilder;
import org.glmmsql.fit.Control;
import org.glmmsql.fit.GlmmFitter;
import org.glmmsql.formula.ModelSpec;
import org.glmmsql.formula.ModelTextParser;
import org.glmmsql.frame.Column;
import org.glmmsql.model.FittedModel;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Convergence, bias and coverage over many seeded data sets, by the Laplace approximation and by quadrature. Writes the table that is
 * kept: {@code mvn -q -B -Pslow test -Dtest=SimulationStudyTest}.
 */
@Tag("slow")
class SimulationStudyTest {
    private static final int DATA_SETS = 500;
    private static final int[] NODES = {1, 9};
    private static final Path TABLE = Path.of("integration-tests/simulation-study.md");

    @Test
    void parametersComeBack() throws IOException {
        List<String> lines = new ArrayList<>(List.of(
                "# Simulation study",
                DATA_SETS
                        + " seeded data sets a scenario (clusters x rows), each fitted by the Laplace approximation (k = 1) and by",
                "adaptive quadrature (k = 9). eta = -0.5 + 0.5 x + 0.7 z + b0 [+ b1 x]; sd is that of b0, b1 has half of it. Made by",
                "`mvn -q -B -Pslow test -Dtest=SimulationStudyTest`.",
                "",
                "converged: share of the fits with status ok; singular: share of those on the boundary; bias: mean estimate minus",
                "truth ± its standard error; cover: share of the 95 % intervals that hold the truth.",
                "",
                "| scenario | k | converged | singular | parameter | truth | bias | cover |",
                "|---|---|---|---|---|---|---|---|"));
        SoftAssertions softly = new SoftAssertions();
        for (Scenario scenario : Scenario.ALL) {
            Map<Integer, Recovery> byNodes = study(scenario);
            byNodes.forEach((k, recovery) -> {
                lines.addAll(rows(scenario, k, recovery));
                softly.assertThat(recovery.convergenceRate())
                        .as("%s, k = %d: converged", scenario, k)
                        .isGreaterThanOrEqualTo(0.99);
            });
            Recovery exact = byNodes.get(9);
            for (String term : Scenario.TERMS) {
                // four standard errors of a share of 0.95 in 500, and what Wald intervals lose with few clusters
                softly.assertThat(exact.coverage(term))
                        .as("%s: coverage of %s", scenario, term)
                        .isBetween(scenario.clusters() < 50 ? 0.88 : 0.91, 0.99);
            }
        }
        Files.write(TABLE, lines);
        softly.assertAll();
    }

    private static Map<Integer, Recovery> study(Scenario scenario) {
        Map<Integer, Recovery> byNodes = new TreeMap<>();
        for (int k : NODES) {
            byNodes.put(k, new Recovery(scenario));
        }
        for (int number = 0; number < DATA_SETS; number++) {
            Map<String, Column> columns = scenario.draw(number);
            byNodes.forEach((k, recovery) -> recovery.add(fit(scenario.modelText(k), columns)));
        }
        return byNodes;
    }

    private static FittedModel fit(String modelText, Map<String, Column> columns) {
        ModelSpec spec = ModelTextParser.parse(modelText);
        List<Column> bound = spec.variables().stream().map(columns::get).toList();
        return GlmmFitter.fit(spec, DesignBuilder.build(spec, bound), Control.defaults());
    }

    private static List<String> rows(Scenario scenario, int k, Recovery recovery) {
        List<String> rows = new ArrayList<>();
        for (String parameter : recovery.parameters()) {
            boolean sd = parameter.startsWith("sd ");
            double truth = sd ? scenario.sd(parameter.substring(3)) : scenario.beta(parameter);
            boolean first = rows.isEmpty();
            rows.add(String.format(
                    Locale.ROOT,
                    "| %s | %s | %s | %s | %s | %.2f | %+.3f ± %.3f | %.3f |",
                    first ? scenario : "",
                    first ? k : "",
                    first ? String.format(Locale.ROOT, "%.3f", recovery.convergenceRate()) : "",
                    first ? String.format(Locale.ROOT, "%.3f", recovery.singularRate()) : "",
                    parameter,
                    truth,
                    recovery.bias(parameter),
                    recovery.biasError(parameter),
                    recovery.coverage(parameter)));
        }
        return rows;
    }

    @Test
    void drawsAreReproducible() {
        Scenario scenario = Scenario.ALL.get(0);
        assertThat(scenario.draw(3)).usingRecursiveComparison().isEqualTo(scenario.draw(3));
        assertThat(scenario.draw(3)).usingRecursiveComparison().isNotEqualTo(scenario.draw(4));
    }
}
