package org.glmmsql.cli;

import java.util.List;
import java.util.stream.Collectors;
import org.glmmsql.engine.Engine;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;
import org.glmmsql.error.Suggestion;
import org.glmmsql.jdbc.Glmm;
import org.glmmsql.sql.FunctionCatalog;

/** The script that keeps an engine's definitions in a database. */
final class InstallScript {
    private InstallScript() {}

    static String of(String name) {
        Engine engine = Glmm.engines().stream()
                .filter(e -> e.name().equals(name)
                        && !e.definitions(FunctionCatalog.STANDARD).isEmpty())
                .findFirst()
                .orElseThrow(() -> {
                    List<String> known = Glmm.engines().stream()
                            .filter(e ->
                                    !e.definitions(FunctionCatalog.STANDARD).isEmpty())
                            .map(Engine::name)
                            .toList();
                    return new GlmmException(
                            ErrorCode.ENGINE, "no install script for '" + name + "'; " + Suggestion.among(name, known));
                });
        return engine.definitions(FunctionCatalog.STANDARD).stream()
                .map(statement -> statement + ";\n")
                .collect(Collectors.joining(
                        "", "-- The functions of glmm-sql, made of their catalogue; see ../README.md.\n", ""));
    }
}
