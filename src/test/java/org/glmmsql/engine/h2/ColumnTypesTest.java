package org.glmmsql.engine.h2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.List;
import org.glmmsql.engine.contract.TestDatabase;
import org.glmmsql.model.FittedModel;
import org.glmmsql.model.ModelJson;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Columns of any type, as groups of a model and as keys of a reader. */
class ColumnTypesTest {
    private TestDatabase database;

    @BeforeEach
    void open() throws SQLException {
        database = TestDatabase.open("jdbc:h2:mem:");
        database.execute("CREATE TABLE typed AS SELECT y, x, g, CAST(SUBSTRING(g, 2) AS INTEGER) AS n FROM obs");
    }

    @AfterEach
    void close() throws SQLException {
        database.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            TIME '10:00:00' + CAST(n AS INTERVAL HOUR)                        | 10:00:00
            CAST(TIME '10:00:00.5' + CAST(n AS INTERVAL HOUR) AS TIME(9))     | 10:00:00.5
            CAST(TIME '10:00:00' + CAST(n AS INTERVAL HOUR) AS TIME WITH TIME ZONE) | *
            CAST(n AS INTERVAL DAY)                                           | 00:00:00
            CAST(n + 26 AS INTERVAL HOUR) * -1                                | -26:00:00
            CAST(n + 13 AS INTERVAL MONTH)                                    | 13 months
            (n + 1) * INTERVAL '1 02:00:00.5' DAY TO SECOND                   | 1 day 02:00:00.5
            (n + 1) * INTERVAL '1-1' YEAR TO MONTH                            | 1 year 1 month
            CAST(RAWTOHEX(g) AS BINARY(12))                                   | *
            CAST(g AS VARBINARY)                                              | 673030
            CAST(CAST(g AS VARBINARY) AS BLOB)                                | 673030
            CAST(g AS CLOB)                                                   | g00
            CAST(g AS JSON)                                                   | *
            CAST(CONCAT('00000000-0000-0000-0000-0000000000', SUBSTRING(g, 2)) AS UUID) | 00000000-0000-0000-0000-000000000000
            90071992547409.91 + n * 0.01                                      | 90071992547409.91
            1234567890123456789012345678.0000000001 + n * 0.0000000001        | 1234567890123456789012345678.0000000001
            9007199254740991 + CAST(n AS NUMERIC(20))                         | 9007199254740991
            9007199254740991.00 + CAST(n AS NUMERIC(20, 2))                   | 9007199254740991
            """)
    void valuesOfEveryTypeAreGroupsOfTheirOwnAndFoundAgain(String group, String first) throws SQLException {
        database.execute("CREATE TABLE grouped AS SELECT y, x, g, " + group + " AS v FROM typed");
        database.execute("CREATE TABLE fits AS SELECT glmm_fit('y ~ x + (1 | v), poisson', y, x, v) AS model,"
                + " glmm_fit('y ~ x + (1 | g), poisson', y, x, g) AS by_text FROM grouped");
        FittedModel model = ModelJson.parse(database.text("SELECT model FROM fits"));
        assertThat(model.groups()).containsEntry("v", 12);
        assertThat(model.logLik())
                .isEqualTo(ModelJson.parse(database.text("SELECT by_text FROM fits"))
                        .logLik());
        if (!first.equals("*")) {
            assertThat(model.randomEffects().get(0).levels()).contains(first);
        }
        assertThat(database.text("SELECT COUNT(*) FROM grouped, fits WHERE x IS NOT NULL AND"
                        + " ABS(glmm_predict(model, '', x, v) - glmm_predict(by_text, '', x, g)) < 1e-9"))
                .as("scored as its own group")
                .isEqualTo("118");
        assertThat(database.text("SELECT COUNT(DISTINCT glmm_predict(model, '', 0.5, v)) FROM grouped, fits"))
                .isEqualTo("12");
        assertThat(database.rows(
                        "SELECT estimate, std_error FROM glmm('y ~ x + (1 | v), poisson', 'SELECT * FROM grouped')"))
                .isEqualTo(database.rows("SELECT estimate, std_error FROM glmm_tidy((SELECT model FROM fits))"));
    }

    @Test
    void decimalsAreNumbersWhereTheModelHasNumbers() throws SQLException {
        String model = database.text("SELECT glmm_fit('y ~ x', y, CAST(x AS NUMERIC(38, 30)) / 3) FROM typed");
        assertThat(ModelJson.parse(model).fixed()).hasSize(2);
    }

    @Test
    void arraysAreRefusedInScoringAsInFitting() throws SQLException {
        String model = database.text("SELECT glmm_fit('y ~ x + (1 | g)', y, x, g) FROM obs");
        assertThatThrownBy(() -> database.text("SELECT glmm_predict('" + model + "', '', 0.5, ARRAY['g00'])"))
                .hasMessageStartingWith("GLMM-203: ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            CHAR(5)                   | 'abcde'
            VARCHAR(3)                | 'abc'
            VARCHAR_IGNORECASE        | 'abc'
            CLOB                      | 'long'
            BINARY(2)                 | X'aa01'
            VARBINARY                 | X'aa01'
            BLOB                      | X'aa01'
            BOOLEAN                   | TRUE
            TINYINT                   | 3
            BIGINT                    | 9007199254740993
            NUMERIC(38, 5)            | 123456789012345678901234567890.12345
            REAL                      | 1.5
            DOUBLE PRECISION          | 0.1
            DECFLOAT(20)              | 1.25
            DATE                      | DATE '1500-03-01'
            TIME(9)                   | TIME '10:00:00.123456789'
            TIME WITH TIME ZONE       | TIME WITH TIME ZONE '10:00:00+05:30'
            TIMESTAMP(9)              | TIMESTAMP '2024-03-31 02:30:00.123456789'
            TIMESTAMP WITH TIME ZONE  | TIMESTAMP WITH TIME ZONE '2024-03-31 02:30:00.123456+02'
            INTERVAL DAY TO SECOND    | INTERVAL '1 02:00:00.5' DAY TO SECOND
            INTERVAL YEAR(5) TO MONTH | INTERVAL '10000-02' YEAR(5) TO MONTH
            UUID                      | '00000000-0000-0000-0000-000000000001'
            JSON                      | JSON '{"a":1}'
            ENUM('aa', 'bb')          | 'bb'
            INTEGER ARRAY             | ARRAY[1, 2]
            ROW(x INTEGER, y VARCHAR) | ROW(1, 'a')
            GEOMETRY                  | 'POINT(1 2)'
            """)
    void aKeyOfAnyTypeComesBack(String type, String value) throws SQLException {
        database.execute("CREATE TABLE keyed (k " + type + ", model VARCHAR)");
        database.execute("INSERT INTO keyed SELECT " + value + ", glmm_fit('y ~ x', y, x) FROM obs");
        database.execute("CREATE TABLE read AS SELECT * FROM glmm_glance_by('SELECT k AS k1, model FROM keyed')");
        String key = type.startsWith("ROW") ? "CAST(k AS VARCHAR)" : "k";
        assertThat(database.text("SELECT COUNT(*) FROM keyed, read WHERE k1 = " + key))
                .isEqualTo("1");
    }

    /** The first text is no measure of the next. */
    @Test
    void keysAndTextsOfAnyLengthFitIntoATableMadeOfShortOnes() throws SQLException {
        String name = "a_rather_long_name_of_a_covariate";
        database.execute("CREATE TABLE fits AS SELECT 'k' AS k, glmm_fit('y ~ x', y, x) AS model FROM obs");
        database.execute("CREATE TABLE longer AS SELECT 'another key' AS k, glmm_fit('y ~ " + name
                + " + (1 | " + name
                + "_2)', y, x, g) AS model FROM obs UNION ALL SELECT 'failed', glmm_fit('y ~ x', y, x)"
                + " FROM obs WHERE x > 0.99");
        for (String reader : List.of("tidy", "fixef", "ranef", "varcorr", "glance")) {
            String rows = "SELECT * FROM glmm_" + reader + "_by('SELECT k, model FROM ";
            database.execute("CREATE TABLE " + reader + " AS " + rows + "fits')");
            database.execute("INSERT INTO " + reader + " " + rows + "longer')");
            assertThat(database.text("SELECT MIN(character_maximum_length) FROM information_schema.columns"
                            + " WHERE table_name = '" + reader.toUpperCase() + "' AND data_type = 'CHARACTER VARYING'"))
                    .as(reader)
                    .isEqualTo("1000000000");
        }
        assertThat(database.rows("SELECT term FROM tidy WHERE k = 'another key' AND term LIKE 'a_%'"))
                .isEqualTo(List.of(List.of(name)));
    }
}
