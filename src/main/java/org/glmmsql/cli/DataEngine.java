package org.glmmsql.cli;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import org.glmmsql.jdbc.Glmm;
import org.glmmsql.sql.Fitting;

/** As in {@code --engine h2}: an empty database in memory that loads the file and fits. */
enum DataEngine {
    duckdb("jdbc:duckdb:") {
        @Override
        String readCsv(String file) {
            return "SELECT * FROM read_csv('" + file
                    + "', header = true, all_varchar = true, delim = ',', quote = '\"', escape = '\"')";
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
        String readCsv(String file) {
            return "SELECT * FROM CSVREAD('" + file + "', NULL, 'charset=UTF-8 caseSensitiveColumnNames=true')";
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
        return Glmm.connect(url, new Properties());
    }

    /** A query of all columns as text; {@code file} may stand between quotes. */
    abstract String readCsv(String file);

    /** A condition: the whole value is as the regular expression says. */
    abstract String matches(String column, String pattern);

    /** The fit to the table {@code data}, with the model text as parameter. */
    abstract String fitQuery(Fitting fitting, List<String> columns);
}
