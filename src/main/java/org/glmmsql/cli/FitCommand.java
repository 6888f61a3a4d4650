package org.glmmsql.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.glmmsql.model.FittedModel;
import org.glmmsql.model.ModelJson;
import org.glmmsql.model.ResultColumn;
import org.glmmsql.model.ResultTable;
import org.glmmsql.model.Status;
import org.glmmsql.sql.Fitting;
import org.glmmsql.sql.ModelSummary;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code glmm-sql fit DATA 'MODEL TEXT'}. */
@Command(
        name = "fit",
        description = "Fits a model to a CSV or Parquet file; columns bind to the variables of the model by name.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:fitted",
            "1:these data do not allow the fit: its status and message are printed",
            "2:wrong input"
        },
        footer = {"", "Example:", "  glmm-sql fit sales.csv 'y ~ x + (1 | shop), family = poisson'"})
final class FitCommand implements Callable<Integer> {
    enum Format {
        summary,
        json,
        /** The stored model itself, as glmm_fit gives it. */
        model
    }

    @Parameters(index = "0", paramLabel = "DATA", description = "CSV with a header, or Parquet; - for standard input")
    private String data = "";

    @Parameters(index = "1", paramLabel = "MODEL", description = "as in 'y ~ x + (1 | g), family = poisson'")
    private String modelText = "";

    @Option(
            names = "--engine",
            defaultValue = "duckdb",
            description = "the database that fits, ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    private DataEngine engine = DataEngine.duckdb;

    @Option(
            names = "--format",
            defaultValue = "summary",
            description =
                    "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}); model is what glmm_fit gives, to be stored")
    private Format format = Format.summary;

    @Option(
            names = "--digits",
            paramLabel = "N",
            description = "significant digits of numbers (default: 4 in the summary, all in json)")
    private @Nullable Integer digits;

    @Mixin
    private CsvOptions csv = new CsvOptions();

    @Option(
            names = "--repeat",
            defaultValue = "1",
            paramLabel = "K",
            description = "fit K times and print the milliseconds of each on standard error")
    private int repeat = 1;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws SQLException, IOException {
        if (repeat < 1) {
            throw new ParameterException(spec.commandLine(), "--repeat takes a number from 1, not " + repeat);
        }
        Digits.check(spec.commandLine(), digits);
        if (digits != null && format == Format.model)
            throw new ParameterException(
                    spec.commandLine(), "--digits is for summary and json; a stored model has all digits");
        csv.check(spec.commandLine());
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        String text = fit(err);
        if (text == null) {
            err.println("no_data: the file '" + data + "' has no rows");
            return Main.NOT_FITTED;
        }
        FittedModel model = ModelJson.parse(text).valid();
        if (format == Format.model) {
            out.println(text);
        } else if (format == Format.json) {
            new JsonPrinter(out).line(json -> {
                json.writeStartObject();
                for (var table : List.of(ResultTable.FIXEF, ResultTable.VARCORR, ResultTable.RANEF)) {
                    json.writeFieldName(table.name());
                    JsonPrinter.array(json, rows(table, model));
                }
                json.writeFieldName(ResultTable.GLANCE.name());
                Rows glance = rows(ResultTable.GLANCE, model);
                JsonPrinter.object(json, glance.names(), glance.values().get(0));
                json.writeFieldName(ResultTable.TIDY.name());
                JsonPrinter.array(json, rows(ResultTable.TIDY, model));
                json.writeEndObject();
            });
        } else {
            out.println(digits == null ? ModelSummary.of(model) : ModelSummary.of(model, digits));
        }
        if (model.status() != Status.OK) {
            err.println(model.status() + ": " + model.message());
            return Main.NOT_FITTED;
        }
        return Main.OK;
    }

    private @Nullable String fit(PrintWriter err) throws SQLException, IOException {
        Fitting fitting = Fitting.of(modelText);
        List<String> times = new ArrayList<>();
        String model = null;
        try (DataFile file = DataFile.of(data);
                Connection connection = engine.open()) {
            List<String> columns = DataTable.load(connection, engine, file, fitting, csv, err::println);
            try (Progress progress = Progress.of("fits", 0, repeat);
                    PreparedStatement query = connection.prepareStatement(engine.fitQuery(fitting, columns))) {
                query.setString(1, modelText);
                for (int k = 0; k < repeat; k++) {
                    Fitting.forget();
                    long start = System.nanoTime();
                    try (ResultSet row = query.executeQuery()) {
                        row.next();
                        model = row.getString(1);
                    }
                    progress.step();
                    times.add(Math.round((System.nanoTime() - start) / 1e5) / 10.0 + "");
                }
            }
        }
        if (repeat > 1) {
            err.println("fit_ms: " + times.stream().collect(Collectors.joining(" ")));
        }
        return model;
    }

    private Rows rows(ResultTable<FittedModel, ?> table, FittedModel model) {
        Rows rows = new Rows(table.columns().stream().map(ResultColumn::name).toList(), table.values(model));
        return digits == null ? rows : rows.rounded(new Digits(digits));
    }
}
