package org.glmmsql.jdbc;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.glmmsql.engine.Engine;

/**
 * The adapters found by ServiceLoader.
 *
 * @param present in the order in which they were found
 * @param absent why others cannot be used, most often because they need classes of a driver that is not there
 */
record Engines(List<Engine> present, List<String> absent) {
    /** A broken list of services may fail for ever. */
    private static final int MOST_FAILURES = 100;

    /** Those beside this class. An adapter that cannot be loaded is passed over. */
    static Engines find() {
        List<Engine> present = new ArrayList<>();
        List<String> absent = new ArrayList<>();
        Iterator<ServiceLoader.Provider<Engine>> providers =
                ServiceLoader.load(Engine.class, Engines.class.getClassLoader()).stream()
                        .iterator();
        boolean more = true;
        while (more && absent.size() < MOST_FAILURES) {
            try {
                more = providers.hasNext();
                if (more) {
                    present.add(providers.next().get());
                }
            } catch (ServiceConfigurationError | LinkageError e) {
                absent.add(e.getMessage() == null ? e.toString() : e.getMessage());
            }
        }
        return new Engines(List.copyOf(present), List.copyOf(absent));
    }

    /** For messages: what there is. */
    String described() {
        String known = present.stream()
                .map(engine -> engine.productName() + " (" + engine.urlPrefix() + ")")
                .collect(Collectors.joining(", "));
        return "there are adapters for " + known
                + (absent.isEmpty() ? "" : "; could not be loaded: " + String.join("; ", absent));
    }
}
