package org.glmmsql.engine.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.classic.SparkSession;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;
import org.jspecify.annotations.Nullable;

/** The one Spark of this process, from its first connection until its last. Its tables are files in a folder that goes with it. */
final class EmbeddedSpark {
    private static final String SETTING = ";";

    private static @Nullable EmbeddedSpark running;

    private final SparkSession session;
    private final Path folder;
    private int users;

    private EmbeddedSpark(SparkSession session, Path folder) {
        this.session = session;
        this.folder = folder;
    }

    /**
     * A new session.
     *
     * @param url after its prefix: the master, as in {@code local[2]}, and settings. Those of sessions count for this one, all others for the
     *     first of the process
     */
    static synchronized SparkSession open(String url) throws IOException {
        List<String> parts = List.of(url.split(SETTING));
        Map<String, String> given = settings(parts.subList(1, parts.size()));
        if (running == null) {
            running = start(parts.get(0), given);
        }
        running.users++;
        SparkSession session = running.session.newSession();
        given.forEach((name, value) -> {
            if (session.conf().isModifiable(name)) {
                session.conf().set(name, value);
            }
        });
        return session;
    }

    private static EmbeddedSpark start(String master, Map<String, String> given) throws IOException {
        Path folder = Files.createTempDirectory("glmm-sql-spark");
        quiet();
        SparkSession.Builder builder = SparkSession.builder().master(master).appName("glmm-sql");
        defaults(folder).forEach(builder::config);
        given.forEach(builder::config);
        SparkSession session = builder.getOrCreate();
        return new EmbeddedSpark(session, folder);
    }

    /** Spark tells of its start on standard error, unless whoever starts Java says how it is to log. */
    private static void quiet() {
        if (Stream.of("log4j2.configurationFile", "log4j.configurationFile")
                .allMatch(p -> System.getProperty(p) == null)) {
            System.setProperty("log4j2.configurationFile", "classpath:org/glmmsql/engine/spark/log4j2.properties");
        }
    }

    private static Map<String, String> defaults(Path folder) {
        return Map.of(
                "spark.sql.extensions", GlmmExtensions.class.getName(),
                "spark.sql.warehouse.dir", folder.toUri().toString(),
                "spark.sql.shuffle.partitions",
                        Integer.toString(Runtime.getRuntime().availableProcessors()),
                "spark.ui.enabled", "false",
                "spark.ui.showConsoleProgress", "false",
                "spark.driver.host", "127.0.0.1",
                "spark.driver.bindAddress", "127.0.0.1");
    }

    private static Map<String, String> settings(List<String> given) {
        Map<String, String> settings = new TreeMap<>();
        for (String setting : given) {
            int equals = setting.indexOf('=');
            if (equals < 0) {
                throw new GlmmException(
                        ErrorCode.ENGINE,
                        "'" + setting
                                + "' is no setting of Spark; write name=value, as in local[2];spark.sql.ansi.enabled=false");
            }
            settings.put(setting.substring(0, equals), setting.substring(equals + 1));
        }
        return settings;
    }

    /** A connection is closed. */
    static synchronized void release() throws IOException {
        EmbeddedSpark spark = running;
        if (spark != null && --spark.users == 0) {
            running = null;
            spark.session.stop();
            try (Stream<Path> files = Files.walk(spark.folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
