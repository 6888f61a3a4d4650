package org.glmmsql.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import org.h2.tools.Server;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sqlline.SqlLine;

/** Clients that know nothing of glmm-sql. */
class SqlClientsIT {
    private static final String TABLE =
            "CREATE TABLE t AS SELECT * FROM (VALUES (1, 0.5, 'a'), (2, 0.1, 'a'), (1, 0.9, 'b'), (5, 0.2, 'b'),"
                    + " (3, 0.7, 'c'), (2, 0.4, 'c'), (0, 0.3, 'd'), (1, 0.8, 'd')) AS v(y, x, g)";
    private static final String QUERY =
            "SELECT term, estimate FROM glmm_fixef((SELECT glmm_fit('y ~ x + (1 | g), poisson', y, x, g) FROM t))";

    /** With which H2's PostgreSQL server opens a database. */
    private static final String PG_SETTINGS = ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH";

    @TempDir
    private Path folder;

    /** SQLLine loads the driver from its class path and is told the URL only. */
    @ParameterizedTest
    @ValueSource(strings = {"jdbc:glmm:h2:mem:", "jdbc:glmm:duckdb:"})
    void sqlLineOverTheDriver(String url) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        SqlLine client = new SqlLine();
        try (PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
                InputStream nothing = new ByteArrayInputStream(new byte[0])) {
            client.setOutputStream(stream);
            client.setErrorStream(stream);
            Path script = Files.writeString(folder.resolve("script.sql"), TABLE + ";\n" + QUERY + ";\n!quit\n");
            client.begin(
                    new String[] {"-u", url, "-n", "sa", "-p", "", "--outputformat=csv", "--run=" + script},
                    nothing,
                    false);
        }
        assertThat(out.toString(StandardCharsets.UTF_8))
                .containsIgnoringCase("'term','estimate'")
                .contains("'(Intercept)','", "'x','");
    }

    /** psql speaks the PostgreSQL protocol with H2's server. */
    @Test
    void psqlAgainstH2() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/psql")), "psql is installed");
        try (Connection connection = Databases.open("jdbc:h2:" + folder.resolve("served") + PG_SETTINGS)) {
            Databases.execute(connection, TABLE);
            Databases.execute(connection, "CREATE USER analyst PASSWORD 'secret'");
            Databases.execute(connection, "GRANT SELECT ON t TO analyst");
        }
        Server server = Server.createPgServer("-pgPort", "0", "-baseDir", folder.toString())
                .start();
        try {
            ProcessBuilder psql = new ProcessBuilder(List.of(
                    "/usr/bin/psql",
                    "-h",
                    "localhost",
                    "-p",
                    server.getPort() + "",
                    "-U",
                    "analyst",
                    "-d",
                    "served",
                    "-A",
                    "-t",
                    "-c",
                    QUERY));
            psql.environment().put("PGPASSWORD", "secret");
            psql.environment().put("PGSSLMODE", "disable");
            Process process = psql.redirectErrorStream(true).start();
            process.getOutputStream().close();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(out).isZero();
            assertThat(out.lines().toList())
                    .hasSize(2)
                    .allMatch(line -> line.matches("(\\(Intercept\\)|x)\\|-?[0-9.]+"));
        } finally {
            server.stop();
        }
    }
}
