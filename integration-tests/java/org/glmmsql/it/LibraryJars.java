package org.glmmsql.it;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The packaged jar and what it needs, without the command line's, with some of the drivers. */
final class LibraryJars {
    /** Beginnings of the names of driver jars by the name of the engine. */
    static final Map<String, String> DRIVERS = Map.of("h2", "h2-", "duckdb", "duckdb_jdbc-", "sqlite", "sqlite-jdbc-");

    private static final Path JAR = Path.of("target/glmm-sql.jar");
    private static final Path LIB = Path.of("target/lib");
    private static final List<String> COMMAND_LINE = List.of("picocli-", "progressbar-", "jline-");

    private LibraryJars() {}

    /** A copy beside no folder {@code lib}, whose jars the manifest would add. */
    static Path copyAlone(Path folder) throws IOException {
        return Files.copy(JAR, folder.resolve("glmm-sql.jar"));
    }

    /** What the library needs. */
    static List<Path> dependencies() throws IOException {
        return inLib(name ->
                Stream.concat(COMMAND_LINE.stream(), DRIVERS.values().stream()).noneMatch(name::startsWith));
    }

    static List<Path> drivers(Set<String> engines) throws IOException {
        return inLib(name -> engines.stream().map(DRIVERS::get).anyMatch(name::startsWith));
    }

    private static List<Path> inLib(Predicate<String> names) throws IOException {
        try (Stream<Path> files = Files.list(LIB)) {
            return files.filter(file -> names.test(file.getFileName().toString()))
                    .map(Path::toAbsolutePath)
                    .toList();
        }
    }

    static String path(List<Path> first, List<Path> second) {
        List<Path> all = new ArrayList<>(first);
        all.addAll(second);
        return all.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }
}
