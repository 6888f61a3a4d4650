package org.glmmsql.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPOutputStream;
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
        assertThat(err.toString())
                .startsWith("GLMM-101: ")
                .endsWith("\n  in -c, line 1, statement 2: SELECT glmm_fit('y ~', 1)\n");
    }

    @Test
    void anErrorNamesFileLineAndStatement() throws IOException {
        Path first = Files.writeString(directory.resolve("first.sql"), "SELECT 1 AS a;");
        Path second = Files.writeString(
                directory.resolve("second.sql"), "-- two\nSELECT 2 AS b;\n\nSELECT *\nFROM nowhere; SELECT 3 AS c");
        assertThat(run(first.toString(), second.toString())).isEqualTo(2);
        assertThat(err.toString())
                .contains("nowhere")
                .endsWith("\n  in " + second + ", line 4, statement 2: SELECT * FROM nowhere\n");
        err.getBuffer().setLength(0);
        out.getBuffer().setLength(0);
        assertThat(run("--keep-going", "--format", "json", first.toString(), second.toString()))
                .isEqualTo(2);
        JsonNode error =
                new ObjectMapper().readTree(out.toString().lines().toList().get(2));
        assertThat(error.get("source").asText()).isEqualTo(second.toString());
        assertThat(error.get("line").asInt()).isEqualTo(4);
        assertThat(error.get("statement").asInt()).isEqualTo(2);
        assertThat(err.toString()).isEmpty();
    }

    /** The remedy stands on the second line. */
    @Test
    void candidatesOfTheDatabaseArePartOfItsMessage() {
        assertThat(run("-c", "CREATE TABLE sales(price INT); SELECT pric FROM sales"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("\"price\"").doesNotContain("LINE 1");
    }

    @Test
    void tablesHaveSixDigitsAndTheOthersAll() {
        String query = "SELECT 1::DOUBLE / 3 AS third, 12345678.9::DOUBLE AS large, 12.50::DECIMAL(5, 2) AS price";
        assertThat(run("-c", query)).isZero();
        assertThat(out.toString()).containsPattern("0.333333 +12345679 +12.50\\R");
        for (String format : List.of("csv", "json")) {
            out.getBuffer().setLength(0);
            assertThat(run("--format", format, "-c", query)).isZero();
            assertThat(out.toString()).contains("0.3333333333333333").contains("12.50");
            out.getBuffer().setLength(0);
            assertThat(run("--format", format, "--digits", "3", "-c", query)).isZero();
            assertThat(out.toString()).containsPattern("0.333[^3]").contains("12.50");
        }
        out.getBuffer().setLength(0);
        assertThat(run("--digits", "17", "-c", query)).isZero();
        assertThat(out.toString()).contains("0.3333333333333333 ");
    }

    @Test
    void cellsAreCutOnlyIfToldToAndVisibly() {
        String query = "SELECT repeat('x', 300) AS long, 1 AS n";
        assertThat(run("-c", query)).isZero();
        assertThat(out.toString()).contains("x".repeat(300));
        out.getBuffer().setLength(0);
        assertThat(run("--width", "10", "-c", query)).isZero();
        assertThat(out.toString().lines()).containsExactly("long        n", "x".repeat(9) + "\u2026  1", "");
        assertThat(run("--width", "10", "--format", "csv", "-c", query)).isEqualTo(2);
        assertThat(err.toString()).startsWith("--width is for tables; csv is never cut");
    }

    @Test
    void aCellOfSeveralLinesKeepsThem() {
        assertThat(run("-c", "SELECT 'a' || chr(10) || 'bcd' AS text, 1 AS n, '' AS e, 'x' || chr(9) || chr(27) AS c"))
                .isZero();
        assertThat(out.toString().lines()).containsExactly("text  n  e  c", "a     1     x\\t\\x1B", "bcd", "");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "--digits 0; --digits takes a number from 1 to 17, not 0",
                "--width 0; --width takes a number from 1, not 0",
                "--formt csv; Unknown option: '--formt'",
                "functions --markdown --install h2; mutually exclusive",
                "fit; Missing required parameters: 'DATA', 'MODEL'",
                "fit data.csv y~x --repeat 0; --repeat takes a number from 1, not 0",
                "fit data.csv y~x --decimal x; --decimal takes . or ,",
                "-v x; KEY=VALUE",
                "-c ; Missing required parameter",
            })
    void wrongUsageIsSaidInFewLines(String arguments, String message) {
        assertThat(run(arguments.split(" "))).isEqualTo(2);
        assertThat(err.toString().lines().findFirst().orElseThrow()).contains(message);
        assertThat(err.toString())
                .containsPattern("Try 'glmm-sql[a-z ]* --help'\\.")
                .hasLineCount(arguments.startsWith("--formt") ? 3 : 2);
    }

    @Test
    void wordsThatAreNoScriptsGetAHint() {
        assertThat(run("functoins")).isEqualTo(2);
        assertThat(err.toString()).startsWith("GLMM-702: ").contains("did you mean the command 'functions'?");
        err.getBuffer().setLength(0);
        assertThat(run(CBPP.toString())).isEqualTo(2);
        assertThat(err.toString()).startsWith("GLMM-702: ").contains("glmm-sql fit " + CBPP);
        err.getBuffer().setLength(0);
        assertThat(run(directory.toString())).isEqualTo(2);
        assertThat(err.toString()).startsWith("GLMM-702: ").contains("is a folder");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sales.db", "jdbc:nosuch:x", "jdbc:h2:tcp://localhost:1/x", "jdbc:duckdb:/nowhere/x.db"})
    void aUrlThatLeadsNowhereIsACodedError(String url) {
        assertThat(run("--url", url, "-c", "SELECT 1")).isEqualTo(2);
        assertThat(err.toString())
                .startsWith("GLMM-701: ")
                .contains(url.startsWith("jdbc:nosuch") ? "jdbc:nosuch:" : url);
    }

    /** As in a cron job without a locale: otherwise the name would not be found, or wrong characters stored. */
    @Test
    void argumentsThatTheLocaleSpoilsAreRefused() {
        assertThat(run("-c", "SELECT 'gr\uFFFD\uFFFDn'")).isEqualTo(2);
        assertThat(err.toString()).contains("set LC_ALL=C.UTF-8");
    }

    @Test
    void aPasswordIsNotRepeated() {
        assertThat(run("--url", "jdbc:h2:tcp://localhost:1/x;USER=sa;PASSWORD=secret", "-c", "SELECT 1"))
                .isEqualTo(2);
        assertThat(err.toString()).startsWith("GLMM-701: ").contains("USER=sa").doesNotContain("secret");
    }

    @Test
    void helpIsACommandToo() {
        assertThat(run("help", "fit")).isZero();
        assertThat(out.toString()).contains("Usage: glmm-sql fit").contains("Exit status:");
        out.getBuffer().setLength(0);
        assertThat(run("fit", "--version")).isZero();
        assertThat(out.toString()).startsWith("glmm-sql ");
    }

    @Test
    void scriptsAreUtf8WithOrWithoutAMark() throws IOException {
        Path marked =
                Files.writeString(directory.resolve("marked.sql"), "\uFEFFSELECT 'ü' AS x;\r\nSELECT 1 AS y;\r\n");
        assertThat(run("--format", "csv", marked.toString())).isZero();
        assertThat(out.toString().lines()).containsExactly("x", "ü", "y", "1");
        Path latin1 = Files.write(directory.resolve("latin1.sql"), "SELECT 'ü'".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(run(latin1.toString())).isEqualTo(2);
        assertThat(err.toString()).startsWith("GLMM-702: ").contains("is not UTF-8");
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
        assertThat(err.toString())
                .startsWith("GLMM-703: the variable ${tabel} has no value in -c, line 1; ")
                .contains("did you mean 'table'");
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
            assertThat(err.toString()).endsWith("1 row written to " + file + "\n");
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

    @ParameterizedTest
    @ValueSource(strings = {"jdbc:duckdb:", "jdbc:h2:mem:", "jdbc:sqlite:"})
    void onlyTheRowsOfAQueryGoToAFile(String url) {
        String file = directory.resolve("result.csv").toString();
        assertThat(run("--url", url, "--output", file, "-c", "CREATE TABLE t(x INT)"))
                .isEqualTo(2);
        assertThat(err.toString()).startsWith("GLMM-702: --output writes the rows of the last statement");
        err.getBuffer().setLength(0);
        assertThat(run("--url", url, "--output", file, "-c", "SELECT 1 AS a, 2 AS A"))
                .isEqualTo(2);
        assertThat(err.toString()).startsWith("GLMM-702: two columns of the result are named 'A'");
        assertThat(Path.of(file)).doesNotExist();
        err.getBuffer().setLength(0);
        assertThat(run("--url", url, "--output", file, "-c", "SELECT 1 AS a UNION ALL SELECT 2"))
                .isZero();
        assertThat(err.toString()).isEqualTo("2 rows written to " + file + "\n");
        assertThat(run("--url", url, "--output", file, "-c", "SELECT 3 AS a")).isZero();
        assertThat(Path.of(file)).content().isEqualToIgnoringCase("a\n3\n");
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
        assertThat(out.toString()).contains("glmm_fit(model_text, v1, v2, ...)").contains("glmm_anova(model1, model2");
        assertThat(run("functions", "--install", "h3")).isEqualTo(2);
        assertThat(err.toString()).startsWith("GLMM-701: ").contains("did you mean 'h2'");
    }

    @Test
    void withoutStatementsItSaysHowToGiveThem() {
        assertThat(run()).isEqualTo(2);
        assertThat(err.toString()).startsWith("nothing to run: ").contains("Try 'glmm-sql --help'");
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
    void numbersOfAFitHaveTheDigitsAskedFor() throws IOException {
        assertThat(fit(CBPP.toString(), CBPP_MODEL, "--text", "herd,period", "--digits", "7"))
                .isZero();
        assertThat(out.toString())
                .contains("-92.0263")
                .containsPattern("\\(Intercept\\) +-1\\.3985321 +0\\.2324720 ")
                .containsPattern("herd +\\(Intercept\\) +0\\.4124\\d{3} +0\\.6422\\d{3}\\D");
        out.getBuffer().setLength(0);
        assertThat(fit(CBPP.toString(), CBPP_MODEL, "--text", "herd,period", "--digits", "3", "--format", "json"))
                .isZero();
        JsonNode json = new ObjectMapper().readTree(out.toString());
        assertThat(json.get("fixef").get(0).get("estimate").asText()).isEqualTo("-1.4");
        assertThat(json.get("glance").get("log_lik").asText()).isEqualTo("-92.0");
        assertThat(json.get("glance").get("nobs").asText()).isEqualTo("56");
        assertThat(fit(CBPP.toString(), CBPP_MODEL, "--digits", "0")).isEqualTo(2);
        assertThat(fit(CBPP.toString(), CBPP_MODEL, "--digits", "3", "--format", "model"))
                .isEqualTo(2);
        assertThat(err.toString())
                .contains("--digits takes a number from 1 to 17, not 0")
                .contains("--digits is for summary and json; a stored model has all digits");
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

    /** What the shell pipes into a database. */
    @Test
    void printsTheStoredModelItself() throws IOException {
        assertThat(fit(CBPP.toString(), CBPP_MODEL, "--format", "model")).isZero();
        assertThat(out.toString()).hasLineCount(1);
        Path model = Files.writeString(directory.resolve("model.json"), out.toString());
        out.getBuffer().setLength(0);
        assertThat(run(
                        "--format",
                        "csv",
                        "-c",
                        "SELECT term FROM glmm_fixef((SELECT content FROM read_text('" + model + "')))"))
                .isZero();
        assertThat(out.toString().lines()).startsWith("term", "(Intercept)", "period");
    }

    @ParameterizedTest
    @EnumSource(DataEngine.class)
    void namesThatDifferInCaseOnlyAreAnError(DataEngine engine) throws IOException {
        Path csv = Files.writeString(directory.resolve("case.csv"), "y,Y\n1,2\n");
        assertThat(fit(csv.toString(), "y ~ 1", "--engine", engine.name())).isEqualTo(2);
        assertThat(err.toString()).startsWith("GLMM-702: ").contains("'y' and the column 'Y'");
        Path parquet = directory.resolve("case.parquet");
        assertThat(run(
                        "-c",
                        "COPY (SELECT {'size': 1, 'b': {'c': 1}} AS a, 1 AS size, 2 AS SIZF) TO '" + parquet + "'"))
                .isZero();
        assertThat(fit(parquet.toString(), "size ~ 1", "--engine", engine.name()))
                .isEqualTo(1); // one row
        // DuckDB writes no two such names: the same bytes with another letter
        byte[] bytes = Files.readAllBytes(parquet);
        Files.writeString(
                parquet,
                new String(bytes, StandardCharsets.ISO_8859_1).replace("SIZF", "SIZE"),
                StandardCharsets.ISO_8859_1);
        err.getBuffer().setLength(0);
        assertThat(fit(parquet.toString(), "size ~ 1", "--engine", engine.name()))
                .isEqualTo(2);
        assertThat(err.toString()).startsWith("GLMM-702: ").contains("'size' and the column 'SIZE' (columns 2 and 3)");
    }

    /** The same table however it is written, on all engines. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "y,x,g\\n1.5,2,a\\n2.5,1,b\\n3,3.5,a\\n4,1,b\\n2,2,a ! ",
                "\uFEFFy,x,g\\r\\n1.5,2,a\\r\\n2.5,1,b\\r\\n3,3.5,a\\r\\n4,1,b\\r\\n2,2,a\\r\\n ! ",
                "y,x,g\\r\\n1.5,2,a\\n2.5,1,b\\r\\n3,3.5,a\\n4,1,b\\n2,2,a ! ",
                "y;x;g\\n1,5;2;a\\n2,5;1;b\\n3;3,5;a\\n4;1;b\\n2;2;a\\n ! --decimal ,",
                "y\\tx\\tg\\n1.5\\t2\\ta\\n2.5\\t1\\tb\\n3\\t3.5\\ta\\n4\\t1\\tb\\n2\\t2\\ta\\n ! ",
                "y:x:g\\n1.5:2:a\\n2.5:1:b\\n3:3.5:a\\n4:1:b\\n2:2:a\\n ! --delimiter :",
                " y , x ,g\\n 1.5, 2 ,a\\n2.5,1,b\\n\\n3,3.5,a\\n4,1,b\\n2,2,a\\n\\n ! ",
                "\"\",\"y\",\"x\",\"g\"\\n\"1\",1.5,2,\"a\"\\n\"2\",2.5,1,\"b\"\\n\"3\",3,3.5,\"a\"\\n\"4\",4,1,\"b\"\\n\"5\",2,2,\"a\" ! ",
                "y,x,g\\n1.5,2,a\\nNA,2,a\\n2.5,1,b\\n3,3.5,a\\n4,1,b\\n2,2,a\\n ! ",
                "y,x,g\\n1.5,2,a\\n.,2,a\\n2.5,1,b\\n3,3.5,a\\n4,1,b\\n2,2,a\\n ! --null .",
            })
    void csvHasManyForms(String csv, String options) throws IOException {
        Path file = Files.writeString(
                directory.resolve("data[1].csv"),
                csv.replace("\\n", "\n").replace("\\r", "\r").replace("\\t", "\t"));
        for (DataEngine engine : DataEngine.values()) {
            out.getBuffer().setLength(0);
            List<String> arguments = new ArrayList<>(
                    List.of(file.toString(), "y ~ x + g", "--engine", engine.name(), "--format", "json"));
            if (options != null) {
                arguments.addAll(List.of(options.split(" ")));
            }
            assertThat(fit(arguments.toArray(String[]::new))).as(err.toString()).isZero();
            JsonNode fixef = new ObjectMapper().readTree(out.toString()).get("fixef");
            assertThat(fixef.findValuesAsText("term")).containsExactly("(Intercept)", "x", "gb");
            // by hand: within g, the sum of squares of x is 1.5, and that of its products with y 1.25
            assertThat(fixef.get(1).get("estimate").asDouble()).isCloseTo(1.25 / 1.5, within(1e-9));
        }
        assertThat(err.toString()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "y,x\\n\"1,5\",2\\n2,1\\n3,3\\n ! GLMM-702: the column 'y' of '",
                "1,2\\n2,1\\n3,3\\n ! GLMM-702: the first line of '",
                "y,x\\n1,2\\n2\\n3,3\\n ! GLMM-702: the file '",
                "'' ! GLMM-702: the file '",
                "y,x\\n1,1\\n2,1e999999999999\\n ! GLMM-",
            })
    void whatACsvCannotMeanIsACodedError(String csv, String message) throws IOException {
        Path file = Files.writeString(directory.resolve("data.csv"), csv.replace("\\n", "\n"));
        for (DataEngine engine : DataEngine.values()) {
            err.getBuffer().setLength(0);
            assertThat(fit(file.toString(), "y ~ x", "--engine", engine.name()))
                    .as(engine.name())
                    .isEqualTo(2);
            assertThat(err.toString()).startsWith(message).hasLineCount(1);
        }
    }

    /** A number that became a level of a factor is the most silent of errors. */
    @ParameterizedTest
    @EnumSource(DataEngine.class)
    void aColumnThatIsTextByAFewValuesIsNoted(DataEngine engine) throws IOException {
        Path file = Files.writeString(
                directory.resolve("data.csv"), "y,x,g\n1,1,a\n2,missing,NA\n3,2,b\n5,1,b\n4,2,a\n2,2,a\n");
        fit(file.toString(), "y ~ x + g", "--engine", engine.name());
        assertThat(err.toString())
                .contains("note: the column 'x' is text, as 1 of its 6 values are not numbers, such as 'missing'")
                .contains("note: 'NA' in the text column 'g' is taken as NULL (1 rows)");
        err.getBuffer().setLength(0);
        out.getBuffer().setLength(0);
        fit(file.toString(), "y ~ x", "--engine", engine.name(), "--text", "X");
        assertThat(err.toString()).isEmpty();
        assertThat(out.toString()).contains("xmissing");
        fit(file.toString(), "y ~ x", "--engine", engine.name(), "--text", "z");
        assertThat(err.toString()).startsWith("GLMM-201: no column 'z' for --text; ");
    }

    @Test
    void compressedFilesAreRead() throws IOException {
        Path file = directory.resolve("cbpp.csv.gz");
        try (var out = new GZIPOutputStream(Files.newOutputStream(file))) {
            Files.copy(CBPP, out);
        }
        for (DataEngine engine : DataEngine.values()) {
            assertThat(fit(file.toString(), CBPP_MODEL, "--engine", engine.name()))
                    .isZero();
        }
    }

    @Test
    void optionsForCsvMeanNothingForParquet() {
        Path file = directory.resolve("data.parquet");
        run("-c", "COPY (SELECT 1 AS y, 2 AS x) TO '" + file + "'");
        assertThat(fit(file.toString(), "y ~ x", "--text", "x")).isEqualTo(2);
        assertThat(err.toString()).startsWith("GLMM-401: --text is for CSV");
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
        assertThat(err.toString()).startsWith("no_data: ");
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
