package org.glmmsql.reference;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.glmmsql.reference.AfterCase.Item;
import org.jspecify.annotations.Nullable;

/** Rows that a function gave beside those that it has to give. */
final class AfterRows {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Columns that say the same by another name. */
    private static final Map<String, String> NAMES = Map.of("hypothesis", "label");

    private final Item item;
    private final double ofStdError;
    private final List<String> findings = new ArrayList<>();

    /** @param ofStdError how far estimates may be, in standard errors */
    AfterRows(Item item, double ofStdError) {
        this.item = item;
        this.ofStdError = ofStdError;
    }

    /** What is wrong; empty for nothing. */
    List<String> compare(JsonNode expected, List<Map<String, @Nullable Object>> found) {
        for (JsonNode row : expected) {
            List<Map<String, @Nullable Object>> same =
                    found.stream().filter(f -> isSame(row, f)).toList();
            if (same.size() != 1) {
                findings.add(item.call() + ": " + same.size() + " rows like " + row + " in " + found);
            } else {
                compareNumbers(row, same.get(0));
            }
        }
        return findings;
    }

    /** Shares by grouping factor, as a JSON object. */
    List<String> compareShares(JsonNode expected, String shares) {
        for (JsonNode row : expected) {
            double share = parse(shares).path(row.get("group_name").asText()).asDouble();
            if (!(Math.abs(share - row.get("icc").asDouble()) <= 1e-3 * share)) {
                findings.add(item.call() + ": " + shares + " instead of " + row);
            }
        }
        return findings;
    }

    /** Whether all texts and levels are those of a row. */
    private static boolean isSame(JsonNode expected, Map<String, @Nullable Object> found) {
        for (Map.Entry<String, JsonNode> member : expected.properties()) {
            String name = NAMES.getOrDefault(member.getKey(), member.getKey());
            JsonNode value = member.getValue();
            if (name.equals("_row")) {
                continue;
            }
            if (found.containsKey(name)) {
                if (value.isTextual() && !value.asText().equals(found.get(name))) {
                    return false;
                }
            } else if (found.get("levels") instanceof String levels
                    && !(name.equals("term") && value.asText().equals(found.get("label")))) {
                JsonNode level = parse(levels).get(name);
                if (level == null || !level.asText().equals(value.asText())) {
                    return false;
                }
            }
        }
        return true;
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(json, e);
        }
    }

    private void compareNumbers(JsonNode expected, Map<String, @Nullable Object> found) {
        double stdError = expected.path("std_error").asDouble(Double.NaN);
        double length = expected.path("conf_high").asDouble()
                - expected.path("conf_low").asDouble();
        boolean several = expected.path("num_df").asInt() > 1;
        for (Map.Entry<String, JsonNode> member : expected.properties()) {
            String name = member.getKey();
            JsonNode value = member.getValue();
            if (!found.containsKey(name) || value.isTextual()) {
                continue;
            }
            if (value.isNull()) {
                check(name, found.get(name) == null, "NULL", found);
                continue;
            }
            double number = value.asDouble();
            double p = several && item.denominator() > 1e-3 ? 0.03 : number < 1e-6 ? 0.05 : 0.01;
            double tolerance = switch (name) {
                case "estimate" -> Double.isNaN(stdError) ? 1e-5 * Math.abs(number) : ofStdError * stdError;
                case "std_error" -> 1e-4 * Math.abs(number);
                case "den_df" -> (several ? item.denominator() : 1e-3) * number;
                case "df" -> 1e-3 * number;
                case "p_value", "p_mixture" -> p * number + (number < 1e-30 ? 1e-30 : 0);
                case "conf_low", "conf_high" -> 1e-3 * length;
                case "delta", "aic", "aicc", "log_lik" -> 1e-4;
                case "weight" -> 1e-3 * number + 1e-12;
                default -> Math.max(1e-3 * Math.abs(number), 1e-9);
            };
            Object actual = found.get(name);
            check(
                    name,
                    actual instanceof Number n && Math.abs(n.doubleValue() - number) <= tolerance,
                    String.valueOf(number),
                    found);
        }
    }

    private void check(String name, boolean holds, String expected, Map<String, @Nullable Object> found) {
        if (!holds) {
            findings.add(
                    item.call() + ": " + name + " is " + found.get(name) + " instead of " + expected + " in " + found);
        }
    }
}
