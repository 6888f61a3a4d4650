package org.glmmsql.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.glmmsql.model.ResultColumn;
import org.glmmsql.model.ResultTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
    private static final Path CBPP = Path.of("src/test/resources/reference/cbpp/data.csv");
    private static final String CBPP_MODEL =
            "cbind(incidence, size - incidence) ~ period + (1 | herd), family = binomial";

    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void printsResultsAsAlignedTables() {
        assertThat(
                        run(
                                "-c",
                                "SELECT 1 AS n, 'text' AS word, NULL AS nothing UNION ALL SELECT 20, 'b', NULL; SELECT 0.5 AS x"))
                .isZero();
        assertThat(out.toString().lines())
                .containsExactly(" n  word  nothing", " 1  text  NULL", "20  b     NULL", "", "  x", "0.5", "");
    }

    @Test
    void printsCsv() {
        assertThat(run("--format", "csv", "-c", "SELECT 1 AS n, 'a,\"b\"' AS t, NULL AS u, '' AS v"))
                .isZero();
        assertThat(out.toString().lines()).containsExactly("n,t,u,v", "1,\"a,\"\"b\"\"\",,\"\"");
    }

    @Test
    void printsJsonOneLinePerResult() {
        assertThat(run(
                        "--format",
                        "json",
                        "-c",
                        "SELECT 1 AS n, 'a' AS t, TRUE AS b, NULL AS u, 0.1::DOUBLE AS d; SELECT 'NaN'::DOUBLE AS x"))
                .isZero();
        assertThat(out.toString().lines())
                .containsExactly("[{\"n\":1,\"t\":\"a\",\"b\":true,\"u\":null,\"d\":0.1}]", "[{\"x\":null}]");
    }

    @Test
    void theFirstErrorStopsTheRun() {
        assertThat(run("-c", "SELECT 1 AS a; SELECT glmm_fit('y ~', 1); SELECT 2 AS b"))
                .isEqualTo(2);
        assertThat(out.toString()).contains("a").doesNotContain("b");
        assertThat(err.toString()).startsWith("GLMM-101: ");
    }

    @Test
    void keepGoingReportsErrorsInPlace() throws IOException {
        assertThat(run(
                        "--format",
                        "json",
                        "--keep-going",
                        "-c",
                        "SELECT 1 AS a; SELECT glmm_fit('y ~', 1); SELECT 2 AS b"))
                .isEqualTo(2);
        List<String> lines = out.toString().lines().toList();
        assertThat(lines).hasSize(3);
        assertThat(new ObjectMapper().readTree(lines.get(1)).get("error").asText())
                .startsWith("GLMM-101: ");
        assertThat(lines.get(2)).isEqualTo("[{\"b\":2}]");
    }

    @Test
    void runsScriptsOnTheDatabaseOfTheUrl() throws IOException {
        Path script = Files.writeString(
                directory.resolve("script.sql"),
                "-- a table\nCREATE TABLE t(x INT); INSERT INTO t VALUES (7);\nSELECT * FROM t;");
        assertThat(run("--url", "jdbc:h2:mem:", "--format", "csv", script.toString()))
                .isZero();
        assertThat(out.toString().lines()).containsExactly("X", "7");
    }

    @Test
    void variablesStandForTheirValues() {
        assertThat(
                        run(
                                "-v",
                                "table=t",
                                "-v",
                                "word=it''s",
                                "--format",
                                "csv",
                                "-c",
                                "CREATE TABLE ${table}(x VARCHAR); INSERT INTO ${table} VALUES ('${word}'); SELECT * FROM ${table}"))
                .isZero();
        assertThat(out.toString().lines()).containsExactly("x", "it's");
        assertThat(run("-v", "table=t", "-c", "SELECT * FROM ${tabel}")).isEqualTo(2);
        assertThat(err.toString()).startsWith("GLMM-703: ").contains("did you mean 'table'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc:duckdb:", "jdbc:h2:mem:"})
    void theLastResultGoesToAFile(String url) {
        for (String ending : List.of("csv", "parquet")) {
            Path file = directory.resolve("result." + ending);
            out.getBuffer().setLength(0);
            assertThat(
                            run(
                                    "--url",
                                    url,
                                    "--output",
                                    file.toString(),
                                    "--format",
                                    "csv",
                                    "-c",
                                    "SELECT 1 AS a; SELECT 2 AS n, 'x' AS t, DATE '2024-02-29' AS d, CAST(NULL AS INTEGER) AS u"))
                    .isZero();
            assertThat(out.toString().lines()).hasSize(2);
            out.getBuffer().setLength(0);
            assertThat(run(
                            "--format",
                            "csv",
                            "-c",
                            "SELECT d + 1 AS d, n + 1 AS n, t AS t, u AS u FROM '" + file + "'"))
                    .isZero();
            assertThat(out.toString().lines()).containsExactly("d,n,t,u", "2024-03-01,3,x,");
        }
    }

    @Test
    void anOutputOfUnknownFormatIsWrongInput() {
        assertThat(run("--output", "result.xls", "-c", "SELECT 1")).isEqualTo(2);
        assertThat(err.toString()).startsWith("GLMM-702: ");
    }

    /** A long fit is not done in vain. */
    @Test
    void anOutputThatCannotBeWrittenIsSeenBeforeAnythingRuns() {
        Path file = directory.resolve("missing").resolve("result.csv");
        assertThat(run("--output", file.toString(), "-c", "SELECT * FROM nowhere"))
                .isEqualTo(2);
        assertThat(err.toString()).startsWith("GLMM-702: there is no folder '");
    }

    @Test
    void helpSaysHowVariablesAreWritten() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).contains("what ${name} stands for");
    }

    @Test
    void listsTheFunctions() {
        assertThat(run("functions")).isZero();
        assertThat(out.toString()).contains("glmm_fit(model_text, v1, v2, ...)").contains("glmm_anova(model1, model2)");
        assertThat(run("functions", "--install", "h3")).isEqualTo(2);
        assertThat(err.toString()).startsWith("GLMM-701: ").contains("did you mean 'h2'");
    }

    @Test
    void withoutStatementsItExplainsItself() {
        assertThat(run()).isEqualTo(2);
        assertThat(err.toString()).contains("Usage: glmm-sql");
    }

    @ParameterizedTest
    @EnumSource(DataEngine.class)
    void fitsACsvAndPrintsASummary(DataEngine engine) {
        assertThat(fit(CBPP.toString(), CBPP_MODEL, "--text", "herd,period", "--engine", engine.name()))
                .isZero();
        assertThat(out.toString())
                .contains("Generalized linear mixed model fit by ML (Laplace approximation)")
                .contains("Number of obs: 56, groups: herd, 15")
                .containsPattern("\\(Intercept\\) +-1\\.398");
    }

    @ParameterizedTest
    @EnumSource(DataEngine.class)
    void fitsACsvAndPrintsJsonWithTheColumnsOfTheReaders(DataEngine engine) throws IOException {
        assertThat(fit(
                        CBPP.toString(),
                        CBPP_MODEL,
                        "--text",
                        "herd,period",
                        "--engine",
                        engine.name(),
                        "--format",
                        "json"))
                .isZero();
        JsonNode json = new ObjectMapper().readTree(out.toString());
        assertThat(names(json)).containsExactly("fixef", "varcorr", "ranef", "glance", "tidy");
        for (var table : List.of(
                ResultTable.FIXEF, ResultTable.VARCORR, ResultTable.RANEF, ResultTable.GLANCE, ResultTable.TIDY)) {
            JsonNode part = json.get(table.name());
            assertThat(names(part.isArray() ? part.get(0) : part))
                    .isEqualTo(table.columns().stream().map(ResultColumn::name).toList());
        }
        assertThat(json.get("fixef")).hasSize(4);
        assertThat(json.get("ranef")).hasSize(15);
        assertThat(json.get("glance").get("status").asText()).isEqualTo("ok");
    }

    @Test
    void jsonHasTheCoefficientsOfTheDispersion() throws IOException {
        String data = "src/test/resources/faults/dispersion-offset.csv";
        assertThat(fit(data, "y ~ x, dispersion = ~ v", "--format", "json")).isZero();
        JsonNode json = new ObjectMapper().readTree(out.toString());
        assertThat(json.get("tidy"))
                .extracting(row ->
                        row.get("component").asText() + " " + row.get("term").asText())
                .containsExactly("cond (Intercept)", "cond x", "disp (Intercept)", "disp v");
        out.getBuffer().setLength(0);
        assertThat(fit(data, "y ~ x, dispersion = ~ 1", "--format", "json")).isZero();
        assertThat(new ObjectMapper()
                        .readTree(out.toString())
                        .get("glance")
                        .get("sigma")
                        .asDouble())
                .isPositive();
    }

    @Test
    void allEnginesGiveTheSameBytes() {
        fit(CBPP.toString(), CBPP_MODEL, "--format", "json");
        String duckdb = out.toString();
        out.getBuffer().setLength(0);
        fit(CBPP.toString(), CBPP_MODEL, "--format", "json", "--engine", "h2");
        assertThat(out.toString()).isEqualTo(duckdb).isNotBlank();
    }

    @ParameterizedTest
    @EnumSource(DataEngine.class)
    void typesOfACsvAreSeenFromItsValues(DataEngine engine) throws IOException {
        StringBuilder csv = new StringBuilder("y,day,id,word,mixed\n");
        for (int i = 0; i < 30; i++) {
            csv.append(String.format(
                    "%s,2024-01-%02d,1234567890123456%d,%s,%s%n",
                    i == 7 ? "" : i * i % 7 + ".5e0",
                    1 + i,
                    i % 2,
                    i % 3 == 0 ? "\"a\"" : "b",
                    i % 5 == 0 ? "x" : "2"));
        }
        Path file = Files.writeString(directory.resolve("types.csv"), csv);
        assertThat(fit(file.toString(), "y ~ day + word", "--engine", engine.name(), "--format", "json"))
                .isIn(0, 1);
        JsonNode json = new ObjectMapper().readTree(out.toString());
        assertThat(json.get("glance").get("nobs").asInt()).isEqualTo(29);
        assertThat(json.get("fixef").findValuesAsText("term")).containsExactly("(Intercept)", "day", "wordb");
        out.getBuffer().setLength(0);
        fit(file.toString(), "y ~ mixed + id", "--engine", engine.name(), "--format", "json");
        assertThat(new ObjectMapper().readTree(out.toString()).get("fixef").findValuesAsText("term"))
                .containsExactly("(Intercept)", "mixedx", "id12345678901234561");
    }

    @ParameterizedTest
    @EnumSource(DataEngine.class)
    void fitsParquet(DataEngine engine) {
        Path file = directory.resolve("cbpp.parquet");
        run(
                "-c",
                "COPY (SELECT herd::VARCHAR herd, incidence::INTEGER incidence, size::DECIMAL(9, 1) size, period FROM read_csv('"
                        + CBPP + "')) TO '" + file + "' (FORMAT parquet)");
        assertThat(fit(file.toString(), CBPP_MODEL.replace("period", "factor(period)"), "--engine", engine.name()))
                .isZero();
        assertThat(out.toString()).containsPattern("\\(Intercept\\) +-1\\.398");
    }

    @Test
    void repeatsTheFitAndReportsEachTime() {
        assertThat(fit(CBPP.toString(), CBPP_MODEL, "--repeat", "3")).isZero();
        assertThat(err.toString()).matches("fit_ms:( [0-9]+\\.[0-9]){3}\\R");
    }

    @Test
    void aModelThatCannotBeFittedIsStatusOne() throws IOException {
        Path file = Files.writeString(directory.resolve("constant.csv"), "y,g\n1,a\n1,b\n1,a\n1,b\n");
        assertThat(fit(file.toString(), "y ~ 1 + (1 | g)")).isEqualTo(1);
        assertThat(err.toString()).startsWith("constant_response: ");
    }

    @Test
    void noRowsAreStatusOne() throws IOException {
        Path file = Files.writeString(directory.resolve("empty.csv"), "y,g\n");
        assertThat(fit(file.toString(), "y ~ 1 + (1 | g)")).isEqualTo(1);
        assertThat(err.toString()).startsWith("no rows in ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "GLMM-702; missing.csv; y ~ x",
                "GLMM-201; src/test/resources/reference/cbpp/data.csv; incidence ~ perod + (1 | herd)",
                "GLMM-101; src/test/resources/reference/cbpp/data.csv; incidence ~ (period",
                "GLMM-106; src/test/resources/reference/cbpp/data.csv; ''",
                "GLMM-302; src/test/resources/reference/cbpp/data.csv; incidence ~ 1 + (1 | herd), binomial",
                "GLMM-702; pom.xml.parquet; y ~ x",
            })
    void wrongInputIsStatusTwoWithACodedMessage(String code, String file, String model) {
        for (DataEngine engine : DataEngine.values()) {
            err.getBuffer().setLength(0);
            assertThat(fit(file, model, "--engine", engine.name()))
                    .as(engine.name())
                    .isEqualTo(2);
            assertThat(err.toString()).startsWith(code + ": ").hasLineCount(1);
        }
    }

    private int fit(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "fit";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return run(all);
    }

    private int run(String... arguments) {
        return Main.run(new PrintWriter(out), new PrintWriter(err), arguments);
    }

    private static List<String> names(JsonNode node) {
        return StreamSupport.stream(((Iterable<String>) node::fieldNames).spliterator(), false)
                .toList();
    }
}
