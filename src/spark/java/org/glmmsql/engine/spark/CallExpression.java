package org.glmmsql.engine.spark;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.objects.Invoke;
import org.apache.spark.sql.types.DataType;
import scala.collection.immutable.IndexedSeq;

/** Spark's call of a method, of a {@link RowCall} or {@link TableCall} with one row of arguments, that is known by the name of its function. */
final class CallExpression extends Invoke {
    private final String call;

    CallExpression(Expression call, String method, DataType type, Expression row) {
        // NULL is an argument like others, and may be the result; the same arguments give the same
        super(call, method, type, ScalaLists.seq(List.of(row)), ScalaLists.seq(List.of()), false, true, true);
        this.call = call.toString();
    }

    @Override
    public CallExpression withNewChildrenInternal(IndexedSeq<Expression> children) {
        return new CallExpression(children.apply(0), functionName(), dataType(), children.apply(1));
    }

    /** What a column without an alias is called. */
    @Override
    public String toString() {
        List<String> texts = new ArrayList<>();
        List<Expression> namesAndValues = ScalaLists.list(arguments().apply(0).children());
        for (int j = 1; j < namesAndValues.size(); j += 2) {
            texts.add(namesAndValues.get(j).toString());
        }
        return call + "(" + String.join(", ", texts) + ")";
    }
}
