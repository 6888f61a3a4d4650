package org.glmmsql.engine.h2;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.glmmsql.function.SqlFunction;
import org.jspecify.annotations.Nullable;

/**
 * The routines of the current schema, by name.
 *
 * @param schema whose routines they are
 */
record H2Routines(String schema, Map<String, Routine> routines) {
    /** Classes of this library, of other versions too, and moved into a package of somebody who shaded them. */
    private static final Pattern OURS = Pattern.compile("(.+\\.)?glmmsql\\..+");

    /**
     * @param name as it is kept
     * @param implementation class, or class and method; null for one made of source code
     */
    record Routine(String name, boolean aggregate, @Nullable String implementation) {
        boolean isOurs() {
            return implementation != null && OURS.matcher(implementation).matches();
        }

        String drop() {
            return (aggregate ? "DROP AGGREGATE \"" : "DROP ALIAS \"") + name.replace("\"", "\"\"") + '"';
        }
    }

    static H2Routines of(Connection connection) throws SQLException {
        Map<String, Routine> routines = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        String schema = connection.getSchema();
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("SELECT ROUTINE_NAME, ROUTINE_TYPE, EXTERNAL_NAME"
                        + " FROM INFORMATION_SCHEMA.ROUTINES WHERE ROUTINE_SCHEMA = CURRENT_SCHEMA")) {
            while (found.next()) {
                routines.put(
                        found.getString(1),
                        new Routine(found.getString(1), "AGGREGATE".equals(found.getString(2)), found.getString(3)));
            }
        }
        return new H2Routines(schema, routines);
    }

    /**
     * The statements that make the functions what they should be, none if they are.
     *
     * @throws SQLException with an ENGINE message if a name belongs to somebody else
     */
    List<String> toDefine(List<SqlFunction> functions) throws SQLException {
        List<String> statements = new ArrayList<>();
        for (SqlFunction function : functions) {
            Routine known = routines.get(function.name());
            if (known == null) {
                statements.add(H2Engine.definition(function, EntryPoints.STANDARD));
            } else if (!known.isOurs()) {
                throw H2Engine.error(
                        "schema " + schema + " has another " + (known.aggregate ? "aggregate" : "function") + " named "
                                + known.name + " ("
                                + (known.implementation == null ? "of source code" : known.implementation)
                                + "); drop or rename it, or register in another schema (SET SCHEMA)",
                        null);
            } else if (!EntryPoints.STANDARD.implementation(function).equals(known.implementation)) {
                statements.add(known.drop());
                statements.add(H2Engine.definition(function, EntryPoints.STANDARD));
            }
        }
        return statements;
    }
}
