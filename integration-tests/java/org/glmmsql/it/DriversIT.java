package org.glmmsql.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.glmmsql.engine.Engine;
import org.glmmsql.jdbc.Glmm;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The packaged jar with every subset of the drivers, in a JVM of its own: {@code integration-tests/consumers/modular}. */
class DriversIT {
    private static final Path SOURCES = Path.of("integration-tests/consumers/modular");

    private static final ExecutorService PROCESSES = Executors.newFixedThreadPool(2);
    private static final Map<Subset, Future<JarProcess>> RUNS = new ConcurrentHashMap<>();

    private record Subset(Set<String> drivers, boolean modulePath) {}

    @TempDir
    private static Path folder;

    private static Path jar;

    @BeforeAll
    static void compile() throws Exception {
        jar = LibraryJars.copyAlone(folder);
        String path = LibraryJars.path(List.of(jar), LibraryJars.dependencies());
        String program = SOURCES.resolve("consumer/Main.java").toString();
        javac(
                "-d",
                folder.resolve("modules").toString(),
                "-p",
                path,
                SOURCES.resolve("module-info.java") + "",
                program);
        javac("-d", folder.resolve("classes").toString(), "-cp", path, program);
        for (Subset subset : subsets().toList()) {
            RUNS.put(subset, PROCESSES.submit(() -> run(subset)));
        }
    }

    @AfterAll
    static void end() {
        PROCESSES.shutdownNow();
    }

    private static void javac(String... arguments) {
        assertThat(ToolProvider.findFirst("javac").orElseThrow().run(System.out, System.err, arguments))
                .isZero();
    }

    static Stream<Subset> subsets() {
        List<String> all = List.of("duckdb", "h2", "sqlite");
        return IntStream.range(0, 1 << all.size())
                .mapToObj(bits -> IntStream.range(0, all.size())
                        .filter(i -> (bits >> i & 1) != 0)
                        .mapToObj(all::get)
                        .collect(Collectors.toSet()))
                .flatMap(drivers -> Stream.of(new Subset(drivers, true), new Subset(drivers, false)));
    }

    private static JarProcess run(Subset subset) throws Exception {
        List<Path> jars = new ArrayList<>(LibraryJars.dependencies());
        jars.addAll(LibraryJars.drivers(subset.drivers));
        String path = LibraryJars.path(List.of(folder.resolve(subset.modulePath ? "modules" : "classes"), jar), jars);
        List<String> command = new ArrayList<>(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        command.addAll(
                subset.modulePath
                        ? List.of("-p", path, "-m", "consumer/consumer.Main")
                        : List.of("-cp", path, "consumer.Main"));
        return JarProcess.java(command);
    }

    @ParameterizedTest
    @MethodSource("subsets")
    void everyDriverThatIsThereWorksAndTheOthersAreNamed(Subset subset) throws Exception {
        JarProcess run = RUNS.get(subset).get();
        Set<String> drivers = subset.drivers;
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .containsExactly(
                        subset.modulePath ? "module path" : "class path",
                        line(drivers, "duckdb", "DuckDB", "jdbc:duckdb:", "org.duckdb", "duckdb_jdbc", "2.0.0.1"),
                        line(drivers, "h2", "H2", "jdbc:h2:", "com.h2database", "h2", "2.5.252"),
                        line(drivers, "sqlite", "SQLite", "jdbc:sqlite:", "org.xerial", "sqlite-jdbc", "3.54.1.0"),
                        "other GLMM-701: no driver takes the URL jdbc:postgresql:..., and glmm-sql has no adapter for it; there are"
                                + " adapters for DuckDB (jdbc:duckdb:), H2 (jdbc:h2:), SQLite (jdbc:sqlite:)"
                                // Spark is no module
                                + (subset.modulePath ? "" : ", Spark SQL (jdbc:spark:)"));
        assertThat(run.status()).isZero();
    }

    private static String line(
            Set<String> drivers,
            String name,
            String product,
            String url,
            String group,
            String artifact,
            String version) {
        return name
                + (drivers.contains(name)
                        ? " ok"
                        : " GLMM-701: the driver of " + product + " is missing, so nobody takes the URL " + url
                                + "...; add " + group
                                + ":" + artifact + ":" + version + " to the class path, in Maven <dependency><groupId>"
                                + group
                                + "</groupId><artifactId>" + artifact + "</artifactId><version>" + version
                                + "</version></dependency>");
    }

    /** The one that is tested here is the one that is named. */
    @Test
    void theCoordinatesAreThoseOfTheBuild() throws Exception {
        String written = Files.readString(Path.of("pom.xml"));
        String pom = Pattern.compile("<version>\\$\\{(spark\\.version)\\}")
                .matcher(written)
                .replaceAll(use -> {
                    String property = "<" + use.group(1) + ">";
                    int from = written.indexOf(property) + property.length();
                    return "<version>" + written.substring(from, written.indexOf('<', from));
                });
        for (Engine engine : Glmm.engines()) {
            String[] driver = engine.driver().split(":");
            assertThat(pom)
                    .contains("<groupId>" + driver[0] + "</groupId><artifactId>" + driver[1] + "</artifactId><version>"
                            + driver[2] + "</version>");
            // Spark is where its jobs run
            assertThat(new File("target/lib", driver[1] + "-" + driver[2] + ".jar").exists())
                    .isEqualTo(!engine.name().equals("spark"));
        }
    }
}
