package org.glmmsql.engine.h2;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import org.glmmsql.engine.Engine;
import org.glmmsql.engine.SqlErrors;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;
import org.glmmsql.function.Aggregate;
import org.glmmsql.function.Catalog;
import org.glmmsql.function.SqlFunction;
import org.jspecify.annotations.Nullable;

/** H2. Definitions are kept in the database; only an administrator can make them, everybody can use them. */
public final class H2Engine implements Engine {
    private static final int ADMIN_RIGHTS_REQUIRED = 90040;
    private static final int CLASS_NOT_FOUND = 90086;
    private static final int RIGHTS_IN_SCHEMA_REQUIRED = 90096;
    private static final int READ_ONLY = 90097;
    private static final Set<Integer> MAY_NOT_DEFINE =
            Set.of(ADMIN_RIGHTS_REQUIRED, RIGHTS_IN_SCHEMA_REQUIRED, READ_ONLY);

    @Override
    public String name() {
        return "h2";
    }

    @Override
    public String productName() {
        return "H2";
    }

    @Override
    public String urlPrefix() {
        return "jdbc:h2:";
    }

    @Override
    public String driver() {
        return "com.h2database:h2:2.5.252";
    }

    /** Replaces what another version defined, and leaves alone what somebody else did. */
    @Override
    public void register(Connection connection, Catalog catalog) throws SQLException {
        List<String> statements = H2Routines.of(connection).toDefine(catalog.functions());
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            if (e.getErrorCode() == CLASS_NOT_FOUND) {
                throw error(
                        "H2 does not find the classes of glmm-sql; start the server with glmm-sql.jar and its lib/*.jar on the class"
                                + " path, or, in one process, keep H2 and glmm-sql in the same folder of libraries",
                        e);
            }
            if (!MAY_NOT_DEFINE.contains(e.getErrorCode())) {
                throw e;
            }
            if (statements.size() < catalog.functions().size() || !isDefined(connection)) {
                throw error(
                        "the functions of this version are not defined in this database, and only an administrator of a database that"
                                + " can be written may define them; let one register or run sql/h2/install.sql once",
                        e);
            }
        }
    }

    static SQLException error(String message, @Nullable SQLException cause) {
        return SqlErrors.of(new GlmmException(ErrorCode.ENGINE, message, cause));
    }

    @Override
    public List<String> definitions(Catalog catalog) {
        return catalog.functions().stream()
                .map(f -> definition(f, EntryPoints.STANDARD))
                .toList();
    }

    static String definition(SqlFunction function, EntryPoints entryPoints) {
        return (function instanceof Aggregate ? "CREATE AGGREGATE IF NOT EXISTS " : "CREATE ALIAS IF NOT EXISTS ")
                + function.name() + " FOR '" + entryPoints.implementation(function) + "'";
    }

    /** Whether an administrator has defined the functions in another schema, on the path maybe. */
    private static boolean isDefined(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                var found = statement.executeQuery(
                        "SELECT 1 FROM INFORMATION_SCHEMA.ROUTINES WHERE UPPER(ROUTINE_NAME) = 'GLMM_FIT'")) {
            return found.next();
        }
    }
}
