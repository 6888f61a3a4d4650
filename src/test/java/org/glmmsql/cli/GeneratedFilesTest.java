package org.glmmsql.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.glmmsql.sql.Manual;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files made of the catalogue are current. {@code mvn test -Dtest=GeneratedFilesTest -Dglmm.update=true} writes them again. */
class GeneratedFilesTest {
    @Test
    void manual() throws IOException {
        assertCurrent(Path.of("sql/README.md"), Manual.markdown());
    }

    @ParameterizedTest
    @ValueSource(strings = {"h2", "duckdb"})
    void installScript(String engine) throws IOException {
        assertCurrent(Path.of("sql", engine, "install.sql"), InstallScript.of(engine));
    }

    private static void assertCurrent(Path file, String expected) throws IOException {
        if (Boolean.getBoolean("glmm.update")) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, expected);
        }
        assertThat(file).content().isEqualTo(expected);
    }
}
