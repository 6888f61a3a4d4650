package org.glmmsql.reference;

import com.fasterxml.jackson.annotation.JacksonInject;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A model, its data, and what functions of the model have to give.
 *
 * @param folder of the pack or data set
 */
record AfterCase(
        String id,
        String model,
        @Nullable List<String> textColumns,
        @Nullable String data,
        List<Item> after,
        @JacksonInject Path folder) {

    private static final Pattern TEXT = Pattern.compile("'((?:[^'])*)'");
    private static final Pattern DF = Pattern.compile("df = (\\w+)");

    AfterCase {
        textColumns = Objects.requireNonNullElse(textColumns, List.of());
    }

    Path dataFile() {
        return folder.resolve(data == null ? "data.csv" : data);
    }

    @Override
    public String toString() {
        return id;
    }

    /**
     * A call and its rows.
     *
     * @param what the function
     * @param arguments a smaller model, or an option of the fit
     * @param tolerance overrides, in words
     */
    record Item(
            String what,
            String call,
            @Nullable Map<String, JsonNode> arguments,
            JsonNode expected,
            @Nullable Map<String, String> tolerance,
            @Nullable Boolean optional) {

        boolean isOptional() {
            return optional != null && optional;
        }

        /** The texts of the call in quotes. */
        List<String> texts() {
            List<String> texts = new ArrayList<>();
            Matcher matcher = TEXT.matcher(call);
            while (matcher.find()) {
                texts.add(matcher.group(1));
            }
            return texts;
        }

        /** What has to be kept at the fit for the call, empty for nothing. */
        String df() {
            Matcher matcher = DF.matcher(call);
            return matcher.find() && !List.of("normal", "residual").contains(matcher.group(1)) ? matcher.group(1) : "";
        }

        /** Whether the call says nothing of degrees of freedom, which are those of the normal distribution then. */
        boolean isOfTheNormal() {
            return !DF.matcher(call).find();
        }

        /** A model beside the one that is looked at. */
        @Nullable
        String other(String name) {
            return arguments == null || !arguments.containsKey(name)
                    ? null
                    : arguments.get(name).asText();
        }

        /** In per cent, of the denominator where several hypotheses are tested at once. */
        double denominator() {
            return tolerance != null && tolerance.containsKey("den_df") ? 0.01 : 1e-3;
        }
    }
}
