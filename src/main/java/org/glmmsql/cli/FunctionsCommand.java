package org.glmmsql.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.glmmsql.sql.FunctionCatalog;
import org.glmmsql.sql.Manual;
import org.glmmsql.sql.TextTable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code glmm-sql functions}. */
@Command(
        name = "functions",
        description = "Lists the SQL functions.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class)
final class FunctionsCommand implements Callable<Integer> {
    @ArgGroup
    private Instead instead = new Instead();

    /** One of them. */
    private static final class Instead {
        @Option(names = "--markdown", description = "the whole manual")
        private boolean markdown;

        @Option(
                names = "--install",
                paramLabel = "ENGINE",
                description = "the script that keeps the definitions in a database: h2, duckdb")
        private @Nullable String install;
    }

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        var out = spec.commandLine().getOut();
        if (instead.markdown) {
            out.print(Manual.markdown());
        } else if (instead.install != null) {
            out.print(InstallScript.of(instead.install));
        } else {
            List<List<String>> rows = FunctionCatalog.STANDARD.functions().stream()
                    .map(f -> List.of(
                            f.signature().toString(), f.kind(), f.signature().doc()))
                    .toList();
            TextTable.of(List.of("function", "kind", "gives"), rows).forEach(out::println);
        }
        return Main.OK;
    }
}
