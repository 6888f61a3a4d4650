package org.glmmsql.engine.duckdb;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.function.Aggregate;
import org.glmmsql.function.Argument;
import org.glmmsql.function.Catalog;
import org.glmmsql.function.KeyedTable;
import org.glmmsql.function.ModelsTable;
import org.glmmsql.function.QueryTable;
import org.glmmsql.function.SqlFunction;
import org.glmmsql.function.Table;
import org.glmmsql.function.TableFunction;
import org.glmmsql.model.ColumnType;
import org.glmmsql.model.FittedModel;
import org.glmmsql.model.ModelJson;
import org.glmmsql.model.ResultColumn;
import org.glmmsql.model.ResultTable;
import org.glmmsql.model.Status;

/**
 * What DuckDB's own language can do: pack columns into rows, unpack rows from JSON, and read stored models, for which no Java is needed.
 */
final class Macros {
    /** Ends the name of a Java function that takes or gives rows. */
    static final String ROWS = "_rows";

    /**
     * The numbers of columns that an overload takes, from and to. Parsing costs a connection twenty microseconds for each name of a column, so
     * from seven on several numbers share one, and what is not given is {@link #NOT_GIVEN}. Rows are kept with all columns of an overload.
     */
    private static final int[][] COLUMNS = {
        {1, 1}, {2, 2}, {3, 3}, {4, 4}, {5, 5}, {6, 6}, {7, 9}, {10, 14}, {15, 21}, {22, 30}
    };

    /** The same for all but {@code glmm_fit}, which few call with so many columns. */
    private static final int[][] FEWER_COLUMNS = {{1, 1}, {2, 3}, {4, 6}, {7, 12}, {13, 30}};

    /** Of aggregates over a model and rows, which every connection pays for and few call; sizes are their own, by which overloads are told. */
    private static final int[][] FEW_OVERLOADS = {{1, 1}, {2, 8}, {9, 31}};

    /** No column: who passes this word itself as the last of many columns has not given it. */
    private static final String NOT_GIVEN = "NULL";

    private static final Pattern MACRO_NAME = Pattern.compile("MACRO (\\w+)");

    private static final String QUERY = "query(" + PlainQuery.NAME + "(query_text))";

    /** The type of a column of models that the query of a call has not: nobody else's. */
    private static final String MISSING = "ENUM('none')";

    private static final String MODELS = "glmm_models";

    /** In one text: what every connection of a pool pays for. */
    private final String temporary;

    private final Catalog catalog;
    private final Set<String> names;

    Macros(Catalog catalog) {
        this.catalog = catalog;
        this.temporary = String.join(";", definitions("TEMP "));
        this.names = definitions("").stream()
                .flatMap(definition -> MACRO_NAME.matcher(definition).results().limit(1))
                .map(found -> found.group(1))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Of all macros. */
    Set<String> names() {
        return names;
    }

    /** Statements that define all for a connection. */
    String temporary() {
        return temporary;
    }

    /** Whether DuckDB cannot read the rows from a stored model itself. */
    boolean needsJava(TableFunction table) {
        return ResultTable.STORED.stream().noneMatch(stored -> table.name().equals("glmm_" + stored.name()));
    }

    /**
     * How many members of a row without names were given to an aggregate, whose overloads have so many.
     *
     * @param isNull whether a member is {@link #NOT_GIVEN}, a NULL without a type
     */
    static int given(int members, IntPredicate isNull) {
        int least = Stream.of(COLUMNS, FEWER_COLUMNS, FEW_OVERLOADS)
                .flatMap(Arrays::stream)
                .filter(numbers -> numbers[1] == members)
                .mapToInt(numbers -> numbers[0])
                .min()
                .orElse(members);
        int given = members;
        while (given > least && isNull.test(given - 1)) {
            given--;
        }
        return given;
    }

    /** @param scope {@code "TEMP "}, or empty to keep the macros in the database */
    List<String> definitions(String scope) {
        List<String> all = new ArrayList<>();
        catalog.of(Aggregate.class).forEach(a -> all.add(create(scope, a.name()) + overloads(a, columns(a))));
        all.addAll(readers(scope));
        catalog.of(Table.class).filter(this::needsJava).forEach(table -> all.add(table(scope, table)));
        catalog.of(KeyedTable.class)
                .filter(keyed -> needsJava(keyed.table()))
                .forEach(keyed -> all.add(keyed(scope, keyed)));
        catalog.of(QueryTable.class).forEach(query -> all.add(query(scope, query)));
        catalog.of(ModelsTable.class).forEach(models -> all.add(models(scope, models)));
        return all;
    }

    private static String query(String scope, QueryTable query) {
        String texts = texts(query.aggregate());
        return create(scope, query.name()) + "(" + texts + ", query_text) AS TABLE SELECT * FROM "
                + query.table().name() + "((SELECT " + query.aggregate().name() + "(" + texts + ", t) FROM " + QUERY
                + " AS t))";
    }

    /** Models as a JSON array, in the order of the query. */
    private static String models(String scope, ModelsTable models) {
        String parameters = parameters(models).replaceFirst("^query", "query_text");
        String texts = models.signature().texts().stream()
                .skip(1)
                .map(text -> ", " + text.name())
                .collect(Collectors.joining());
        return create(scope, models.name()) + "(" + parameters + ") AS TABLE SELECT "
                + unnest(
                        models.name() + ROWS
                                + "((SELECT json_group_array(json_object('name', " + given("name") + ", 'model', "
                                + given("model") + "))::VARCHAR FROM " + withColumns("name", "model") + ")" + texts
                                + ")",
                        models.columns());
    }

    private static String table(String scope, Table table) {
        return create(scope, table.name()) + "(" + parameters(table) + ") AS TABLE SELECT "
                + unnest(table.name() + ROWS + "(" + texts(table) + ")", table.columns());
    }

    /**
     * As few words as can be, as each costs a connection time: one star, since no reader has a column named model.
     *
     * @param leftOut whether a model whose data allow none is left out of many; glance shows it
     */
    private static String keyed(String scope, String reader, boolean leftOut) {
        String model =
                leftOut ? "CASE WHEN glmm_status(model) <> '" + Status.INVALID_DATA + "' THEN model END" : "model";
        return create(scope, reader + "_by") + "(query_text) AS TABLE SELECT * EXCLUDE (model) FROM " + MODELS
                + "(query_text), " + reader + "(" + model + ")";
    }

    /** With texts beside the query. */
    private static String keyed(String scope, KeyedTable keyed) {
        String reader = keyed.table().name();
        String parameters = parameters(keyed).replaceFirst("^query", "query_text");
        String texts = keyed.signature().texts().stream()
                .skip(1)
                .map(text -> ", " + text.name())
                .collect(Collectors.joining());
        String condition = keyed.ofFits() ? "= '" + Status.OK : "<> '" + Status.INVALID_DATA;
        String model = "CASE WHEN glmm_status(model) " + condition + "' THEN model END";
        return create(scope, keyed.name()) + "(" + parameters + ") AS TABLE SELECT * EXCLUDE (model) FROM " + MODELS
                + "(query_text), " + reader + "(" + model + texts + ")";
    }

    /** Those that need no Java: they read stored models in any client of DuckDB. */
    static List<String> readers(String scope) {
        List<String> all = new ArrayList<>();
        all.add(create(scope, PlainQuery.NAME) + "(query_text) AS " + PlainQuery.macro());
        all.add(create(scope, MODELS) + "(query_text) AS TABLE FROM " + withColumns("model"));
        all.add(create(scope, "glmm_member") + "(model, name, type) AS " + member());
        all.add(create(scope, "glmm_status") + "(model) AS json_extract_string("
                + "glmm_member(model, 'glance', 'OBJECT'), '$.status')");
        for (ResultTable<FittedModel, ?> table : ResultTable.STORED) {
            String reader = "glmm_" + table.name();
            all.add(create(scope, reader) + "(model) AS TABLE SELECT " + select(table));
            all.add(keyed(scope, reader, table != ResultTable.GLANCE));
        }
        return all;
    }

    /** The query of a call with columns that it may not have, which are then {@link #MISSING} in type. */
    private static String withColumns(String... names) {
        return "(FROM (SELECT "
                + Arrays.stream(names)
                        .map(name -> "NULL::" + MISSING + " AS " + name)
                        .collect(Collectors.joining(", "))
                + " WHERE false) UNION ALL BY NAME FROM " + QUERY + ")";
    }

    /** A column of such a query, or the error of one without. */
    private static String given(String name) {
        return "CASE WHEN " + isMissing(name) + " THEN " + missing(name) + " ELSE " + name + " END";
    }

    private static String isMissing(String name) {
        return "typeof(" + name + ") = '" + MISSING.replace("'", "''") + "'";
    }

    private static String missing(String name) {
        return error(
                ErrorCode.QUERY,
                "'the query has no column named " + name
                        + "; name it so, as in SELECT region AS name, fit AS model FROM fits'");
    }

    private static String create(String scope, String name) {
        return "CREATE OR REPLACE " + scope + "MACRO " + name;
    }

    private static int[][] columns(Aggregate aggregate) {
        boolean ofModel = aggregate.signature().arguments().get(0).name().equals("model");
        return ofModel ? FEW_OVERLOADS : aggregate.name().equals("glmm_fit") ? COLUMNS : FEWER_COLUMNS;
    }

    /**
     * Definitions for the numbers of columns. One column alone may be the row itself; several are packed into a row without names.
     *
     * @param columns from and to, of each overload
     */
    private static String overloads(Aggregate function, int[][] columns) {
        String texts = texts(function);
        return Arrays.stream(columns)
                .map(numbers -> {
                    String all = names(1, numbers[1], "");
                    String parameters = names(1, numbers[0], "")
                            + (numbers[0] == numbers[1]
                                    ? ""
                                    : ", " + names(numbers[0] + 1, numbers[1], " := " + NOT_GIVEN));
                    String row = numbers[1] == 1 ? all : "row(" + all + ")";
                    return "(" + texts + ", " + parameters + ") AS " + function.name() + ROWS + "(" + texts + ", list("
                            + row + "))";
                })
                .collect(Collectors.joining(", "));
    }

    /** The texts as a macro takes them, those that may be left out with NULL for it. */
    private static String parameters(SqlFunction function) {
        List<Argument> texts = function.signature().texts();
        int required = function.signature().required();
        return IntStream.range(0, texts.size())
                .mapToObj(j -> texts.get(j).name() + (j < required ? "" : " := NULL"))
                .collect(Collectors.joining(", "));
    }

    private static String texts(SqlFunction function) {
        return function.signature().texts().stream().map(Argument::name).collect(Collectors.joining(", "));
    }

    private static String names(int from, int to, String after) {
        return IntStream.rangeClosed(from, to).mapToObj(j -> "v" + j + after).collect(Collectors.joining(", "));
    }

    /** A part of a model, with the errors that the other engines give for what is not a model. */
    private static String member() {
        String format = "json_extract(model, '$.glmm')";
        return "CASE WHEN " + isMissing("model") + " THEN " + missing("model") + " WHEN model IS NULL THEN NULL"
                + " WHEN NOT json_valid(model) OR json_type(model, '$.glmm') IS DISTINCT FROM 'UBIGINT' OR "
                + format + "::UBIGINT = 0 THEN "
                + error(ErrorCode.NOT_A_MODEL, "'the value is not a model of glmm_fit; pass the text as it was stored'")
                + " WHEN " + format + "::UBIGINT > " + ModelJson.FORMAT + " THEN "
                + error(
                        ErrorCode.NEWER_MODEL,
                        "'the model has format ' || " + format + " || ', this version of glmm-sql reads up to "
                                + ModelJson.FORMAT + "; use a newer version, or fit again'")
                + " WHEN json_type(model, '$.' || name) IS DISTINCT FROM type THEN "
                + error(
                        ErrorCode.NOT_A_MODEL,
                        "'the value is not a model of glmm_fit, member ''' || name || ''' is missing or not as expected;"
                                + " pass the text as it was stored'")
                + " WHEN name <> 'glance' AND json_extract_string(model, '$.glance.status') = '" + Status.INVALID_DATA
                + "' THEN error(json_extract_string(model, '$.glance.message'))"
                + " ELSE json_extract(model, '$.' || name) END";
    }

    /** @param message an expression */
    static String error(ErrorCode code, String message) {
        return "error('GLMM-" + code.number() + ": ' || " + message + ")";
    }

    private static String select(ResultTable<FittedModel, ?> table) {
        if (table == ResultTable.RANEF) {
            return "group_name, level, unnest(terms) AS term, unnest(estimates) AS estimate, unnest(std_errors) AS std_error,"
                    + " unnest(u) AS u, unnest(u_std_errors) AS u_std_error, component"
                    + " FROM (SELECT group_name, coalesce(component, 'cond') AS component, terms, unnest(levels) AS level, unnest(estimates) AS estimates,"
                    + " unnest(std_errors) AS std_errors, unnest(coalesce(u, estimates)) AS u,"
                    + " unnest(coalesce(u_std_errors, std_errors)) AS u_std_errors"
                    + " FROM (SELECT unnest(from_json(glmm_member(model, 'ranef', 'ARRAY'),"
                    + " '[{\"group_name\":\"VARCHAR\",\"component\":\"VARCHAR\",\"terms\":[\"VARCHAR\"],\"levels\":[\"VARCHAR\"],"
                    + "\"estimates\":[[\"DOUBLE\"]],\"std_errors\":[[\"DOUBLE\"]],"
                    + "\"u\":[[\"DOUBLE\"]],\"u_std_errors\":[[\"DOUBLE\"]]}]'), recursive := true)))";
        }
        String rows = unnest(
                table == ResultTable.GLANCE // one row
                        ? "'[' || glmm_member(model, 'glance', 'OBJECT') || ']'"
                        : "glmm_member(model, '" + table.name() + "', 'ARRAY')",
                table.columns());
        // a model that was stored before there were others has effects of the mean alone
        return table == ResultTable.VARCORR
                ? "* REPLACE (coalesce(component, 'cond') AS component) FROM (SELECT " + rows + ")"
                : rows;
    }

    /** Rows of a JSON array of objects. */
    private static String unnest(String array, List<? extends ResultColumn<?>> columns) {
        String structure = columns.stream()
                .map(c -> "\"" + c.name() + "\":\"" + type(c.type()) + "\"")
                .collect(Collectors.joining(","));
        return "unnest(from_json(" + array + ", '[{" + structure + "}]'), recursive := true)";
    }

    private static String type(ColumnType type) {
        return type == ColumnType.TEXT ? "VARCHAR" : type.name();
    }
}
