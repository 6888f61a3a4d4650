package org.glmmsql.design;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.glmmsql.formula.ModelSpec;
import org.glmmsql.formula.ModelTextParser;
import org.glmmsql.random.Structure;
import org.glmmsql.reference.CsvTable;
import org.glmmsql.reference.Expected;
import org.glmmsql.reference.ReferenceCase;
import org.glmmsql.reference.ReferencePack;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The model texts of the reference cases give the coefficients and random effects that R names. */
class ReferenceDesignsTest {
    static Stream<ReferenceCase> cases() {
        return ReferencePack.cases(Path.of(System.getProperty("reference", ReferencePack.OWN.toString()))).stream()
                .filter(ReferenceCase::isCovered)
                // the reference leaves out the coefficient that is infinite
                .filter(reference -> !reference.id().contains("separation"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void names_are_those_of_R(ReferenceCase reference) throws SQLException {
        ModelSpec spec = ModelTextParser.parse(reference.model());
        Design design = DesignBuilder.build(
                spec, List.copyOf(CsvTable.columns(reference).values()));

        // thresholds take the place of an intercept, which is coded all the same
        int first = spec.options().ofCategories() ? 1 : 0;
        assertThat(design.fixed().names().stream().skip(first).map(ReferenceDesignsTest::plain))
                .containsExactlyElementsOf(reference.expected().fixef().stream()
                        .map(coefficient -> plain(coefficient.term()))
                        .toList());
        if (reference.expected().varcorr() != null) {
            assertThat(variances(design)).containsExactlyInAnyOrderElementsOf(expectedVariances(reference));
        }
        List<Expected.Ranef> modes =
                Objects.requireNonNullElse(reference.expected().ranef(), List.of());
        for (Expected.Ranef mode : modes) {
            assertThat(design.random())
                    .anySatisfy(random -> assertThat(random.levels()).contains(mode.level()));
        }
    }

    private static List<String> variances(Design design) {
        List<String> variances = new ArrayList<>();
        for (RandomDesign random : design.random()) {
            random.structure().told(random.terms(), random.label()).stream()
                    .filter(Structure.Told::isDeviation)
                    .forEach(row -> variances.add(random.group() + " " + row.term1()));
        }
        return variances;
    }

    private static List<String> expectedVariances(ReferenceCase reference) {
        return Objects.requireNonNull(reference.expected().varcorr()).stream()
                .filter(row -> row.term2() == null && !row.groupName().equals("Residual"))
                // lme4 numbers the independent parts of (x || g) as groups: g, g.1
                .map(row -> row.groupName().replaceFirst("\\.\\d+$", "") + " " + row.term1())
                .toList();
    }

    /** Without white space and {@code factor()}. */
    private static String plain(String term) {
        return term.replaceAll("\\s", "").replaceAll("factor\\(([^()]*)\\)", "$1");
    }
}
