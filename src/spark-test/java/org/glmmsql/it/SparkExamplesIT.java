package org.glmmsql.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples print on Spark what they print on every engine: one run of the command line, with Spark on its class path. */
class SparkExamplesIT {
    @TempDir
    private static Path folder;

    private static Map<Path, List<String>> printed;

    static List<Path> examples() throws IOException {
        return Examples.all();
    }

    @BeforeAll
    static void run() throws Exception {
        printed = Examples.run(SparkExamplesIT::commandLine, folder, "spark:local[2]", "tables-spark.sql");
    }

    /** Those of this JVM that Spark needs. */
    static List<String> options() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> option.startsWith("--") || option.startsWith("-X"))
                .toList();
    }

    /** With the options and the class path of this JVM. */
    private static List<String> commandLine(List<String> arguments) throws Exception {
        List<String> command = new ArrayList<>(options());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "org.glmmsql.cli.Main"));
        command.addAll(arguments);
        JarProcess process = JarProcess.java(command);
        assertThat(process.status()).as(process.err()).isZero();
        return process.out().stream().filter(line -> !line.isBlank()).toList();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void onSpark(Path example) throws Exception {
        CommandLine.assertSame(printed.get(example), Examples.expected(example));
    }
}
