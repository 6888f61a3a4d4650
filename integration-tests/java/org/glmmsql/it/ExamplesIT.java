package org.glmmsql.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples print what stands below their statements ({@code -- | ...}), on every engine. */
class ExamplesIT {
    private static final Path FOLDER = Path.of("sql/examples");

    static List<Path> examples() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.getFileName().toString().matches("\\d+-.*\\.sql"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void onH2(Path example) throws Exception {
        CommandLine.assertSame(
                CommandLine.run(List.of("--url", "jdbc:h2:mem:", FOLDER + "/tables-h2.sql", example.toString())),
                expected(example));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void onDuckDb(Path example) throws Exception {
        CommandLine.assertSame(
                CommandLine.run(List.of(FOLDER + "/tables-duckdb.sql", example.toString())), expected(example));
    }

    private static List<String> expected(Path example) throws IOException {
        return Files.readAllLines(example).stream()
                .filter(line -> line.startsWith("-- | "))
                .map(line -> line.substring(5))
                .toList();
    }
}
