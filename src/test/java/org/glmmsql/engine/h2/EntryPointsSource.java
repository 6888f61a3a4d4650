package org.glmmsql.engine.h2;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.glmmsql.function.Aggregate;
import org.glmmsql.function.Argument;
import org.glmmsql.function.Catalog;
import org.glmmsql.function.Scalar;
import org.glmmsql.function.SqlFunction;
import org.glmmsql.function.TableFunction;
import org.glmmsql.model.ColumnType;

/** The sources of the methods and classes that H2 finds by name, made of a catalogue. */
final class EntryPointsSource {
    private static final int WIDTH = 120;

    private final EntryPoints entryPoints;
    private final String holder;
    private final String field;

    /** @param catalogField class and field of the catalogue */
    EntryPointsSource(EntryPoints entryPoints, String catalogField) {
        this.entryPoints = entryPoints;
        int dot = catalogField.lastIndexOf('.');
        this.holder = catalogField.substring(0, dot);
        this.field = catalogField.substring(holder.lastIndexOf('.') + 1);
    }

    /** Sources by the simple names of their classes. */
    Map<String, String> of(Catalog catalog) {
        Map<String, String> sources = new LinkedHashMap<>();
        sources.put(entryPoints.functions(), functions(catalog));
        catalog.of(Aggregate.class).forEach(a -> sources.put(EntryPoints.aggregate(a), aggregate(a)));
        return sources;
    }

    private String functions(Catalog catalog) {
        String methods = catalog.functions().stream()
                .filter(function -> !(function instanceof Aggregate))
                .flatMap(EntryPointsSource::methods)
                .collect(Collectors.joining("\n"));
        String imports = Stream.of(
                        methods.contains("ResultSet") ? "java.sql.Connection" : "",
                        methods.contains("ResultSet") ? "java.sql.ResultSet" : "",
                        "java.sql.SQLException",
                        methods.contains("Arrays.") ? "java.util.Arrays" : "",
                        holder,
                        entryPoints.equals(EntryPoints.STANDARD) ? "" : H2Calls.class.getName(),
                        methods.contains("Value...") ? "org.h2.value.Value" : "",
                        "org.jspecify.annotations.NullUnmarked")
                .filter(name -> !name.isEmpty())
                .map(name -> "import " + name + ";\n")
                .collect(Collectors.joining());
        return header()
                + imports
                + "\n/** The functions of the catalogue for H2. Made of it, as CONTRIBUTING.md says. */\n@NullUnmarked\npublic final class "
                + entryPoints.functions() + " {\n    private static final H2Calls CALLS = new H2Calls(" + field
                + ");\n\n    private " + entryPoints.functions() + "() {}\n\n" + methods + "}\n";
    }

    private String header() {
        return "package " + entryPoints.packageName() + ";\n\n";
    }

    /** One for each number of arguments. */
    private static Stream<String> methods(SqlFunction function) {
        int all = function.signature().arguments().size();
        int least =
                function.signature().hasColumns() ? all : function.signature().required();
        return IntStream.rangeClosed(least, all)
                .mapToObj(count ->
                        method(function, function.signature().arguments().subList(0, count)));
    }

    private static String method(SqlFunction function, List<Argument> arguments) {
        List<String> parameters = new ArrayList<>();
        if (function instanceof TableFunction) {
            parameters.add("Connection connection");
        }
        arguments.forEach(a -> parameters.add((a.repeated() ? "Value... " : "String ") + variable(a)));
        String texts = arguments.stream()
                .filter(a -> !a.repeated())
                .map(EntryPointsSource::variable)
                .collect(Collectors.joining(", "));
        String call;
        String type;
        if (function instanceof Scalar scalar) {
            type = javaType(scalar.type());
            String columns =
                    function.signature().hasColumns() ? ", " + variable(arguments.get(arguments.size() - 1)) : "";
            call = "(" + type + ") CALLS.value(\"" + function.name() + "\", Arrays.asList(" + texts + ")" + columns
                    + ")";
        } else {
            type = "ResultSet";
            call = "CALLS.rows(\"" + function.name() + "\", connection, " + texts + ")";
        }
        String head = "    public static " + type + " " + EntryPoints.method(function) + "("
                + String.join(", ", parameters) + ")";
        String rest = "throws SQLException {\n";
        boolean fits = head.length() + rest.length() <= WIDTH;
        return head + (fits ? " " : "\n            ") + rest + "        return " + call + ";\n    }\n";
    }

    /** {@code model_text} is {@code modelText}. */
    private static String variable(Argument argument) {
        return Pattern.compile("_(.)")
                .matcher(argument.name())
                .replaceAll(found -> found.group(1).toUpperCase(Locale.ROOT));
    }

    private static String javaType(ColumnType type) {
        return switch (type) {
            case TEXT -> "String";
            case DOUBLE -> "Double";
            case INTEGER -> "Integer";
            case BIGINT -> "Long";
            case BOOLEAN -> "Boolean";
        };
    }

    private String aggregate(Aggregate function) {
        String name = EntryPoints.aggregate(function);
        String base = entryPoints.equals(EntryPoints.STANDARD) ? "" : "import " + H2Aggregate.class.getName() + ";\n";
        return header() + base + "import " + holder + ";\n\n/** {@code " + function.name()
                + "} for H2. Made of the catalogue, as CONTRIBUTING.md says. */\npublic final class " + name
                + " extends H2Aggregate {\n    public " + name + "() {\n        super(" + field + ", \""
                + function.name() + "\");\n    }\n}\n";
    }
}
