package org.glmmsql.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A run of {@code java}, mostly of {@code java -jar target/glmm-sql.jar}, in a process of its own.
 *
 * @param status with which it ended
 * @param out lines of standard output
 * @param err standard error, without what the JVM says about native access
 */
record JarProcess(int status, List<String> out, String err) {

    static JarProcess run(List<String> javaOptions, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(javaOptions);
        command.addAll(List.of("-jar", "target/glmm-sql.jar"));
        command.addAll(List.of(arguments));
        return java(command);
    }

    /** @param arguments options, class and what it takes */
    static JarProcess java(List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        // SQLite's driver tells of libraries that a driver in another process took away from the common directory
        Path libraries = Files.createTempDirectory("sqlite");
        command.add("-Dorg.sqlite.tmpdir=" + libraries);
        command.addAll(arguments);
        Path out = Files.createTempFile("out", ".txt");
        Path err = Files.createTempFile("err", ".txt");
        try {
            int status = new ProcessBuilder(command)
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start()
                    .waitFor();
            List<String> errors = Files.readAllLines(err, StandardCharsets.UTF_8).stream()
                    .filter(line -> !line.startsWith("WARNING: "))
                    .toList();
            return new JarProcess(status, Files.readAllLines(out, StandardCharsets.UTF_8), String.join("\n", errors));
        } finally {
            Files.delete(out);
            Files.delete(err);
            try (Stream<Path> left = Files.walk(libraries)) {
                for (Path path : left.sorted(Comparator.reverseOrder()).toList()) Files.delete(path);
            }
        }
    }
}
