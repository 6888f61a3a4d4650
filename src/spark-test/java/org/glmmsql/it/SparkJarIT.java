package org.glmmsql.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/** The archive for {@code --jars}: all that it needs, nothing that is in anybody's way. */
class SparkJarIT {
    private static final String JAR = "target/glmm-sql-spark.jar";

    @Test
    void allOfItIsOfGlmmSql() throws IOException {
        try (JarFile jar = new JarFile(JAR)) {
            assertThat(jar.stream().map(ZipEntry::getName).filter(name -> name.endsWith(".class")))
                    .allMatch(name -> name.startsWith("org/glmmsql/"))
                    .noneMatch(name -> name.matches("org/glmmsql/(cli|engine/(h2|duckdb|sqlite))/.*"))
                    .anyMatch(name -> name.startsWith("org/glmmsql/shaded/jackson/"))
                    .hasSizeLessThan(3000);
        }
    }

    /** Beside Spark alone: neither glmm-sql.jar nor a library of it is there. */
    @Test
    void itServesAProgram() throws Exception {
        String spark = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.matches(
                        ".*(glmm-sql\\.jar|target.classes|ejml.*|ddogleg.*|commons-(statistics|numbers|rng).*)"))
                .collect(Collectors.joining(File.pathSeparator));
        List<String> command = new ArrayList<>(SparkExamplesIT.options());
        command.addAll(List.of("-cp", JAR + File.pathSeparator + spark, SparkProgram.class.getName()));
        JarProcess process = JarProcess.java(command);
        assertThat(process.status()).as(process.err()).isZero();
        assertThat(process.out())
                .isEqualTo(Stream.of("(Intercept) -1.3985", "period2 -0.9923", "period3 -1.1287", "period4 -1.5803")
                        .toList());
    }
}
