package org.glmmsql.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GlmmDriverTest {
    @ParameterizedTest
    @CsvSource({"duckdb:, DuckDB", "h2:mem:, H2", "sqlite:, SQLite"})
    void opensTheDatabaseWithTheFunctions(String url, String product) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:glmm:" + url);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT glmm_summary(NULL), glmm_fit('y ~ 1', 1)")) {
            assertThat(connection.getMetaData().getDatabaseProductName()).isEqualTo(product);
            assertThat(row.next()).isTrue();
            assertThat(row.getString(1)).isNull();
            assertThat(row.getString(2)).startsWith("{\"glmm\":2");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc:duckdb:", "jdbc:h2:mem:", "jdbc:sqlite:"})
    void registeringTwiceIsFine(String url) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url)) {
            Glmm.register(connection);
            Glmm.register(connection);
        }
    }

    @Test
    void leavesOtherUrlsToOtherDrivers() throws SQLException {
        assertThat(new GlmmDriver().connect("jdbc:h2:mem:", new Properties())).isNull();
        assertThat(new GlmmDriver().acceptsURL("jdbc:h2:mem:")).isFalse();
        assertThatThrownBy(() -> DriverManager.getConnection("jdbc:glmm:nosuch:db"))
                .isInstanceOf(SQLException.class);
    }

    @Test
    void passesProperties() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", "someone");
        try (Connection connection = DriverManager.getConnection("jdbc:glmm:h2:mem:", properties)) {
            assertThat(connection.getMetaData().getUserName()).isEqualTo("SOMEONE");
        }
        assertThat(new GlmmDriver().getPropertyInfo("jdbc:glmm:duckdb:", properties))
                .isNotEmpty();
    }
}
