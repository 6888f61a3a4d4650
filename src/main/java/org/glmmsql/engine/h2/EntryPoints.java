package org.glmmsql.engine.h2;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.glmmsql.function.Aggregate;
import org.glmmsql.function.SqlFunction;

/**
 * Where H2 finds functions: it wants a static method for an alias and a class for an aggregate, by name. They are made of the catalogue
 * (the test of this class does it) and only call it. Names as text, because the classes need H2's and a script is made without.
 *
 * @param packageName of all classes
 * @param functions the class of the methods
 */
record EntryPoints(String packageName, String functions) {
    /** Of the library's own catalogue. */
    static final EntryPoints STANDARD = new EntryPoints(EntryPoints.class.getPackageName(), "H2Functions");

    /** The class, or class and method. */
    String implementation(SqlFunction function) {
        return packageName + "."
                + (function instanceof Aggregate ? aggregate(function) : functions + "." + method(function));
    }

    /** {@code hglm_fit} is {@code HglmFitAggregate}. */
    static String aggregate(SqlFunction function) {
        return joined(function) + "Aggregate";
    }

    /** {@code glmm_predict_se} is {@code predictSe}. */
    static String method(SqlFunction function) {
        String name = joined(function);
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    private static String joined(SqlFunction function) {
        return Arrays.stream(function.name().replaceFirst("^glmm_", "").split("_"))
                .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
                .collect(Collectors.joining());
    }
}
