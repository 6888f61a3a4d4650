import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.glmmsql.jdbc.Glmm;

/** Fits a second by GROUP BY: {@code Groups <jdbc url of H2, DuckDB or SQLite> <groups> <rows a group> <runs>}, logistic with 10 clusters a group. */
public class Groups {
    private static long cpu() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    public static void main(String[] args) throws SQLException {
        int groups = Integer.parseInt(args[1]);
        int rows = Integer.parseInt(args[2]);
        try (Connection connection = DriverManager.getConnection(args[0]);
                Statement statement = connection.createStatement()) {
            Glmm.register(connection);
            // numbers that look random and are the same everywhere
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
                    + " CAST(MOD(i * 7919 + i / 13, 1000) AS DOUBLE) / 500 - 1 AS x,"
                    + " CASE WHEN MOD(i * 6101 + i / 7, 1000) < 300 + 40 * MOD(i, 10) THEN 1 ELSE 0 END AS y FROM (" + series
                    + ") s");
            for (int run = 0; run < Integer.parseInt(args[3]); run++) {
                long from = System.nanoTime();
                long cpuFrom = cpu();
                try (ResultSet result = statement.executeQuery(
                        "SELECT COUNT(m), SUM(CASE WHEN m LIKE '%\"status\":\"ok\"%' THEN 1 ELSE 0 END) FROM (SELECT glmm_fit('y ~ x + (1 | g), binomial"
                                // another text each time, as fits of the same text to the same rows are remembered
                                + ", max_iterations = " + (400 + run) + "', y, x, g) AS m FROM t GROUP BY grp) f")) {
                    result.next();
                    double seconds = (System.nanoTime() - from) / 1e9;
                    System.out.printf(
                            "%d fits (%d ok) in %.2f s: %.0f a second, %.2f s of CPU in all threads%n",
                            result.getLong(1),
                            result.getLong(2),
                            seconds,
                            result.getLong(1) / seconds,
                            (cpu() - cpuFrom) / 1e9);
                }
            }
        }
    }
}
