package org.glmmsql.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples print what stands below their statements ({@code -- | ...}), on every engine: one run of the jar for all of them. */
class ExamplesIT {
    private static final Path FOLDER = Path.of("sql/examples");
    private static final Pattern CREATED = Pattern.compile("CREATE (TABLE|VIEW) (\\w+)");
    private static final String END = "end of an example";

    @TempDir
    private static Path folder;

    private static Map<Path, List<String>> ofH2;
    private static Map<Path, List<String>> ofDuckDb;

    static List<Path> examples() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.getFileName().toString().matches("\\d+-.*\\.sql"))
                    .sorted()
                    .toList();
        }
    }

    @BeforeAll
    static void run() throws Exception {
        ofH2 = run("jdbc:h2:mem:", "tables-h2.sql");
        ofDuckDb = run("jdbc:duckdb:", "tables-duckdb.sql");
    }

    private static Map<Path, List<String>> run(String url, String tables) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("--url", url, FOLDER + "/" + tables));
        for (Path example : examples()) {
            arguments.add(example.toString());
            arguments.add(end(example).toString());
        }
        Map<Path, List<String>> printed = new HashMap<>();
        List<String> lines = CommandLine.run(arguments);
        int from = 0;
        for (Path example : examples()) {
            int end = from;
            while (!lines.get(end).strip().equals(END)) {
                end++;
            }
            printed.put(example, lines.subList(from, end - 1)); // without the name of the marker's column
            from = end + 1;
        }
        return printed;
    }

    /** A script that drops what an example made, and prints a marker. */
    private static Path end(Path example) throws IOException {
        StringBuilder script = new StringBuilder();
        for (MatchResult created :
                CREATED.matcher(Files.readString(example)).results().toList()) {
            script.insert(0, "DROP " + created.group(1) + " " + created.group(2) + ";\n");
        }
        return Files.writeString(
                folder.resolve("end-" + example.getFileName()), script + "SELECT '" + END + "' AS marker;\n");
    }

    @ParameterizedTest
    @MethodSource("examples")
    void onH2(Path example) throws Exception {
        CommandLine.assertSame(ofH2.get(example), expected(example));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void onDuckDb(Path example) throws Exception {
        CommandLine.assertSame(ofDuckDb.get(example), expected(example));
    }

    private static List<String> expected(Path example) throws IOException {
        return Files.readAllLines(example).stream()
                .filter(line -> line.startsWith("-- | "))
                .map(line -> line.substring(5))
                .toList();
    }
}
