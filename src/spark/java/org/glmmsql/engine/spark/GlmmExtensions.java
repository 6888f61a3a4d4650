package org.glmmsql.engine.spark;

import org.apache.spark.sql.SparkSessionExtensions;
import org.glmmsql.sql.FunctionCatalog;
import scala.Tuple3;
import scala.runtime.AbstractFunction1;
import scala.runtime.BoxedUnit;

/** The functions in every session: {@code --conf spark.sql.extensions=org.glmmsql.engine.spark.GlmmExtensions}. */
public final class GlmmExtensions extends AbstractFunction1<SparkSessionExtensions, BoxedUnit> {
    @Override
    public BoxedUnit apply(SparkSessionExtensions extensions) {
        SparkFunctions functions = new SparkFunctions(FunctionCatalog.STANDARD);
        functions
                .expressions()
                .forEach(f -> extensions.injectFunction(new Tuple3<>(f.id(), f.info(), f.scalaBuilder())));
        functions
                .tables()
                .forEach(f -> extensions.injectTableFunction(new Tuple3<>(f.id(), f.info(), f.scalaBuilder())));
        return BoxedUnit.UNIT;
    }
}
