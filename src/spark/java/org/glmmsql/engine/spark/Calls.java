package org.glmmsql.engine.spark;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.CreateStruct$;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Inline;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.plans.logical.Generate;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.OneRowRelation;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.ObjectType;
import org.apache.spark.sql.types.StringType;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;
import org.glmmsql.function.Aggregate;
import org.glmmsql.function.Argument;
import org.glmmsql.function.RowFunction;
import org.glmmsql.function.Scalar;
import org.glmmsql.function.Signature;
import org.glmmsql.function.Table;
import org.glmmsql.model.ResultColumn;
import org.jspecify.annotations.Nullable;
import scala.Option;

/**
 * What a call of a function stands for. It is built at analysis, when types, names and constants are known: whatever is wrong with them
 * is said before a job begins.
 */
final class Calls {
    private Calls() {}

    /** A value for each row. */
    static Expression scalar(Scalar function, List<Expression> arguments) {
        Signature signature = function.signature();
        signature.requireCount(arguments.size());
        List<Expression> typed = typed(signature, arguments);
        int texts = Math.min(signature.texts().size(), typed.size());
        List<@Nullable String> constants = constants(typed.subList(0, texts));
        if (constants != null) {
            RowFunction given = function.of(constants);
            if (given != null && signature.hasColumns()) {
                given.byPosition(typed.size() - texts);
            }
        }
        RowCall call = new RowCall(FunctionReference.to(function), types(typed));
        return invoke(call, RowCall.method(function.type()), SparkTypes.of(function.type()), typed);
    }

    /** A value for the rows of a group. */
    static GroupAggregate aggregate(Aggregate function, List<Expression> arguments) {
        function.signature().requireCount(arguments.size());
        int texts = function.signature().texts().size();
        List<Expression> typed = typed(function.signature(), arguments);
        BoundColumns columns = BoundColumns.of(
                function, constants(typed.subList(0, texts)), arguments.subList(texts, arguments.size()));
        List<Expression> children = new ArrayList<>(typed.subList(0, texts));
        children.addAll(columns.columns());
        return new GroupAggregate(FunctionReference.to(function), ScalaLists.seq(children), columns.names(), 0, 0);
    }

    /** Rows, of nothing but the arguments. */
    static LogicalPlan table(Table function, List<Expression> arguments) {
        return generate(
                rows(
                        function.columns(),
                        new TableCall(FunctionReference.to(function)),
                        typed(function.signature(), arguments)),
                List.of(),
                new OneRowRelation());
    }

    /** An array of the rows that a table function gives for its texts. */
    static Inline rows(List<? extends ResultColumn<?>> columns, TableCall call, List<Expression> texts) {
        return new Inline(invoke(call, "rows", SparkTypes.of(columns), texts));
    }

    /** The rows beside those columns of the child that are not dropped. */
    static LogicalPlan generate(Inline rows, List<Object> dropped, LogicalPlan child) {
        return new Generate(rows, ScalaLists.seq(dropped), false, Option.empty(), ScalaLists.seq(List.of()), child);
    }

    private static Expression invoke(Object call, String method, DataType type, List<Expression> arguments) {
        return new CallExpression(
                new Literal(call, new ObjectType(call.getClass())),
                method,
                type,
                CreateStruct$.MODULE$.apply(ScalaLists.seq(arguments)));
    }

    /** The arguments, texts cast to what they are; columns are left as they are. */
    static List<Expression> typed(Signature signature, List<Expression> arguments) {
        List<Argument> texts = signature.texts();
        return IntStream.range(0, arguments.size())
                .mapToObj(j -> {
                    Expression argument = arguments.get(j);
                    if (j < texts.size()) {
                        return text(signature.name(), texts.get(j).name(), argument);
                    }
                    return argument;
                })
                .toList();
    }

    static Expression text(String function, String name, Expression argument) {
        if (argument.dataType() instanceof StringType) {
            return argument;
        }
        if (!SparkTypes.isText(argument.dataType())) {
            throw new GlmmException(
                    ErrorCode.COLUMN_TYPE,
                    "the " + name.replace('_', ' ') + " of " + function + " is of type "
                            + argument.dataType().sql() + "; pass a text");
        }
        return new Cast(argument, DataTypes.StringType, Option.empty());
    }

    private static DataType[] types(List<Expression> arguments) {
        return arguments.stream().map(Expression::dataType).toArray(DataType[]::new);
    }

    /** The texts if the analysis knows them, else null. */
    private static @Nullable List<@Nullable String> constants(List<Expression> texts) {
        List<@Nullable String> values = new ArrayList<>();
        for (Expression text : texts) {
            if (!text.foldable() || !text.resolved()) {
                return null;
            }
            Object value = text.eval(null);
            values.add(value == null ? null : value.toString());
        }
        return values;
    }
}
