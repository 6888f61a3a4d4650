package org.glmmsql.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.glmmsql.jdbc.Glmm;
import org.junit.jupiter.api.Test;

/** What is tested here is what users get. */
class PackagedJarIT {
    @Test
    void theseTestsRunOnTheJar() {
        assertThat(Glmm.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .getPath())
                .endsWith("target/glmm-sql.jar");
    }

    /** A package may be in one module only, and {@code org.duckdb} is in the driver's. */
    @Test
    void theJarIsAModuleOfItsOwnPackages() throws Exception {
        var module = ModuleFinder.of(Path.of("target/glmm-sql.jar"))
                .find("org.glmmsql")
                .orElseThrow()
                .descriptor();
        assertThat(module.isAutomatic()).isFalse();
        assertThat(module.packages())
                .contains("org.glmmsql.api", "org.glmmsql.jdbc")
                .allMatch(name -> name.startsWith("org.glmmsql"));
        assertThat(module.exports())
                .extracting(ModuleDescriptor.Exports::source)
                .contains("org.glmmsql.api", "org.glmmsql.jdbc", "org.glmmsql.model", "org.glmmsql.engine.h2");
    }

    @Test
    void theSourcesStandBesideIt() throws Exception {
        try (JarFile jar = new JarFile(Path.of("target/glmm-sql-sources.jar").toFile())) {
            assertThat(jar.getEntry("org/glmmsql/api/MixedModels.java")).isNotNull();
        }
    }

    /** What is optional to a consumer is there for the command line. */
    @Test
    void theFolderOfLibrariesHasDriversAndWhatTheCommandLineNeeds() throws Exception {
        try (Stream<Path> files = Files.list(Path.of("target/lib"))) {
            assertThat(files.map(file -> file.getFileName().toString().replaceFirst("-[0-9.]+\\.jar$", "")))
                    .contains(
                            "h2",
                            "duckdb_jdbc",
                            "sqlite-jdbc",
                            "picocli",
                            "progressbar",
                            "jline-terminal",
                            "ejml-core");
        }
    }

    @Test
    void theJarCarriesItsLicence() throws Exception {
        try (JarFile jar = new JarFile(Path.of("target/glmm-sql.jar").toFile())) {
            assertThat(jar.getEntry("META-INF/LICENSE")).isNotNull();
        }
    }
}
