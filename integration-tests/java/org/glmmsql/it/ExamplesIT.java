package org.glmmsql.it;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples print what stands below their statements ({@code -- | ...}), on every engine: one run of the jar for all of them. */
class ExamplesIT {
    @TempDir
    private static Path folder;

    private static Map<Path, List<String>> ofH2;
    private static Map<Path, List<String>> ofDuckDb;

    static List<Path> examples() throws IOException {
        return Examples.all();
    }

    @BeforeAll
    static void run() throws Exception {
        ofH2 = Examples.run(CommandLine::run, folder, "jdbc:h2:mem:", "tables-h2.sql");
        ofDuckDb = Examples.run(CommandLine::run, folder, "jdbc:duckdb:", "tables-duckdb.sql");
    }

    @ParameterizedTest
    @MethodSource("examples")
    void onH2(Path example) throws Exception {
        CommandLine.assertSame(ofH2.get(example), Examples.expected(example));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void onDuckDb(Path example) throws Exception {
        CommandLine.assertSame(ofDuckDb.get(example), Examples.expected(example));
    }
}
