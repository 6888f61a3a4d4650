package org.glmmsql.engine.h2;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.h2.command.Prepared;
import org.h2.engine.SessionLocal;
import org.h2.schema.FunctionAlias;
import org.h2.schema.Schema;
import org.h2.table.TableView;
import org.jspecify.annotations.Nullable;

/**
 * What a query changes. H2 calls a query read-only though it locks rows, links tables, or has what writes in a common table expression or a
 * view; and one that calls a function of this library it does not. So the text that H2 prints of the query and of its views is looked at.
 */
final class SideEffects {
    /** Strings, quoted names and comments; what is left is keywords, functions of H2 and names without quotes. */
    private static final Pattern NO_CODE = Pattern.compile(
            "'[^']*+'|\"[^\"]*+\"|`[^`]*+`|\\$\\$.*?\\$\\$|--[^\\r\\n]*+|//[^\\r\\n]*+|/\\*.*?\\*/", Pattern.DOTALL);

    private static final Pattern WRITES = Pattern.compile(
            "\\b(?:(?:FINAL|NEW|OLD)\\s+TABLE(?=\\s*\\()|NEXT\\s+VALUE\\s+FOR|FOR\\s+UPDATE"
                    + "|(?:NEXTVAL|LINK_SCHEMA|FILE_WRITE|CSVWRITE|SET|CANCEL_SESSION|ABORT_SESSION|MEMORY_FREE)(?=\\s*\\())",
            Pattern.CASE_INSENSITIVE);

    /** In a text that H2 prints: {@code "SCHEMA"."NAME"} of a function, or of a table; and what may hold the like, to be passed over. */
    private static final Pattern NAMES = Pattern.compile(
            "'[^']*+'|/\\*.*?\\*/|\"((?:[^\"]|\"\")++)\"\\.\"((?:[^\"]|\"\")++)\"(\\()?|\"[^\"]*+\"", Pattern.DOTALL);

    private final SessionLocal session;
    private final Set<String> seen = new HashSet<>();
    private boolean callsOurs;

    private SideEffects(SessionLocal session) {
        this.session = session;
    }

    /** In the text of a query, before H2 has read it: H2 may evaluate a part of it while it does. */
    static Optional<String> inText(String sql) {
        Matcher found = WRITES.matcher(NO_CODE.matcher(sql).replaceAll("''"));
        return found.find() ? Optional.of(found.group()) : Optional.empty();
    }

    /** In a query that H2 has read, and in its views. */
    static Optional<String> in(Prepared prepared, SessionLocal session) {
        if (!prepared.isQuery()) {
            return Optional.of("a statement that is no query");
        }
        SideEffects effects = new SideEffects(session);
        Optional<String> found = effects.inPlan(prepared.getPlanSQL(0));
        return found.isPresent() || prepared.isReadOnly() || effects.callsOurs
                ? found
                : Optional.of("a function that changes something");
    }

    private Optional<String> inPlan(String plan) {
        Optional<String> found = inText(plan);
        Matcher names = NAMES.matcher(plan);
        while (found.isEmpty() && names.find()) {
            if (names.group(1) != null && seen.add(names.group())) {
                Schema schema = session.getDatabase().findSchema(unquoted(names.group(1)));
                if (schema != null) {
                    String name = unquoted(names.group(2));
                    found = names.group(3) == null
                            ? inView(schema, name)
                            : Optional.ofNullable(writing(schema.findFunction(name)));
                }
            }
        }
        return found;
    }

    private static String unquoted(String name) {
        return name.replace("\"\"", "\"");
    }

    private Optional<String> inView(Schema schema, String name) {
        return schema.findTableOrView(session, name) instanceof TableView view
                ? inPlan(view.getQuerySQL()).map(what -> what + " in the view " + name)
                : Optional.empty();
    }

    private @Nullable String writing(@Nullable FunctionAlias function) {
        if (function == null || function.isDeterministic()) {
            return null;
        }
        if (H2Functions.class.getName().equals(function.getJavaClassName())) {
            callsOurs = true;
            return null;
        }
        return "the function " + function.getName() + ", which is not declared DETERMINISTIC";
    }
}
