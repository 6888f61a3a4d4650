package org.glmmsql.cli;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;
import org.glmmsql.jdbc.Glmm;

/** Connections with the functions. */
final class Databases {
    private Databases() {}

    /** @throws GlmmException ENGINE for a URL that leads to no database */
    static Connection open(String url) throws SQLException {
        if (!url.startsWith("jdbc:")) {
            throw new GlmmException(
                    ErrorCode.ENGINE,
                    "'" + url
                            + "' is no JDBC URL; expected one as jdbc:duckdb:sales.db, jdbc:h2:./sales or jdbc:sqlite:sales.db");
        }
        Connection connection = connect(url);
        try {
            Glmm.register(connection);
            return connection;
        } catch (SQLException | RuntimeException | Error e) {
            connection.close();
            throw e;
        }
    }

    private static Connection connect(String url) {
        try {
            return DriverManager.getConnection(url);
        } catch (SQLException e) {
            throw new GlmmException(
                    ErrorCode.ENGINE, "the database '" + url + "' cannot be opened: " + Messages.of(e), e);
        }
    }
}
