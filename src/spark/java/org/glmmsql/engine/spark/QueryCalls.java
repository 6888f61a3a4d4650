package org.glmmsql.engine.spark;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.catalyst.QueryPlanningTracker;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.CreateStruct$;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Inline;
import org.apache.spark.sql.catalyst.expressions.NamedExpression$;
import org.apache.spark.sql.catalyst.plans.logical.Aggregate;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.internal.SessionState;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;
import org.glmmsql.function.KeyedTable;
import org.glmmsql.function.ModelsTable;
import org.glmmsql.function.QueryTable;
import org.glmmsql.function.TableFunction;
import org.jspecify.annotations.Nullable;
import scala.Option;

/** Table functions of a query that comes as text: the query becomes a part of the plan, so that Spark runs it like any other. */
final class QueryCalls {
    private static final String MODEL = "model";
    private static final Pattern END = Pattern.compile("[;\\s]+$");

    private QueryCalls() {}

    /** Rows of every model of a query, after its keys. */
    static LogicalPlan keyed(KeyedTable function, List<Expression> arguments) {
        LogicalPlan plan = plan(text(function, arguments.get(0)));
        List<Attribute> columns = ScalaLists.list(plan.output());
        int model = place(MODEL, columns);
        requireDistinct(function, columns, model);
        return Calls.generate(rows(function, columns.get(model), arguments), List.of(model), plan);
    }

    /** The number of a column. @throws GlmmException QUERY if there is none of that name */
    private static int place(String name, List<Attribute> columns) {
        int place = columns.stream()
                .map(column -> column.name().toLowerCase(Locale.ROOT))
                .toList()
                .indexOf(name);
        if (place < 0) {
            throw new GlmmException(
                    ErrorCode.QUERY,
                    "the query has no column named " + name + ", only "
                            + String.join(
                                    ", ", columns.stream().map(Attribute::name).toList())
                            + "; name it so, as in SELECT region AS name, fit AS model FROM fits");
        }
        return place;
    }

    /** Rows of all models of a query together. */
    static LogicalPlan together(ModelsTable function, List<Expression> arguments) {
        String query = text(function, arguments.get(0));
        List<Attribute> columns = ScalaLists.list(plan(query).output());
        place("name", columns);
        place(MODEL, columns);
        // the line ends a comment of the query; one partition keeps the order of the rows
        LogicalPlan models = plan(
                "SELECT nullif(to_json(collect_list(named_struct('name', CAST(name AS STRING), 'model', CAST(model AS STRING))),"
                        + " map('ignoreNullFields', 'false')), '[]') AS models FROM (SELECT /*+ COALESCE(1) */ * FROM ("
                        + query
                        + "\n) AS one)");
        return Calls.generate(rows(function, models.output().head(), arguments), List.of(0), models);
    }

    /** The rows of a function for a text instead of the query of its call, and the texts after it. */
    private static Inline rows(TableFunction function, Attribute instead, List<Expression> arguments) {
        List<Expression> texts = new ArrayList<>(arguments);
        texts.set(0, instead);
        return Calls.rows(
                function.columns(),
                new TableCall(FunctionReference.to(function)),
                Calls.typed(function.signature(), texts));
    }

    private static void requireDistinct(KeyedTable function, List<Attribute> columns, int model) {
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        function.columns().forEach(column -> names.add(column.name()));
        for (int j = 0; j < columns.size(); j++) {
            String key = columns.get(j).name();
            if (j != model && !names.add(key)) {
                throw new GlmmException(
                        ErrorCode.QUERY,
                        "the key '" + key
                                + "' of the query is also another column of the result; rename it, as in SELECT " + key
                                + " AS key1, model");
            }
        }
    }

    /** Rows of what an aggregate gives for all rows of a query. */
    static LogicalPlan ofQuery(QueryTable function, Expression text, Expression query) {
        LogicalPlan plan = plan(text(function, query));
        Expression row = CreateStruct$.MODULE$.apply(ScalaLists.seq(ScalaLists.list(plan.output())));
        Alias value = new Alias(
                Calls.aggregate(function.aggregate(), List.of(text, row)).toAggregateExpression(),
                MODEL,
                NamedExpression$.MODULE$.newExprId(),
                ScalaLists.seq(List.of()),
                Option.empty(),
                ScalaLists.seq(List.of()));
        LogicalPlan one =
                new Aggregate(ScalaLists.seq(List.of()), ScalaLists.seq(List.of(value)), plan, Option.empty());
        return Calls.generate(
                Calls.rows(
                        function.columns(),
                        new TableCall(FunctionReference.to(function)),
                        List.of(value.toAttribute())),
                List.of(0),
                one);
    }

    /** The text of a query, without semicolons after it. */
    private static String text(TableFunction function, Expression query) {
        if (!query.foldable()) {
            throw new GlmmException(
                    ErrorCode.QUERY,
                    "the query of " + function.name() + " is not a constant; write it as one text in quotes");
        }
        @Nullable Object value = query.eval(null);
        return END.matcher(String.valueOf(value)).replaceFirst("");
    }

    /** A query with its columns known. @throws GlmmException QUERY for another text than one query that can be run */
    private static LogicalPlan plan(String query) {
        SessionState session = SparkSession.active().sessionState();
        try {
            LogicalPlan parsed = session.sqlParser().parseQuery(query);
            return session.analyzer().executeAndCheck(parsed, new QueryPlanningTracker(Option.empty()));
        } catch (AnalysisException e) {
            throw new GlmmException(
                    ErrorCode.QUERY,
                    "the query argument cannot be run: " + FirstLine.of(e.getMessage()) + ", in '" + query
                            + "'; pass one SELECT that reads",
                    e);
        }
    }
}
