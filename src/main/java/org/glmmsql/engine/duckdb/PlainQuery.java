package org.glmmsql.engine.duckdb;

import java.util.List;
import org.glmmsql.error.ErrorCode;

/**
 * Whether a text is one query that reads, in DuckDB's own language, so that readers without Java check too. DuckDB parses it; what it calls
 * stands in the tree. What a view or a macro of the database does inside does not, and is its owner's.
 */
final class PlainQuery {
    static final String NAME = "glmm_query";

    /** Functions that write, wait, change the session, or run a text of their own; read from tables of other databases is no harm. */
    private static final List<String> REFUSED = List.of(
            "nextval",
            "setval",
            "setseed",
            "sleep_ms",
            "write_log",
            "query",
            "json_execute_serialized_sql",
            "checkpoint",
            "force_checkpoint",
            "(enable|disable)_(logging|profiling|profile)",
            "truncate_duckdb_logs",
            "\\\\w+_external_resource(_type)?",
            "arrow_scan\\\\w*",
            "load_aws_credentials",
            "\\\\w+_(execute|query|attach|detach|clear_cache)");

    private static final String TREE = "json_serialize_sql(query_text)";

    private static final String CALLS =
            ("'(?i)\"function_name\":\"(" + String.join("|", REFUSED) + ")\"'").replace("\\\\", "\\");

    private static final String CHANGES = "'\"type\":\"(INSERT|UPDATE|DELETE|MERGE|COPY)\\w*_QUERY_NODE\"'";

    private PlainQuery() {}

    /** The body of a macro over {@code query_text}: the text itself, or an error. */
    static String macro() {
        return "CASE WHEN json_extract_string(" + TREE + ", '$.error_type') = 'not implemented' THEN "
                + notPlain()
                + " WHEN json_extract_string(" + TREE + ", '$.error') = 'true' THEN "
                + error("'the query argument cannot be run: ' || json_extract_string(" + TREE
                        + ", '$.error_message') || ', in ''' || query_text || '''; pass one SELECT'")
                + " WHEN json_array_length(" + TREE + ", '$.statements') <> 1 OR regexp_matches(" + TREE + "::VARCHAR, "
                + CHANGES + ") THEN "
                + notPlain()
                + " WHEN regexp_matches(" + TREE + "::VARCHAR, " + CALLS + ") THEN "
                + error("'the query argument calls ' || regexp_extract(" + TREE + "::VARCHAR, " + CALLS
                        + ", 1) || ', which does more than read: ''' || query_text || '''; pass one SELECT that reads'")
                + " ELSE query_text END";
    }

    private static String notPlain() {
        return error("'the query argument is not a plain query: ''' || query_text || '''; pass one SELECT'");
    }

    private static String error(String message) {
        return Macros.error(ErrorCode.QUERY, message);
    }
}
