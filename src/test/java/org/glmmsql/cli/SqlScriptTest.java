package org.glmmsql.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SqlScriptTest {
    @Test
    void semicolonsEndStatements() {
        assertThat(SqlScript.statements("SELECT 1;\n\n SELECT 2 ;; ")).containsExactly("SELECT 1", "SELECT 2");
    }

    @Test
    void butNotWithinQuotesOrComments() {
        assertThat(SqlScript.statements("SELECT 'a;''b', \"c;d\" -- e;'\n/* f;\n' */; SELECT $$ ; $$, $t$ ; $$ $t$"))
                .containsExactly("SELECT 'a;''b', \"c;d\"", "SELECT $$ ; $$, $t$ ; $$ $t$");
    }

    @Test
    void operatorsAreNotComments() {
        assertThat(SqlScript.statements("SELECT 3 - 1, 4 / 2, f.model -> '$.x', 'y ~ a - 1'"))
                .containsExactly("SELECT 3 - 1, 4 / 2, f.model -> '$.x', 'y ~ a - 1'");
    }

    @Test
    void commentsAloneAreNoStatement() {
        assertThat(SqlScript.statements("-- nothing\n;/* here */")).isEmpty();
    }
}
