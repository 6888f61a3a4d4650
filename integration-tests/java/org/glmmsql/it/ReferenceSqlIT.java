package org.glmmsql.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.glmmsql.formula.ModelTextParser;
import org.glmmsql.model.ModelJson;
import org.glmmsql.reference.Comparison;
import org.glmmsql.reference.CsvTable;
import org.glmmsql.reference.ReferenceCase;
import org.glmmsql.reference.ReferencePack;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The models of the main kinds, fitted by SQL: right on every engine, and the same to the last bit on all. */
class ReferenceSqlIT {
    static List<ReferenceCase> cases() {
        return ReferencePack.cases(ReferencePack.OWN).stream()
                .filter(c -> c.tags().contains("main"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void fitsByPosition(ReferenceCase reference) throws SQLException {
        List<String> models = new ArrayList<>();
        List<Object> coefficients = new ArrayList<>();
        for (String url : Databases.URLS) {
            try (Connection connection = Databases.open(url)) {
                CsvTable.create(connection, "data", reference);
                Databases.execute(connection, "CREATE TABLE fits AS SELECT " + call(reference) + " AS model FROM data");
                models.add(Databases.text(connection, "SELECT model FROM fits"));
                coefficients.add(Databases.rows(
                        connection, "SELECT term, estimate, std_error FROM glmm_fixef((SELECT model FROM fits))"));
            }
        }
        var model = ModelJson.parse(models.get(0));
        assertThat(Comparison.of(reference, model, null).findings()).isEmpty();
        assertThat(models.get(1)).isEqualTo(models.get(0));
        assertThat(coefficients.get(0))
                .isEqualTo(model.fixed().stream()
                        .map(c -> List.of(c.term(), c.estimate(), c.stdError()))
                        .toList());
        assertThat(coefficients.get(1)).isEqualTo(coefficients.get(0));
    }

    private static String call(ReferenceCase reference) {
        String columns = ModelTextParser.parse(reference.model()).variables().stream()
                .map(name -> ", \"" + name + "\"")
                .collect(Collectors.joining());
        return "glmm_fit('" + reference.model().replace("'", "''") + "'" + columns + ")";
    }
}
