package org.glmmsql.model;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.glmmsql.frame.MemoryBudget;
import org.jspecify.annotations.Nullable;

/**
 * Reads one JSON object into memory, which it asks for before it is used: an array of a stranger's may hold a hundred million empty ones.
 * Arrays of numbers become double[] (null as NaN).
 */
final class JsonReader {
    /** Memory is asked for in pieces of this size. */
    private static final long STRETCH = 1 << 16;

    private static final int OBJECT_BYTES = 64;
    private static final int MEMBER_BYTES = 64;

    private final JsonParser parser;
    private final int characters;
    private long bytes;

    /** @param characters of the whole text, for messages */
    JsonReader(JsonParser parser, int characters) {
        this.parser = parser;
        this.characters = characters;
    }

    /** The object whose beginning was read. @throws org.glmmsql.error.GlmmException NOT_A_MODEL, MEMORY */
    JsonObject object() throws IOException {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        take(OBJECT_BYTES);
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            take(MEMBER_BYTES + 2L * name.length());
            parser.nextToken();
            members.put(name, value());
        }
        return new JsonObject(members);
    }

    private @Nullable Object value() throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object();
            case START_ARRAY -> array();
            case VALUE_STRING -> {
                take(OBJECT_BYTES + 2L * parser.getTextLength());
                yield parser.getText();
            }
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number();
            case VALUE_TRUE -> Boolean.TRUE;
            case VALUE_FALSE -> Boolean.FALSE;
            default -> null;
        };
    }

    private double number() throws IOException {
        double number = parser.getDoubleValue();
        if (Double.isInfinite(number)) {
            throw JsonObject.notAModel("the number " + parser.getText() + " is too large for a double", null);
        }
        return number;
    }

    private Object array() throws IOException {
        JsonToken token = parser.nextToken();
        double[] numbers = new double[4];
        int size = 0;
        take(OBJECT_BYTES);
        for (; token == JsonToken.VALUE_NULL || (token != null && token.isNumeric()); token = parser.nextToken()) {
            if (size == numbers.length) {
                take(4L * Double.BYTES * size);
                numbers = Arrays.copyOf(numbers, 2 * size);
            }
            numbers[size++] = token == JsonToken.VALUE_NULL ? Double.NaN : number();
        }
        if (token == JsonToken.END_ARRAY) {
            return Arrays.copyOf(numbers, size);
        }
        if (size > 0) {
            throw JsonObject.notAModel("an array mixes numbers and other values", null);
        }
        List<Object> values = new ArrayList<>();
        for (; token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            Object value = value();
            if (value == null) {
                throw JsonObject.notAModel("an array mixes null and other values", null);
            }
            values.add(value);
        }
        return values;
    }

    private void take(long more) {
        bytes += more;
        if (bytes > STRETCH) {
            MemoryBudget.require(bytes, "a stored model of " + characters + " characters needs");
            bytes = 0;
        }
    }
}
