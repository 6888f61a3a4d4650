package org.glmmsql.family;

import java.util.List;
import java.util.stream.Stream;

/** Every family there is: those that are registered, and those made of them. */
public final class Catalogue {
    private Catalogue() {}

    public static Stream<Family> families() {
        return Families.names().stream()
                .flatMap(name -> Stream.of(List.<String>of(), List.of("zero"))
                        .filter(parameters -> parameters.isEmpty() || WithZerosFamily.takes(Families.byName(name)))
                        .map(parameters -> Families.of(name, parameters)));
    }
}
