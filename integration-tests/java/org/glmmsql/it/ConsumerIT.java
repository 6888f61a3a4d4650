package org.glmmsql.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.glmmsql.model.Version;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Maven project that depends on the artifact and H2 alone: {@code integration-tests/consumers/h2}. */
class ConsumerIT {
    private static final Path PROJECT = Path.of("integration-tests/consumers/h2");
    private static final String VERSION = Version.ARTIFACT;

    @TempDir
    private static Path folder;

    private static Path target;

    @BeforeAll
    static void build() throws Exception {
        Path project = folder.resolve("project");
        copy(PROJECT, project);
        target = project.resolve("target");
        Path repository = repository();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("maven.home"), "bin", "mvn").toString(),
                "-B",
                "-q",
                "-Dmaven.repo.local=" + repository,
                "package"));
        if ("offline=true".equals(System.getProperty("maven.mode"))) {
            command.add("-o");
        }
        Path log = folder.resolve("log.txt");
        ProcessBuilder maven = new ProcessBuilder(command)
                .directory(project.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        maven.environment().put("JAVA_HOME", System.getProperty("java.home"));
        maven.environment().put("MAVEN_OPTS", "-XX:TieredStopAtLevel=1");
        maven.environment().keySet().removeAll(List.of("MAVEN_CMD_LINE_ARGS", "MAVEN_ARGS", "MAVEN_PROJECTBASEDIR"));
        assertThat(maven.start().waitFor()).as(() -> text(log)).isZero();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
    }

    /** The local repository of this build, with the artifact as built here, which stays out of that of the user. */
    private static Path repository() throws IOException {
        Path real = Path.of(System.getProperty("maven.localRepository")).toRealPath();
        Path repository = Files.createDirectory(folder.resolve("repository"));
        link(real, repository, "org");
        link(Files.createDirectories(real.resolve("org")), Files.createDirectory(repository.resolve("org")), "glmmsql");
        Path artifact = Files.createDirectories(
                repository.resolve("org/glmmsql/glmm-sql").resolve(VERSION));
        Files.copy(Path.of("target/glmm-sql.jar"), artifact.resolve("glmm-sql-" + VERSION + ".jar"));
        Files.copy(Path.of("pom.xml"), artifact.resolve("glmm-sql-" + VERSION + ".pom"));
        return repository;
    }

    private static void link(Path real, Path repository, String except) throws IOException {
        try (Stream<Path> entries = Files.list(real)) {
            for (Path entry : entries.toList()) {
                if (!entry.getFileName().toString().equals(except)) {
                    Files.createSymbolicLink(repository.resolve(entry.getFileName()), entry);
                }
            }
        }
    }

    private static void assertRuns(List<String> java) throws Exception {
        JarProcess run = JarProcess.java(java);
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).hasSize(5);
        String value = run.out().get(0).substring("plain ".length());
        assertThat(Double.parseDouble(value)).isNegative();
        assertThat(run.out().subList(0, 4))
                .containsExactly("plain " + value, "pool " + value, "url " + value, "java " + value);
        assertThat(run.out().get(4))
                .startsWith("duckdb GLMM-701: the driver of DuckDB is missing")
                .contains("org.duckdb:duckdb_jdbc:2.0.0.1");
    }

    @Test
    void runsFromItsClassPath() throws Exception {
        String path = Files.readString(target.resolve("classpath.txt")).strip();
        assertRuns(List.of(
                "-cp", target.resolve("classes") + System.getProperty("path.separator") + path, "consumer.Main"));
    }

    @Test
    void runsFromOneShadedJar() throws Exception {
        Path alone = Files.move(target.resolve("consumer.jar"), folder.resolve("alone.jar"));
        assertRuns(List.of("-jar", alone.toString()));
    }

    /** No other driver, nothing of the command line, one version of EJML. */
    @Test
    void itGetsWhatItNeedsAndNothingElse() throws IOException {
        List<String> artifacts = Files.readAllLines(target.resolve("dependencies.txt")).stream()
                .map(line -> line.strip().split("[: ]"))
                .filter(parts -> parts.length >= 5)
                .map(parts -> parts[1] + ":" + parts[3])
                .toList();
        assertThat(artifacts)
                .contains("glmm-sql:" + VERSION, "h2:2.5.252", "ejml-core:0.46.1", "ejml-ddense:0.46.1")
                .noneMatch(artifact -> artifact.matches("(duckdb|sqlite|picocli|progressbar|jline).*"));
        assertThat(artifacts.stream().filter(artifact -> artifact.startsWith("ejml-")))
                .allMatch(artifact -> artifact.endsWith(":0.46.1"));
    }
}
