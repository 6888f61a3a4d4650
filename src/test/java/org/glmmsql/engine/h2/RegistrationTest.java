package org.glmmsql.engine.h2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.glmmsql.engine.contract.TestDatabase;
import org.glmmsql.jdbc.Glmm;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is defined already: by this version, by another, or by somebody else. */
public class RegistrationTest {
    private static final String URL = "jdbc:h2:mem:registration";
    private static final String OF_TIDY_BY =
            "SELECT EXTERNAL_NAME FROM INFORMATION_SCHEMA.ROUTINES WHERE ROUTINE_NAME = 'GLMM_TIDY_BY'";

    private TestDatabase database;

    @BeforeEach
    void open() throws SQLException {
        database = TestDatabase.open(URL);
    }

    @AfterEach
    void close() throws SQLException {
        database.close();
    }

    @Test
    void whatAnotherVersionDefinedIsReplacedUnderItsViews() throws SQLException {
        database.execute("CREATE TABLE fits AS SELECT glmm_fit('y ~ x', y, x) AS model FROM obs");
        database.execute("CREATE VIEW rows_of_fits AS SELECT * FROM glmm_tidy_by('SELECT model FROM fits')");
        database.execute("CREATE VIEW fitted AS SELECT glmm_fit('y ~ x', y, x) AS model FROM obs");
        String current = database.text(OF_TIDY_BY);
        database.execute("DROP ALIAS glmm_tidy_by");
        database.execute("CREATE ALIAS glmm_tidy_by FOR '" + H2Functions.class.getName() + ".fixefBy'");
        database.execute("DROP AGGREGATE glmm_fit");
        database.execute("CREATE AGGREGATE glmm_fit FOR '" + HglmFitAggregate.class.getName() + "'");
        Glmm.register(database.connection());
        assertThat(database.text(OF_TIDY_BY)).isEqualTo(current);
        assertThat(database.rows("SELECT * FROM rows_of_fits")).hasSize(3);
        assertThat(database.text("SELECT model FROM fitted")).contains("\"ML\"");
    }

    @Test
    void aFunctionThatBecameAnAggregateIsReplaced() throws SQLException {
        database.execute("DROP AGGREGATE glmm_fit");
        database.execute("CREATE ALIAS glmm_fit FOR '" + H2Functions.class.getName() + ".summary'");
        Glmm.register(database.connection());
        assertThat(database.text("SELECT glmm_fit('y ~ x', y, x) FROM obs")).startsWith("{");
    }

    @Test
    void aFunctionOfSomebodyElseIsNoticed() throws SQLException {
        for (String definition : new String[] {
            "AS 'String shout(String text) { return text + \"!\"; }'",
            "FOR 'java.lang.System.getProperty(java.lang.String)'"
        }) {
            database.execute("DROP ALIAS glmm_summary");
            database.execute("CREATE ALIAS glmm_summary " + definition);
            assertThatThrownBy(() -> Glmm.register(database.connection()))
                    .isInstanceOf(SQLException.class)
                    .hasMessageStartingWith("GLMM-701: ")
                    .hasMessageContaining("schema PUBLIC has another function named GLMM_SUMMARY")
                    .hasMessageContaining("drop or rename it");
        }
        database.execute("CREATE SCHEMA mine");
        database.execute("SET SCHEMA mine");
        Glmm.register(database.connection());
        assertThat(database.text("SELECT glmm_summary(glmm_fit('y ~ x', y, x)) FROM PUBLIC.obs"))
                .startsWith("Generalized linear model");
    }

    @Test
    void definingAgainRunsNoDefinition() throws SQLException {
        database.execute("CREATE USER reader PASSWORD 'r'");
        try (Connection reader = DriverManager.getConnection(URL, "reader", "r")) {
            Glmm.register(reader);
        }
        database.execute("DROP ALIAS glmm_tidy_by");
        database.execute("CREATE ALIAS glmm_tidy_by FOR '" + H2Functions.class.getName() + ".fixefBy'");
        try (Connection reader = DriverManager.getConnection(URL, "reader", "r")) {
            assertThatThrownBy(() -> Glmm.register(reader))
                    .hasMessageStartingWith("GLMM-701: ")
                    .hasMessageContaining("functions of this version are not defined")
                    .hasMessageContaining("administrator");
        }
    }
}
