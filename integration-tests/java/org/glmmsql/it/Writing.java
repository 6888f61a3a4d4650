package org.glmmsql.it;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.glmmsql.jdbc.Glmm;

/**
 * Writes into a database file until it is killed: {@code Writing <url> fits|registrations}. A line for each table of fits that is committed,
 * or for each connection that has registered.
 */
final class Writing {
    /** Of a table of models, each of a model text of its own. */
    static final int MODELS = 40;

    private Writing() {}

    public static void main(String[] arguments) throws SQLException {
        if (arguments[1].equals("registrations")) {
            for (int i = 0; ; i++) {
                try (Connection connection = DriverManager.getConnection(arguments[0])) {
                    Glmm.register(connection);
                }
                System.out.println(i);
            }
        }
        try (Connection connection = Databases.open(arguments[0])) {
            for (int i = 0; ; i++) {
                Databases.execute(connection, "CREATE TABLE fits" + i + " AS " + fits(i));
                System.out.println(i);
            }
        }
    }

    static String fits(int i) {
        return "SELECT k, glmm_fit('y ~ x + (1 | g), poisson, max_iterations = " + (200 + i)
                + "', y, x, g) AS model FROM obs GROUP BY k";
    }

    /** The data, as they must be after every kill. */
    static void fill(Connection connection) throws SQLException {
        StringBuilder rows = new StringBuilder("INSERT INTO obs VALUES ");
        for (int i = 0; i < 120 * MODELS; i++) {
            rows.append(i == 0 ? "(" : ", (")
                    .append(i % MODELS)
                    .append(", 'g")
                    .append(i / MODELS % 12)
                    .append("', ");
            rows.append(i * 7919 % 101 / 100.0)
                    .append(", ")
                    .append((i * 31 % 17 + i / MODELS % 12) / 4)
                    .append(")");
        }
        Databases.execute(connection, "CREATE TABLE obs (k INTEGER, g VARCHAR(10), x DOUBLE PRECISION, y INTEGER)");
        Databases.execute(connection, rows.toString());
    }
}
