package org.glmmsql.engine.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.glmmsql.model.ModelJson;
import org.glmmsql.model.Models;
import org.glmmsql.model.ResultTable;
import org.glmmsql.sql.FunctionCatalog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A stored text may come from a stranger: to every function it is a model, or a coded error at once. */
public abstract class StoredModelContract extends Contract {
    private static final String GOOD = ModelJson.write(Models.complete());
    private static final String STORED = "(SELECT model FROM stored)";

    protected StoredModelContract(String url) {
        super(url);
    }

    static Stream<String> strange() {
        return Stream.of(
                "",
                "abc",
                "null",
                "[]",
                "{}",
                "{\"glmm\":1}",
                "{\"glmm\":{}}",
                GOOD.substring(0, GOOD.length() - 1),
                GOOD + " x",
                ofFormat("0"),
                ofFormat("-1"),
                ofFormat("1.5"),
                ofFormat("1e30"),
                ofFormat("1e999"),
                ofFormat("null"),
                ofFormat("true"),
                ofFormat("\"1\""),
                ofFormat("[1]"),
                ofFormat("1".repeat(1_000_000)),
                "[".repeat(1_000_000),
                "{\"a\":".repeat(200_000),
                "{\"a\":".repeat(200_000) + "1" + "}".repeat(200_000));
    }

    @ParameterizedTest
    @MethodSource("strange")
    void aStrangeTextIsACodedErrorAtOnce(String text) throws SQLException {
        store(text);
        for (String call : calls()) {
            long start = System.nanoTime();
            assertFails(call).hasMessageMatching("(?s).*GLMM-(107|501): .*");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).as(call).isLessThan(Duration.ofSeconds(5));
        }
    }

    @Test
    void aNewerFormatIsNamed() throws SQLException {
        for (String format : List.of("3", "99999999999")) {
            store(ofFormat(format));
            for (String call : calls()) {
                assertFails(call)
                        .hasMessageContaining("GLMM-502: the model has format " + format
                                + ", this version of glmm-sql reads up to 2");
            }
        }
    }

    /** The rows of tidy are made of the others, where Java reads a model. */
    static Stream<ResultTable<?, ?>> tables() {
        return Stream.of(ResultTable.FIXEF, ResultTable.RANEF, ResultTable.VARCORR, ResultTable.GLANCE);
    }

    @ParameterizedTest
    @MethodSource("tables")
    void aReaderMissesItsMember(ResultTable<?, ?> table) throws SQLException {
        String member = "\"" + table.name() + "\":";
        for (String changed : List.of("\"gone\":", member + "7,\"gone\":")) {
            store(GOOD.replace(member, changed));
            assertFails(read(table, STORED))
                    .hasMessageContaining("GLMM-501: ")
                    .hasMessageContaining("'" + table.name() + "'");
        }
    }

    private static String ofFormat(String format) {
        return GOOD.replace("{\"glmm\":2,", "{\"glmm\":" + format + ",");
    }

    private void store(String text) throws SQLException {
        database.execute("DROP TABLE IF EXISTS stored");
        database.execute("CREATE TABLE stored (model VARCHAR(2000000))");
        try (PreparedStatement insert = database.connection().prepareStatement("INSERT INTO stored VALUES (?)")) {
            insert.setString(1, text);
            insert.execute();
        }
    }

    /** Every function that takes a model. */
    private List<String> calls() {
        List<String> calls = new ArrayList<>(List.of(
                "SELECT glmm_summary(" + STORED + ")",
                "SELECT glmm_predict(" + STORED + ", '', 0.5, 'g01')",
                "SELECT glmm_predict_se(" + STORED + ", '', 0.5, 'g01')",
                read(ResultTable.ANOVA, STORED, STORED)));
        FunctionCatalog.READERS.forEach(table -> calls.add(read(table, STORED)));
        return calls;
    }
}
