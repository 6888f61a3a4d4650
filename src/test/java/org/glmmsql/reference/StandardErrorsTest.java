package org.glmmsql.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.glmmsql.design.Design;
import org.glmmsql.design.DesignBuilder;
import org.glmmsql.fit.Richardson;
import org.glmmsql.formula.ModelSpec;
import org.glmmsql.formula.ModelTextParser;
import org.glmmsql.frame.Column;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Standard errors of all reference cases to six digits, against an extrapolated Hessian of the same objective; of the large ones by
 * {@code mvn -Pslow test -Dtest=StandardErrorsTest}. Of another folder, with a line for each case: {@code mvn -q -B test
 * -Dtest=StandardErrorsTest -Dreference=FOLDER}.
 */
class StandardErrorsTest {
    private static final double SIX_DIGITS = 1e-6;

    private static final String LARGE = "large";

    private static final String FOLDER = System.getProperty("reference");

    static List<ReferenceCase> cases() {
        return ReferencePack.cases(FOLDER == null ? ReferencePack.OWN : Path.of(FOLDER)).stream()
                .filter(c -> !c.tags().contains("extended") && !c.tags().contains("later"))
                .filter(c -> FOLDER != null || !c.tags().contains(LARGE))
                // estimates that run to infinity have no standard error
                .filter(c -> !c.tags().contains("infinite"))
                .toList();
    }

    /** A minute of differences; small cases have the same structures. */
    static List<ReferenceCase> largeCases() {
        return ReferencePack.cases(ReferencePack.OWN).stream()
                .filter(c -> c.tags().contains(LARGE))
                .toList();
    }

    @Tag("slow")
    @ParameterizedTest
    @MethodSource("largeCases")
    void areExactForManyRows(ReferenceCase reference) throws SQLException {
        areExact(reference);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void areExact(ReferenceCase reference) throws SQLException {
        ModelSpec spec = ModelTextParser.parse(reference.model());
        Map<String, Column> columns = CsvTable.columns(reference);
        Design design = DesignBuilder.build(
                spec, spec.variables().stream().map(columns::get).toList());
        double worst = Richardson.worst(spec, design);
        if (FOLDER != null) System.out.println(String.format(Locale.ROOT, "%-45s %.1e", reference.id(), worst));
        // estimating equations have no Hessian, a variance of 0 has no standard error
        assumeFalse(Double.isNaN(worst));
        assertThat(worst).isLessThan(SIX_DIGITS);
    }
}
