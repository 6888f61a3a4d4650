package org.glmmsql.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.glmmsql.engine.Engine;
import org.glmmsql.engine.contract.TestDatabase;
import org.glmmsql.engine.h2.CompiledEntryPoints;
import org.glmmsql.function.SqlFunction;
import org.glmmsql.jdbc.Glmm;
import org.glmmsql.sql.FunctionCatalog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** CONTRIBUTING's recipe for an SQL function: a file, a line in the catalogue, and every engine has it. */
class AddAFunctionTest {
    @ParameterizedTest
    @ValueSource(strings = {"duckdb", "sqlite"})
    void enginesTakeTheFunctionsOfTheCatalogue(String name) throws SQLException {
        Engine engine = Glmm.engines().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
        try (TestDatabase database = TestDatabase.open(engine.urlPrefix())) {
            engine.register(database.connection(), ToyFunctions.TOYS);
            assertToysWork(
                    database,
                    name.equals("duckdb")
                            ? "SELECT word FROM toy_words('a bc')"
                            : "SELECT value ->> 'word' FROM json_each(toy_words_rows('a bc'))");
        }
    }

    /** The classes that H2 finds by name are made of the catalogue, as {@code mvn test -Dglmm.update=true} makes them. */
    @Test
    void h2FindsThem(@TempDir Path directory) throws Exception {
        try (TestDatabase database = TestDatabase.open("jdbc:h2:mem:");
                CompiledEntryPoints made =
                        new CompiledEntryPoints(ToyFunctions.TOYS, ToyFunctions.class.getName() + ".TOYS", directory)) {
            for (SqlFunction function : ToyFunctions.TOYS.functions()) {
                if (!FunctionCatalog.STANDARD.functions().contains(function)) {
                    made.define(function, database.connection());
                }
            }
            assertToysWork(database, "SELECT word FROM toy_words('a bc')");
        }
    }

    private static void assertToysWork(TestDatabase database, String words) throws SQLException {
        assertThat(database.rows(words)).isEqualTo(List.of(List.of("a"), List.of("bc")));
        assertThat(database.value("SELECT toy_length('four')")).isEqualTo(4);
        assertThat(database.value("SELECT toy_length(NULL)")).isNull();
        assertThat(database.value("SELECT COUNT(*) FROM obs WHERE toy_above('0.5', x)"))
                .isEqualTo(database.value("SELECT COUNT(*) FROM obs WHERE x > 0.5"));
        assertThat(database.value("SELECT COUNT(*) FROM obs WHERE toy_above(NULL, x)"))
                .isEqualTo(database.value("SELECT COUNT(*) FROM obs WHERE x > 0"));
        assertThat(database.rows("SELECT region, toy_sum('2', y) FROM obs GROUP BY region ORDER BY region"))
                .isEqualTo(
                        database.rows(
                                "SELECT region, CAST(2 * SUM(y) AS DOUBLE PRECISION) FROM obs GROUP BY region ORDER BY region"));
        assertThat(database.value("SELECT toy_sum('2', y) FROM obs WHERE 1 = 0"))
                .isNull();
    }
}
