package org.glmmsql.sql;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.function.KeyedTable;
import org.glmmsql.function.Signature;
import org.glmmsql.function.SqlFunction;
import org.glmmsql.function.TableFunction;
import org.glmmsql.model.ResultColumn;
import org.glmmsql.model.Status;

/** The reference manual, sql/README.md, made of the catalogue. */
public final class Manual {
    private static final String INTRODUCTION = """
            # Functions of glmm-sql

            This page is made of the catalogue of functions (`java -jar target/glmm-sql.jar functions --markdown`); a test holds it current.
            A fitted model is a **value**, a text (JSON), that can be selected, stored, joined, and copied to another database.
            What a model text may hold is in `docs/model-text.md`.

            ## Getting the functions
            | from | how |
            |---|---|
            | Java | `org.glmmsql.jdbc.Glmm.register(connection)`, for a connection of a driver or a pool; without a database `org.glmmsql.api.MixedModels` |
            | a JDBC client | the URL `jdbc:glmm:h2:...`, `jdbc:glmm:duckdb:...` or `jdbc:glmm:sqlite:...`, driver class `org.glmmsql.jdbc.GlmmDriver` |
            | the command line | `java -jar target/glmm-sql.jar --url jdbc:... script.sql` |
            | Spark SQL | `--jars target/glmm-sql-spark.jar --conf spark.sql.extensions=org.glmmsql.engine.spark.GlmmExtensions`; see `docs/spark.md` |
            | H2, by script | `h2/install.sql`, run once by an administrator; definitions stay in the database, and everybody can use them, from another schema as `PUBLIC.glmm_fit` |
            | DuckDB, by script | `duckdb/install.sql` keeps the macros in the file; connections still register the Java functions first |
            | DuckDB without Java | `duckdb/readers.sql` gives a session the readers of what stands in stored models (not `glmm_vcov`, nor what is computed of a model): `duckdb -init readers.sql`, or by JDBC `jdbc:duckdb:file.db;session_init_sql_file=readers.sql` |

            ## Engines
            | | H2 | DuckDB | SQLite | Spark |
            |---|---|---|---|---|
            | `glmm_fit(model_text, v1, ...)` | yes | yes, up to 30 columns | yes | yes |
            | by name | - | `glmm_fit('y ~ x + (1 \\| g)', t) FROM t` | - | `glmm_fit('y ~ x + (1 \\| g)', struct(*)) FROM t`, and named columns, see below |
            | FILTER in the aggregate | yes | `glmm_fit_rows(model_text, list(t) FILTER (WHERE ...))` | yes | yes; DISTINCT, OVER, ROLLUP, CUBE and GROUPING SETS too |
            | table functions | yes | yes, also lateral: `FROM fits f, glmm_fixef(f.model) c` | `json_each(glmm_rows(model, 'fixef'))`, see below | yes, also lateral: `FROM fits f, LATERAL glmm_fixef(f.model) c` |
            | `glmm(model_text, query)`, `..._by(query)` | yes | yes | - (json_each is lateral) | yes |
            | `glmm_predict(model, options, row)`, and all functions of a model and columns: by name | - | yes | - | - |
            | a wrong call is told | when the first row comes | when the first row comes | when the first row comes | at analysis, before a job |
            | cancel and query timeout stop a fit | within a second | after the group | after the group | within two seconds |
            | definitions | stay in the database | functions with the open database, macros with the connection | with the connection | with the session |
            | a wrong number of arguments | GLMM-202 of aggregates, else H2 says that there is no such method | its own error, with the calls that there are | GLMM-202, its own error for functions that always have as many | GLMM-202 |
            | NaN in a column | coded error | coded error | SQLite makes it NULL: the row is dropped | coded error |
            | order of ENUM values | value order | its own | - | - |

            A query argument is the text of one query; it runs with the rights of the caller, and nothing else can run through it. On DuckDB
            and Spark it must be a constant. Numbers are numeric; text, ENUM and BOOLEAN are factors; dates and timestamps count days; integers beyond
            2^53 that a double cannot hold are identifiers, that is text. Decimals of more digits than a double are rounded as covariates and
            stay apart as levels. TIME and INTERVAL are factors by their text, BLOB by its hexadecimal digits. Rows with NULL in a used column
            are dropped and counted. NULL stands for numbers that are not finite. `df` is NULL where the normal distribution is used.

            ### H2
            Registering defines what is missing and replaces what another version of glmm-sql defined; it refuses a schema where somebody else's
            routine has one of the names (GLMM-701). Who may not define routines uses those that an administrator defined.

            A query argument is refused (GLMM-703) where it, or a view below it, writes or locks: `FINAL TABLE`, `FOR UPDATE`, `NEXT VALUE FOR`,
            `LINK_SCHEMA`, `FILE_WRITE`, `CSVWRITE`, `SET`, and functions of your own that are not declared DETERMINISTIC.

            H2 gives a function the connection of who asks, so `..._by(query)` and `glmm(model_text, query)` read their tables with the rights of
            the reader of a view, not with those of its owner. For readers who may see the view only, keep the rows in a table
            (`CREATE TABLE coefficients AS SELECT * FROM glmm_tidy_by('SELECT region, model FROM fits')`), grant SELECT on the tables of the query,
            or read one model: in `CREATE VIEW v AS SELECT * FROM glmm_tidy((SELECT model FROM chosen))` the subquery is part of the view and has
            the rights of its owner. (A WHERE in such a subquery of a view is more than H2 2.5 can compile; put it into a view below.)

            Keys of `..._by` come back with their types, CLOB, ENUM, DECFLOAT and ROW as text.

            The default method is ML for every family, gaussian too, where lmer's is REML: write `method = REML` for its estimates. PQL holds the
            dispersion of binomial and poisson models at 1, as all methods here do; glmmPQL of MASS estimates it, and multiplies standard errors by
            its root. Wald intervals are symmetric on the scale of the estimate for fixed effects, of the logarithm for standard deviations, of
            atanh (Fisher's z) for correlations.

            ### DuckDB
            Registering defines the functions once for an open database, in place of those of another version of glmm-sql, and the macros for each
            connection (about 12 ms of processor time). It refuses a database where a macro or function of somebody else has one of the names
            (GLMM-701); it looks when the first connection of a process registers.

            A query argument is refused (GLMM-703) unless it is one SELECT, WITH, FROM or VALUES, and where it calls `nextval`, `setval`, `setseed`,
            `query`, `checkpoint`, or another function that writes, waits or changes the session. What a view or a macro of your own does inside is
            not looked at.

            All of it works in a file that was opened read-only: register, then fit, read and select from views over `..._by` and `glmm`. A view over
            the functions needs a connection that has registered; who must read it without Java keeps its rows in a table, or begins with
            `duckdb/readers.sql`.

            TIME, INTERVAL, BLOB, BIT and UUID columns are factors by their text (a BLOB by its hexadecimal digits); lists, arrays, structs, maps and
            unions are refused (GLMM-203). Where a table has a column of its own name, `glmm_fit(model_text, t) FROM t` gets that column and not the
            row: write `FROM t AS r` and pass `r`. In a call of seven columns or more a NULL literal at the end is no column.

            ### SQLite
            A column of numbers with a text among them is refused where numbers are expected (GLMM-203 names the text); as a grouping factor or in
            `factor()` its values are levels. Registering refuses a connection that has functions of somebody else under the names of glmm-sql
            (GLMM-701). Views over fits and models work in a file that was opened read-only.

            Tables of a model come from SQLite's own `json_each`:
            ```sql
            SELECT f.region, c.value ->> 'term' AS term, c.value ->> 'estimate' AS estimate, c.value ->> 'std_error' AS std_error
            FROM fits f, json_each(glmm_rows(f.model, 'fixef')) c;
            SELECT value ->> 'statistic' AS statistic, value ->> 'p_value' AS p_value
            FROM json_each(glmm_anova_rows((SELECT model FROM small), (SELECT model FROM large)));
            ```
            `glmm_rows(model, name)` takes ${readers}, and what else needs a model alone (`terms`, `quality`, `vif`, `check`); members have the names
            of the columns below. With further arguments a table function has `_rows` at its end:
            ```sql
            SELECT value ->> 'contrast' AS contrast, value ->> 'estimate' AS estimate
            FROM json_each(glmm_contrasts_rows((SELECT model FROM fits WHERE region = 'north'), 'pairwise ~ treatment', 'adjust = tukey'));
            SELECT value ->> 'model' AS model, value ->> 'weight' AS weight
            FROM json_each(glmm_compare_rows((SELECT json_group_array(json_object('name', name, 'model', model)) FROM candidates)));
            ```
            It is a reader of one model: `WHERE glmm_status(f.model) <> 'invalid_data'` leaves out models of which it would raise the error.

            ### Spark
            Columns bind by name where they come as one struct, or where all of them have names and all variables of the model are among these:
            `glmm_fit(model_text, *)` reads the columns that the model names, and no others. Else they bind by position, as everywhere. A text that is no
            constant binds by position, or by the fields of a struct.

            An error that only the rows show ends the job; its code stands in the message and in the innermost cause. A query argument is refused
            (GLMM-703) unless it is one query. A view over a fit fits at each use: keep models in a table. Arrays, maps and variants are refused
            (GLMM-203); timestamps are moments, whatever the time zone of the session.
            """;

    private Manual() {}

    /** The page as Markdown. */
    public static String markdown() {
        List<String> lines = new ArrayList<>();
        String readers = FunctionCatalog.READERS.stream()
                .map(table -> "`" + table.name() + "`")
                .collect(Collectors.joining(", "));
        lines.add(INTRODUCTION.stripTrailing().replace("${readers}", readers));
        lines.add("");
        lines.add("## Functions");
        lines.add("| function | kind | gives |");
        lines.add("|---|---|---|");
        List<SqlFunction> functions = FunctionCatalog.STANDARD.functions();
        for (SqlFunction function : functions) {
            lines.add("| [`" + function.signature() + "`](#" + function.name() + ") | " + function.kind() + " | "
                    + cell(function.signature().doc()) + " |");
        }
        functions.forEach(function -> describe(function, lines));
        lines.add("");
        lines.add("## Statuses");
        lines.add(
                "What the data make impossible is the `status` of a model, with a `message` that names it and the remedy.");
        lines.add("| status | meaning |");
        lines.add("|---|---|");
        Arrays.stream(Status.values()).forEach(s -> lines.add("| `" + s + "` | " + cell(s.meaning()) + " |"));
        lines.add("");
        lines.add("## Errors");
        lines.add(
                "A wrong call raises an SQLException whose message begins with a code, and says what was found and what to do.");
        lines.add(
                "A fit that the data of one group do not allow is no error but a model with another `status` than `ok`, and so are values that no"
                        + " model of its kind can have: its status is `invalid_data`, its message that of the code below. A reader of one model raises"
                        + " this error again, `..._by` readers leave the model out and `glmm_glance` shows it, `glmm_predict` gives NULL"
                        + " (`failed = error`: GLMM-503). The option `on_error = fail` in the model text makes it an error of the aggregate.");
        lines.add("| code | meaning |");
        lines.add("|---|---|");
        Arrays.stream(ErrorCode.values())
                .forEach(code -> lines.add("| GLMM-" + code.number() + " | " + cell(code.meaning()) + " |"));
        return String.join("\n", lines) + "\n";
    }

    private static void describe(SqlFunction function, List<String> lines) {
        Signature signature = function.signature();
        lines.add("");
        lines.add("### " + function.name());
        lines.add("`" + signature + "`: " + signature.doc() + ".");
        lines.add("```sql");
        lines.add(signature.example() + ";");
        lines.add("```");
        lines.add("| argument | |");
        lines.add("|---|---|");
        signature
                .arguments()
                .forEach(a ->
                        lines.add("| " + a.name() + (a.repeated() ? "1, ..." : "") + " | " + cell(a.doc()) + " |"));
        if (function instanceof KeyedTable keyed) {
            String reader = keyed.table().name();
            lines.add("");
            lines.add("Columns: the keys, then those of [`" + reader + "`](#" + reader + ").");
        } else if (function instanceof TableFunction table) {
            lines.add("");
            lines.add("| column | type | |");
            lines.add("|---|---|---|");
            for (ResultColumn<?> column : table.columns()) {
                lines.add("| " + column.name() + " | " + column.type() + " | " + cell(column.doc()) + " |");
            }
        }
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
