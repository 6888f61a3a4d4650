package org.glmmsql.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.glmmsql.jdbc.Glmm;
import org.junit.jupiter.api.Test;

/** The program of the README. */
class JdbcProgramIT {
    @Test
    void readsCoefficients() throws SQLException {
        List<String> terms = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            Glmm.register(connection);
            statement.execute("CREATE TABLE cbpp AS FROM read_csv('src/test/resources/reference/cbpp/data.csv')");
            try (ResultSet rows = statement.executeQuery("""
                    SELECT term, estimate, std_error FROM glmm_fixef((
                      SELECT glmm_fit('cbind(incidence, size - incidence) ~ factor(period) + (1 | herd), binomial', cbpp)
                      FROM cbpp))""")) {
                while (rows.next()) {
                    terms.add(rows.getString("term"));
                    System.out.printf(
                            "%s %.3f %.3f%n",
                            rows.getString("term"), rows.getDouble("estimate"), rows.getDouble("std_error"));
                }
            }
        }
        assertThat(terms).containsExactly("(Intercept)", "factor(period)2", "factor(period)3", "factor(period)4");
    }
}
