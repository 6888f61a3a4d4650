package org.glmmsql.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every reference case is met. The outcome is kept as a table in {@code target/reference.txt}; for the cases of another folder, and to
 * see the table: {@code mvn -q -B test -Dtest=ReferenceCasesTest -Dreference=FOLDER}.
 */
class ReferenceCasesTest {
    /**
     * Estimates by other equations than the literature's, or standard errors of another kind (docs/design/hglm.md): their package
     * takes the deviance of the beta law with its arguments exchanged, and gives standard errors of ML as if the variances were known.
     */
    private static final Pattern OTHER_DEFINITION =
            Pattern.compile("hglm_(salamander_beta|seeds|sim_binomial_beta)_(eql|hl\\d\\d)|hglm_salamander_\\w+_ml");

    private static final Path TABLE = Path.of("target/reference.txt");

    private static final String FOLDER = System.getProperty("reference");

    private static final ReferenceTable OUTCOME = new ReferenceTable();

    static List<ReferenceCase> cases() {
        return ReferencePack.cases(FOLDER == null ? ReferencePack.OWN : Path.of(FOLDER));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isMet(ReferenceCase reference) throws SQLException {
        boolean covered = reference.isCovered()
                && !OTHER_DEFINITION.matcher(reference.id()).matches();
        if (!covered) {
            OUTCOME.add(reference, "not compared");
        }
        assumeTrue(covered, "not there yet, or of another definition: " + reference.tags());
        CaseFit fit;
        try {
            fit = CaseFit.of(reference);
        } catch (RuntimeException e) {
            OUTCOME.add(reference, "NOT MET: " + e);
            throw e;
        }
        // with zeros of another kind those by quadrature are the means of the counts alone
        boolean ofCounts =
                reference.expected().zi() != null && reference.model().contains("nagq");
        List<Double> fitted = ofCounts ? null : reference.expected().fitted();
        Comparison comparison =
                Comparison.of(reference, fit.model(), fitted == null ? null : fit.fitted(fitted.size()));
        OUTCOME.add(reference, comparison, fit.model(), fit.milliseconds());
        assertThat(comparison.findings()).isEmpty();
    }

    @AfterAll
    static void keepTheTable() throws IOException {
        Files.writeString(TABLE, OUTCOME.toString());
        if (FOLDER != null) {
            System.out.println(OUTCOME);
        }
    }
}
