package org.glmmsql.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import org.junit.jupiter.api.Test;

class SqlScriptTest {
    @Test
    void semicolonsEndStatements() {
        assertThat(texts("SELECT 1;\n\n SELECT 2 ;; ")).containsExactly("SELECT 1", "SELECT 2");
    }

    @Test
    void butNotWithinQuotesOrComments() {
        assertThat(texts("SELECT 'a;''b', \"c;d\" -- e;'\n/* f;\n' */; SELECT $$ ; $$, $t$ ; $$ $t$"))
                .containsExactly("SELECT 'a;''b', \"c;d\"", "SELECT $$ ; $$, $t$ ; $$ $t$");
    }

    @Test
    void operatorsAreNotComments() {
        assertThat(texts("SELECT 3 - 1, 4 / 2, f.model -> '$.x', 'y ~ a - 1'"))
                .containsExactly("SELECT 3 - 1, 4 / 2, f.model -> '$.x', 'y ~ a - 1'");
    }

    @Test
    void commentsAloneAreNoStatement() {
        assertThat(texts("-- nothing\n;/* here */")).isEmpty();
    }

    @Test
    void aStatementStandsWhereItsFirstWordDoes() {
        assertThat(SqlScript.statements(
                        "a.sql", "-- one\n\nSELECT\n1; SELECT 'x\ny'; /* two\nlines */ SELECT 3\n;\n\n  SELECT 4"))
                .extracting(SqlStatement::source, SqlStatement::line, SqlStatement::number)
                .containsExactly(
                        tuple("a.sql", 3, 1), tuple("a.sql", 4, 2), tuple("a.sql", 6, 3), tuple("a.sql", 9, 4));
    }

    @Test
    void thePlaceNamesFileLineAndStatement() {
        assertThat(new SqlStatement("SELECT\n  1", "a.sql", 3, 2).place())
                .isEqualTo("a.sql, line 3, statement 2: SELECT 1");
        assertThat(new SqlStatement("SELECT " + "1".repeat(200), "-c", 1, 1).place())
                .hasSizeLessThan(140)
                .endsWith("1\u2026");
    }

    private static List<String> texts(String script) {
        return SqlScript.statements("a.sql", script).stream()
                .map(SqlStatement::sql)
                .toList();
    }
}
