package org.glmmsql.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The version of this library, which the build writes into a file: pom.xml is the one place that says it. */
public final class Version {
    private static final String FILE = "/META-INF/glmm-sql/version";

    /** As of the artifact, {@code 0.1.0-SNAPSHOT}. */
    public static final String ARTIFACT = read();

    /** Of the release that it is or becomes, {@code 0.1.0}; models tell it. */
    public static final String RELEASE = ARTIFACT.replaceFirst("-SNAPSHOT$", "");

    private Version() {}

    private static String read() {
        try (InputStream file = Version.class.getResourceAsStream(FILE)) {
            if (file == null) {
                throw new IllegalStateException("this build of glmm-sql has no " + FILE);
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
