package org.glmmsql.engine.contract;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import org.assertj.core.api.AbstractThrowableAssert;
import org.glmmsql.model.ResultTable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What a function does on every engine: extended once per engine. */
public abstract class Contract {
    static final String MODEL = "'y ~ x + (1 | g), family = poisson'";

    /** The fit of {@link #MODEL}. */
    static final String FIT = "glmm_fit(" + MODEL + ", y, x, g)";

    private final String url;
    protected TestDatabase database;

    /** @param url of a database in memory */
    protected Contract(String url) {
        this.url = url;
    }

    @BeforeEach
    void open() throws SQLException {
        database = TestDatabase.openShared(url);
    }

    @AfterEach
    void close() throws SQLException {
        database.close();
    }

    /** The failure of a query, whose message holds a coded message. */
    protected AbstractThrowableAssert<?, ? extends Throwable> assertFails(String sql) {
        return assertThatThrownBy(() -> database.rows(sql)).as(sql).isInstanceOf(SQLException.class);
    }

    /** A query of a reader's rows. */
    protected String read(ResultTable<?, ?> table, String... models) {
        return "SELECT * FROM glmm_" + table.name() + "(" + String.join(", ", models) + ")";
    }

    /** A text as this engine's SQL has it. */
    protected String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    /** A value as this engine's driver gives it. */
    protected @Nullable Object stored(@Nullable Object value) {
        return value;
    }
}
