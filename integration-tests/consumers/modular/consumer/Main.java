package consumer;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.glmmsql.jdbc.Glmm;

/** Prints for every database the status of a fit, or why there is none. */
public class Main {
    private static final String ROWS =
            "SELECT 1 AS y, 1 AS x, 'a' AS g UNION ALL SELECT 2, 2, 'b' UNION ALL SELECT 4, 3, 'a'"
                    + " UNION ALL SELECT 3, 4, 'b' UNION ALL SELECT 7, 5, 'a' UNION ALL SELECT 5, 6, 'b'";

    public static void main(String[] args) {
        System.out.println(Main.class.getModule().isNamed() ? "module path" : "class path");
        Map<String, String> urls =
                new TreeMap<>(Map.of("h2", "jdbc:h2:mem:", "duckdb", "jdbc:duckdb:", "sqlite", "jdbc:sqlite::memory:"));
        urls.forEach((name, url) -> System.out.println(name + " " + answer(url)));
        System.out.println("other " + answer("jdbc:postgresql://somewhere?password=secret"));
    }

    private static String answer(String url) {
        try (Connection connection = Glmm.connect(url, new Properties());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT glmm_fit('y ~ x + (1 | g), poisson', y, x, g) FROM (" + ROWS + ") t")) {
            row.next();
            return row.getString(1).contains("\"status\":\"ok\"") ? "ok" : row.getString(1);
        } catch (SQLException e) {
            return e.getMessage();
        }
    }
}
