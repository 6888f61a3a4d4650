import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Locale;
import org.glmmsql.jdbc.Glmm;

/**
 * Fits a second by GROUP BY: {@code Groups <jdbc url of H2, DuckDB or SQLite> <groups> <rows a group> <runs>}, logistic with 10 clusters a group.
 * Prints the first and the median of the other runs, and how many fits ended well.
 */
public class Groups {
    public static void main(String[] args) throws SQLException {
        int groups = Integer.parseInt(args[1]);
        int rows = Integer.parseInt(args[2]);
        try (Connection connection = DriverManager.getConnection(args[0]);
                Statement statement = connection.createStatement()) {
            Glmm.register(connection);
            // numbers that look random, are the same everywhere, and make no two groups alike
            String engine = args[0].split(":")[1];
            long all = (long) groups * rows;
            String series = switch (engine) {
                case "h2" -> "SELECT x AS i FROM SYSTEM_RANGE(0, " + (all - 1) + ")";
                case "sqlite" -> "WITH RECURSIVE r(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM r LIMIT " + all
                        + ") SELECT i FROM r";
                default -> "SELECT range AS i FROM range(" + all + ")";
            };
            statement.execute("CREATE TABLE t AS SELECT CAST((i - MOD(i, " + rows + ")) / " + rows + " AS INT) AS grp,"
                    + " CAST(CAST(MOD(i, 10) AS INT) AS VARCHAR) AS g,"
                    + " CAST(MOD(7 * i * i + i, 10007) AS DOUBLE) / 5003.5 - 1 AS x,"
                    + " CASE WHEN MOD(11 * i * i + 3 * i, 9973) < 2992 + 399 * MOD(i, 10) THEN 1 ELSE 0 END AS y FROM (" + series
                    + ") s");
            double[] rates = new double[Integer.parseInt(args[3])];
            long ok = 0;
            for (int run = 0; run < rates.length; run++) {
                long from = System.nanoTime();
                try (ResultSet result = statement.executeQuery(
                        "SELECT COUNT(m), SUM(CASE WHEN m LIKE '%\"status\":\"ok\"%' THEN 1 ELSE 0 END) FROM (SELECT glmm_fit('y ~ x + (1 | g), binomial"
                                // another text each time, as fits of the same text to the same rows are remembered
                                + ", max_iterations = " + (400 + run) + "', y, x, g) AS m FROM t GROUP BY grp) f")) {
                    result.next();
                    rates[run] = result.getLong(1) / ((System.nanoTime() - from) / 1e9);
                    ok = result.getLong(2);
                }
            }
            double[] later = Arrays.copyOfRange(rates, 1, rates.length);
            Arrays.sort(later);
            System.out.printf(Locale.ROOT, "%.0f %.0f %d%n", rates[0], later[later.length / 2], ok);
        }
    }
}
