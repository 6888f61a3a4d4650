package org.glmmsql.engine.spark;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.analysis.FunctionRegistryBase;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.ExpressionInfo;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.classic.SparkSession;
import org.glmmsql.function.Aggregate;
import org.glmmsql.function.Catalog;
import org.glmmsql.function.KeyedTable;
import org.glmmsql.function.ModelsTable;
import org.glmmsql.function.QueryTable;
import org.glmmsql.function.Scalar;
import org.glmmsql.function.SqlFunction;
import org.glmmsql.function.Table;
import org.glmmsql.function.TableFunction;
import scala.Function1;
import scala.Option;
import scala.collection.immutable.Seq;
import scala.runtime.AbstractFunction1;

/** The functions of a catalogue as Spark takes them: what builds an expression or a plan of the arguments of a call, at analysis. */
final class SparkFunctions {
    private final Catalog catalog;

    SparkFunctions(Catalog catalog) {
        this.catalog = catalog;
        FunctionReference.define(catalog);
    }

    /** @param builder of what a call stands for; what it throws ends the analysis */
    record Definition<T>(SqlFunction function, Function<List<Expression>, T> builder) {
        FunctionIdentifier id() {
            return new FunctionIdentifier(function.name());
        }

        /** Its name in a session, among those of Spark itself: a view may use it. */
        FunctionIdentifier full() {
            return new FunctionIdentifier(function.name(), Option.apply("builtin"), Option.apply("system"));
        }

        ExpressionInfo info() {
            String usage = "_FUNC_"
                    + function.signature().toString().substring(function.name().length()) + " - "
                    + function.signature().doc();
            return new ExpressionInfo(
                    GlmmExtensions.class.getName(), null, function.name(), usage, "", "", "", "", "", "", "built-in");
        }

        Function1<Seq<Expression>, T> scalaBuilder() {
            return new AbstractFunction1<>() {
                @Override
                public T apply(Seq<Expression> arguments) {
                    return builder.apply(ScalaLists.list(arguments));
                }
            };
        }
    }

    /** Scalars and aggregates. */
    List<Definition<Expression>> expressions() {
        return Stream.concat(
                        catalog.of(Scalar.class).map(f -> new Definition<Expression>(f, a -> Calls.scalar(f, a))),
                        catalog.of(Aggregate.class).map(f -> new Definition<Expression>(f, a -> Calls.aggregate(f, a))))
                .toList();
    }

    /** Table functions, which may be lateral. */
    List<Definition<LogicalPlan>> tables() {
        return catalog.of(TableFunction.class)
                .map(f -> new Definition<>(f, a -> table(f, a)))
                .toList();
    }

    private static LogicalPlan table(TableFunction function, List<Expression> arguments) {
        function.signature().requireCount(arguments.size());
        if (function instanceof Table table) {
            return Calls.table(table, arguments);
        }
        if (function instanceof KeyedTable keyed) {
            return QueryCalls.keyed(keyed, arguments);
        }
        return function instanceof ModelsTable models
                ? QueryCalls.together(models, arguments)
                : QueryCalls.ofQuery((QueryTable) function, arguments.get(0), arguments.get(1));
    }

    /** Defines them in a session that is there already. */
    void register(SparkSession session) {
        register(expressions(), session.sessionState().functionRegistry());
        register(tables(), session.sessionState().tableFunctionRegistry());
    }

    private static <T> void register(List<Definition<T>> definitions, FunctionRegistryBase<T> registry) {
        definitions.forEach(f -> registry.registerFunction(f.full(), f.info(), f.scalaBuilder()));
    }
}
