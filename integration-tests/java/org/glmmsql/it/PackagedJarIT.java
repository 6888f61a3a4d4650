package org.glmmsql.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.jar.JarFile;
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

    @Test
    void theJarCarriesItsLicence() throws Exception {
        try (JarFile jar = new JarFile(Path.of("target/glmm-sql.jar").toFile())) {
            assertThat(jar.getEntry("META-INF/LICENSE")).isNotNull();
        }
    }
}
