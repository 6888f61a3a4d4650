package org.glmmsql.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** How a CSV file is to be understood, where its bytes do not say. */
final class CsvOptions {
    @Option(
            names = "--text",
            split = ",",
            paramLabel = "COLUMN",
            description = "columns of a CSV that are text though they look like numbers")
    List<String> textColumns = new ArrayList<>();

    @Option(
            names = "--null",
            defaultValue = "NA",
            paramLabel = "TEXT",
            description = "how a CSV writes NULL, besides an empty field (default: ${DEFAULT-VALUE}, as in R)")
    String nullText = "NA";

    @Option(
            names = "--delimiter",
            paramLabel = "CHAR",
            description =
                    "what stands between fields (default: the one of comma, semicolon, tab and | that the first line has most of)")
    @Nullable
    Character delimiter;

    @Option(
            names = "--decimal",
            defaultValue = ".",
            paramLabel = "CHAR",
            description = "the decimal mark of numbers, . or , (default: ${DEFAULT-VALUE})")
    char decimal = '.';

    /** @throws ParameterException for a decimal mark that is none */
    void check(CommandLine command) {
        if (decimal != '.' && decimal != ',') {
            throw new ParameterException(command, "--decimal takes . or , and not '" + decimal + "'");
        }
        if (delimiter != null && (delimiter == '"' || delimiter > 0x7E || delimiter < ' ' && delimiter != '\t')) {
            throw new ParameterException(
                    command,
                    "--delimiter takes an ASCII character other than a double quote, and not '" + delimiter + "'");
        }
    }
}
