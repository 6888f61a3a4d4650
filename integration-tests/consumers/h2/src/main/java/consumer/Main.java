package consumer;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.glmmsql.api.MixedModels;
import org.glmmsql.jdbc.Glmm;

/** Fits on a plain connection, on connections of a pool, and without a database. */
public class Main {
    private static final String MODEL = "y ~ x + (1 | g), poisson";

    public static void main(String[] args) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:plain")) {
            Glmm.register(connection);
            System.out.println("plain " + fitted(connection));
        }
        HikariConfig registering = new HikariConfig();
        registering.setJdbcUrl("jdbc:h2:mem:pool");
        registering.setMaximumPoolSize(2);
        HikariConfig byUrl = new HikariConfig();
        byUrl.setJdbcUrl("jdbc:glmm:h2:mem:url");
        byUrl.setMaximumPoolSize(2);
        try (HikariDataSource pool = new HikariDataSource(registering);
                HikariDataSource other = new HikariDataSource(byUrl)) {
            try (Connection connection = pool.getConnection()) {
                Glmm.register(connection);
                System.out.println("pool " + fitted(connection));
            }
            try (Connection connection = other.getConnection()) {
                System.out.println("url " + fitted(connection));
            }
        }
        double[] y = new double[60];
        double[] x = new double[60];
        String[] g = new String[60];
        for (int i = 0; i < 60; i++) {
            y[i] = (i * 7 % 11) + i % 6;
            x[i] = i % 10;
            g[i] = "g" + i % 6;
        }
        System.out.println(
                "java " + MixedModels.fit(MODEL, Map.of("y", y, "x", x, "g", g)).logLik());
        try {
            DriverManager.getConnection("jdbc:glmm:duckdb:");
        } catch (SQLException e) {
            System.out.println("duckdb " + e.getMessage());
        }
    }

    private static String fitted(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t AS SELECT MOD(n * 7, 11) + MOD(n, 6) AS y, MOD(n, 10) AS x,"
                    + " 'g' || MOD(n, 6) AS g FROM (SELECT x AS n FROM SYSTEM_RANGE(0, 59))");
            ResultSet row = statement.executeQuery(
                    "SELECT log_lik FROM glmm_glance((SELECT glmm_fit('" + MODEL + "', y, x, g) FROM t))");
            row.next();
            return row.getString(1);
        }
    }
}
