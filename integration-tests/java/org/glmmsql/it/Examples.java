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

/** The examples of sql/examples, and what they print. */
final class Examples {
    private static final Path FOLDER = Path.of("sql/examples");
    private static final Pattern CREATED = Pattern.compile("CREATE (TABLE|VIEW) (\\w+)");
    private static final String END = "end of an example";

    private Examples() {}

    /** A process that prints lines. */
    interface Program {
        List<String> run(List<String> arguments) throws Exception;
    }

    static List<Path> all() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.getFileName().toString().matches("\\d+-.*\\.sql"))
                    .sorted()
                    .toList();
        }
    }

    /** What each prints, of one run of the command line for all of them. */
    static Map<Path, List<String>> run(Program commandLine, Path folder, String url, String tables) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("--url", url, FOLDER + "/" + tables));
        for (Path example : all()) {
            arguments.add(example.toString());
            arguments.add(end(example, folder).toString());
        }
        Map<Path, List<String>> printed = new HashMap<>();
        List<String> lines = commandLine.run(arguments);
        int from = 0;
        for (Path example : all()) {
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
    private static Path end(Path example, Path folder) throws IOException {
        StringBuilder script = new StringBuilder();
        for (MatchResult created :
                CREATED.matcher(Files.readString(example)).results().toList()) {
            script.insert(0, "DROP " + created.group(1) + " " + created.group(2) + ";\n");
        }
        return Files.writeString(
                folder.resolve("end-" + example.getFileName()), script + "SELECT '" + END + "' AS marker;\n");
    }

    static List<String> expected(Path example) throws IOException {
        return Files.readAllLines(example).stream()
                .filter(line -> line.startsWith("-- | "))
                .map(line -> line.substring(5))
                .toList();
    }
}
