package org.glmmsql.cli;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.glmmsql.sql.Fitting;

/** As in {@code --engine h2}: an empty database in memory that loads the file and fits. */
enum DataEngine {
    duckdb("jdbc:duckdb:") {
        @Override
        String readCsv(DataFile file, CsvFile csv) {
            String columns = IntStream.rangeClosed(1, csv.names().size())
                    .mapToObj(j -> "'c" + j + "': 'VARCHAR'")
                    .collect(Collectors.joining(", "));
            return "SELECT * FROM read_csv('" + SqlText.escaped(file.path().toString())
                    + "', auto_detect = false, header = true, columns = {" + columns + "}, delim = '" + csv.delimiter()
                    + "', quote = '\"', escape = '\"'"
                    + (csv.lineEnd() == null ? ", strict_mode = false" : "")
                    + (csv.lineEnd() == CsvFile.LineEnd.CR ? ", new_line = '\\r'" : "") + ")";
        }

        @Override
        String matches(String column, String pattern) {
            return "regexp_full_match(" + column + ", '" + pattern + "')";
        }

        @Override
        String fitQuery(Fitting fitting, List<String> columns) {
            return "SELECT glmm_fit(?, data) FROM data";
        }
    },
    h2("jdbc:h2:mem:") {
        @Override
        String readCsv(DataFile file, CsvFile csv) {
            return "SELECT * FROM CSVREAD('" + SqlText.escaped(file.path().toString())
                    + "', NULL, 'charset=UTF-8 caseSensitiveColumnNames=true preserveWhitespace=true fieldSeparator="
                    + csv.delimiter() + "')";
        }

        @Override
        String matches(String column, String pattern) {
            return "REGEXP_LIKE(" + column + ", '^(" + pattern + ")$')";
        }

        @Override
        String fitQuery(Fitting fitting, List<String> columns) {
            String arguments = Arrays.stream(fitting.byName(columns).indexes())
                    .mapToObj(i -> ", " + SqlText.quoted(columns.get(i)))
                    .collect(Collectors.joining());
            return "SELECT glmm_fit(CAST(? AS VARCHAR)" + arguments + ") FROM data";
        }
    };

    private final String url;

    DataEngine(String url) {
        this.url = url;
    }

    Connection open() throws SQLException {
        return Databases.open(url);
    }

    /** A query of all columns as text, in the order of the file, whatever their names. */
    abstract String readCsv(DataFile file, CsvFile csv);

    /** A condition: the whole value is as the regular expression says. */
    abstract String matches(String column, String pattern);

    /** The fit to the table {@code data}, with the model text as parameter. */
    abstract String fitQuery(Fitting fitting, List<String> columns);
}
