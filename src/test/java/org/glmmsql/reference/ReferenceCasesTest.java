package org.glmmsql.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every reference case is met. The outcome is kept as a table in {@code target/reference.txt}; for the cases of another folder, and to
 * see the table: {@code mvn -q -B -Pslow test -Dtest=ReferenceCasesTest -Dreference=FOLDER}.
 */
@Tag("slow")
class ReferenceCasesTest {
    /** Cases of what is not there yet, by tag: reported as skipped. */
    private static final Set<String> LATER = Set.of("extended", "later");

    private static final Path TABLE = Path.of("target/reference.txt");

    private static final String FOLDER = System.getProperty("reference");

    private static final ReferenceTable OUTCOME = new ReferenceTable();

    static List<ReferenceCase> cases() {
        return ReferencePack.cases(FOLDER == null ? ReferencePack.OWN : Path.of(FOLDER));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isMet(ReferenceCase reference) throws SQLException {
        boolean covered = reference.tags().stream().noneMatch(LATER::contains);
        if (!covered) {
            OUTCOME.add(reference, "later");
        }
        assumeTrue(covered, "not there yet: " + reference.tags());
        CaseFit fit;
        try {
            fit = CaseFit.of(reference);
        } catch (RuntimeException e) {
            OUTCOME.add(reference, "NOT MET: " + e);
            throw e;
        }
        List<Double> fitted = reference.expected().fitted();
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
