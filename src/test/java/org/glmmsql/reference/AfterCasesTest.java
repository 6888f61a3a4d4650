package org.glmmsql.reference;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.glmmsql.error.GlmmException;
import org.glmmsql.fit.GlmmFitter;
import org.glmmsql.formula.ModelTextParser;
import org.glmmsql.jdbc.Glmm;
import org.glmmsql.reference.AfterCase.Item;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What follows from a model without its data is what other software says, in SQL, on H2 and DuckDB. For the cases of another folder: {@code mvn -q
 * -B test -Dtest=AfterCasesTest -Dreference=FOLDER}.
 */
class AfterCasesTest {
    private static final List<String> OF_A_SPEC =
            List.of("glmm_means", "glmm_contrasts", "glmm_slopes", "glmm_test", "glmm_terms", "glmm_vif");

    private static final String FOLDER = System.getProperty("reference");

    /** Calls that are met, by function. */
    private static final Map<String, Integer> MET = new TreeMap<>();

    private static final Map<String, Integer> LATER = new TreeMap<>();

    static Stream<Arguments> cases() {
        Path folder = FOLDER == null ? ReferencePack.OWN : Path.of(FOLDER);
        return ReferencePack.after(folder).stream()
                .flatMap(one -> Stream.of(CsvTable.H2, CsvTable.DUCKDB).map(url -> Arguments.of(one, url)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("cases")
    void isMet(AfterCase one, String url) throws SQLException {
        List<String> findings = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(url)) {
            Glmm.register(connection);
            CsvTable.create(connection, "data", one.dataFile(), one.textColumns());
            try (Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE fits (name VARCHAR, model VARCHAR)");
            }
            for (Item item : one.after()) {
                List<String> found = findings(connection, one, item);
                if (found == null) {
                    LATER.merge(item.what(), 1, Integer::sum);
                } else if (found.isEmpty()) {
                    MET.merge(item.what(), 1, Integer::sum);
                } else if (!item.isOptional()) {
                    findings.addAll(found);
                }
            }
        }
        assertThat(findings).isEmpty();
    }

    /** Null for what is not there yet. */
    private static @Nullable List<String> findings(Connection connection, AfterCase one, Item item)
            throws SQLException {
        AfterRows rows = new AfterRows(item, one.model().contains("nagq") ? 1e-4 : 1e-5);
        if (item.what().equals("glmm_quality")) {
            return quality(connection, one, item, rows);
        }
        if (item.what().equals("glmm_anova")) {
            String options = item.call().contains("mixture") ? ", 'mixture = true'" : "";
            String models = model(connection, item.other("smaller")) + ", " + model(connection, one.model());
            return rows.compare(
                    item.expected(),
                    rows(connection, "SELECT * FROM glmm_anova(" + models + options + ")")
                            .subList(1, 2));
        }
        if (item.what().equals("glmm_compare")) {
            return comparison(connection, item, rows);
        }
        if (item.what().equals("glmm_drop1")) {
            return rows.compare(
                    item.expected(),
                    rows(
                            connection,
                            "SELECT term, log_lik, aic, statistic AS lrt, df AS npar_less, p_value FROM glmm_drop1('"
                                    + one.model().replace("'", "''") + "', 'SELECT * FROM data')"));
        }
        if (item.what().equals("glmm_tidy")) {
            // the others are by the normal distribution
            String text = one.model() + (item.call().contains("conf = profile") ? ", conf = profile" : ", df = none");
            return rows.compare(
                    item.expected(), rows(connection, "SELECT * FROM glmm_tidy(" + model(connection, text) + ")"));
        }
        if (!OF_A_SPEC.contains(item.what())) {
            return null;
        }
        String text = one.model() + (item.df().isEmpty() ? "" : ", df = " + item.df());
        if (!isKnown(text)) {
            return null;
        }
        List<String> arguments = new ArrayList<>(List.of(model(connection, text)));
        item.texts().forEach(argument -> arguments.add("'" + argument + "'"));
        if (item.what().equals("glmm_terms") && item.isOfTheNormal()) {
            arguments.set(1, "'" + item.texts().get(0) + ", df = normal'");
        }
        if (item.what().equals("glmm_test") && item.isOfTheNormal()) {
            arguments.add("'df = normal'");
        }
        List<Map<String, @Nullable Object>> found;
        try {
            found = rows(connection, "SELECT * FROM " + item.what() + "(" + String.join(", ", arguments) + ")");
        } catch (SQLException e) {
            return List.of(item.call() + ": " + e.getMessage());
        }
        JsonNode expected = item.expected();
        if (!item.what().equals("glmm_test")) {
            return rows.compare(expected, found);
        }
        List<Map<String, @Nullable Object>> joint =
                found.stream().filter(row -> "joint".equals(row.get("label"))).toList();
        rows.compare(expected.get("rows"), found);
        return rows.compare(expected.get("joint"), joint);
    }

    private static List<String> comparison(Connection connection, Item item, AfterRows rows) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE candidates (name VARCHAR, model VARCHAR)");
            for (JsonNode row : item.expected()) {
                String formula = row.get("model").asText();
                statement.execute("INSERT INTO candidates VALUES ('" + formula + "', "
                        + model(connection, formula + ", method = ML") + ")");
            }
        }
        return rows.compare(
                item.expected(), rows(connection, "SELECT * FROM glmm_compare('SELECT name, model FROM candidates')"));
    }

    private static List<String> quality(Connection connection, AfterCase one, Item item, AfterRows rows)
            throws SQLException {
        String other = item.other("null_model");
        String arguments = other == null ? "" : ", " + model(connection, other + options(one.model()));
        String options = item.texts().isEmpty() ? "" : ", '" + item.texts().get(0) + "'";
        List<Map<String, @Nullable Object>> found = rows(
                connection, "SELECT * FROM glmm_quality(" + model(connection, one.model()) + arguments + options + ")");
        return item.call().contains("by level")
                ? rows.compareShares(
                        item.expected(), String.valueOf(found.get(0).get("icc_by_group")))
                : rows.compare(item.expected(), found);
    }

    /** What follows the formula of a model text. */
    private static String options(String model) {
        int family = model.indexOf(", family");
        return family < 0 ? "" : model.substring(family);
    }

    /** A subquery of the model of a text, which is fitted once. */
    private static String model(Connection connection, String text) throws SQLException {
        String name = "'" + text.replace("'", "''") + "'";
        if (rows(connection, "SELECT name FROM fits WHERE name = " + name).isEmpty()) {
            String columns = String.join(
                    ", ",
                    ModelTextParser.parse(text).variables().stream()
                            .map(column -> '"' + column + '"')
                            .toList());
            try (Statement statement = connection.createStatement()) {
                statement.execute(
                        "INSERT INTO fits SELECT " + name + ", glmm_fit(" + name + ", " + columns + ") FROM data");
            }
        }
        return "(SELECT model FROM fits WHERE name = " + name + ")";
    }

    private static boolean isKnown(String text) {
        try {
            GlmmFitter.check(ModelTextParser.parse(text));
            return true;
        } catch (GlmmException e) {
            return false;
        }
    }

    private static List<Map<String, @Nullable Object>> rows(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<Map<String, @Nullable Object>> rows = new ArrayList<>();
            while (result.next()) {
                Map<String, @Nullable Object> row = new LinkedHashMap<>();
                for (int j = 1; j <= result.getMetaData().getColumnCount(); j++) {
                    row.put(result.getMetaData().getColumnLabel(j).toLowerCase(Locale.ROOT), result.getObject(j));
                }
                rows.add(row);
            }
            return rows;
        }
    }

    @AfterAll
    static void tell() {
        if (FOLDER != null) {
            System.out.println("met on either engine " + MET + ", not there yet " + LATER);
        }
        assertThat(MET).isNotEmpty();
    }
}
