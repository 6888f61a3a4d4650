package org.glmmsql.jdbc;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.glmmsql.engine.Engine;

/** What to do about a URL that no driver takes. */
final class MissingDriver {
    /** What follows may hold a password. */
    private static final Pattern SCHEME = Pattern.compile("jdbc:[^:]+:");

    private MissingDriver() {}

    static String message(String url, Engines engines) {
        Matcher scheme = SCHEME.matcher(url);
        if (!scheme.lookingAt()) {
            return "this is no JDBC URL; it begins with jdbc: and the name of the database, as in jdbc:duckdb:sales.db; "
                    + engines.described();
        }
        String prefix = scheme.group();
        Optional<Engine> known = engines.present().stream()
                .filter(engine -> engine.urlPrefix().equalsIgnoreCase(prefix))
                .findFirst();
        return known.isPresent()
                ? missing(prefix, known.get())
                : "no driver takes the URL " + prefix + "..., and glmm-sql has no adapter for it; "
                        + engines.described();
    }

    private static String missing(String prefix, Engine engine) {
        return "the driver of " + engine.productName() + " is missing, so nobody takes the URL " + prefix + "...; "
                + engine.remedy();
    }
}
