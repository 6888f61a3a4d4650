package org.glmmsql.engine.spark;

import java.util.List;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** Between the lists of both languages. */
final class ScalaLists {
    private ScalaLists() {}

    static <T> List<T> list(Seq<T> seq) {
        return List.copyOf(CollectionConverters.asJava(seq));
    }

    static <T> Seq<T> seq(List<? extends T> list) {
        return CollectionConverters.asScala(List.<T>copyOf(list)).toSeq();
    }
}
