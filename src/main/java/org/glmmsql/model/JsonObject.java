package org.glmmsql.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.Excerpt;
import org.glmmsql.error.GlmmException;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object read with bounds. Getters give the member in the type asked for, or raise NOT_A_MODEL. Arrays of numbers are kept as
 * double[] (null as NaN), because a model may have a million of them.
 */
final class JsonObject {
    /** A model of a million levels and two coefficients has about half of this. */
    static final int MAX_CHARACTERS = 1 << 28;

    private static final int MAX_DEPTH = 12;
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            // names are a stranger's too: no table of them outlives the text
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(64)
                    .maxStringLength(1 << 20)
                    .maxNameLength(1 << 10)
                    .build())
            .build();

    private final Map<String, @Nullable Object> members;

    JsonObject(Map<String, @Nullable Object> members) {
        this.members = members;
    }

    /**
     * Reads a text that is one JSON object and nothing else.
     *
     * @throws GlmmException NOT_A_MODEL for any other text, LIMIT beyond the bounds
     */
    static JsonObject parse(String text) {
        if (text.length() > MAX_CHARACTERS) {
            throw new GlmmException(
                    ErrorCode.LIMIT,
                    "a stored model has " + text.length() + " characters, more than the " + MAX_CHARACTERS
                            + " allowed; fit it with ranef = false");
        }
        try (JsonParser parser = FACTORY.createParser(text)) {
            Object value = parser.nextToken() == JsonToken.START_OBJECT
                    ? new JsonReader(parser, text.length()).object()
                    : null;
            if (value == null && parser.currentToken() == JsonToken.VALUE_STRING) {
                throw notAModel(
                        "it is JSON, but a string; store it in a text column, or write FORMAT JSON after it", null);
            }
            if (value == null || parser.nextToken() != null) {
                throw notAModel("it is not one JSON object: " + excerpt(text), null);
            }
            return (JsonObject) value;
        } catch (StreamConstraintsException e) {
            throw new GlmmException(ErrorCode.LIMIT, "a stored model is out of bounds: " + e.getOriginalMessage(), e);
        } catch (JsonProcessingException e) {
            throw notAModel("it is not JSON: " + excerpt(text), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean has(String name) {
        return members.get(name) != null;
    }

    String text(String name) {
        return get(name, String.class);
    }

    @Nullable
    String textOrNull(String name) {
        return has(name) ? text(name) : null;
    }

    /** NaN for null. */
    double number(String name) {
        return has(name) ? get(name, Double.class) : Double.NaN;
    }

    int integer(String name) {
        return Math.toIntExact(whole(name, Integer.MAX_VALUE));
    }

    long whole(String name, long max) {
        double number = get(name, Double.class);
        if (number != Math.rint(number) || Math.abs(number) > max) {
            throw notAModel("member '" + name + "' is " + number + ", not an integer", null);
        }
        return (long) number;
    }

    boolean flag(String name) {
        return get(name, Boolean.class);
    }

    JsonObject child(String name) {
        return get(name, JsonObject.class);
    }

    double[] numbers(String name) {
        return get(name, double[].class);
    }

    /** An array of arrays of numbers; an empty array for an empty one. */
    double[][] matrix(String name) {
        return elements(name, double[].class).toArray(double[][]::new);
    }

    List<String> texts(String name) {
        return elements(name, String.class);
    }

    List<Integer> integers(String name) {
        return integers(name, numbers(name)).boxed().toList();
    }

    /** Rows of integers, of any length. */
    List<int[]> integerRows(String name) {
        return Arrays.stream(matrix(name))
                .map(row -> integers(name, row).toArray())
                .toList();
    }

    private static IntStream integers(String name, double[] numbers) {
        return DoubleStream.of(numbers).mapToInt(number -> {
            if (number != (int) number) {
                throw notAModel("member '" + name + "' has " + number + ", not an integer", null);
            }
            return (int) number;
        });
    }

    List<JsonObject> children(String name) {
        return elements(name, JsonObject.class);
    }

    /** The members of a child object in their order. */
    <T> Map<String, T> map(String name, Function<JsonObject, Function<String, T>> getter) {
        JsonObject child = child(name);
        Map<String, T> map = new LinkedHashMap<>();
        child.members.keySet().forEach(key -> map.put(key, getter.apply(child).apply(key)));
        return map;
    }

    private <T> List<T> elements(String name, Class<T> type) {
        Object found = members.get(name);
        if (found instanceof double[] numbers && numbers.length == 0) {
            return List.of();
        }
        if (found instanceof List<?> list && list.stream().allMatch(type::isInstance)) {
            return list.stream().<T>map(type::cast).toList();
        }
        throw notAModel("member '" + name + "' is missing or not as expected", null);
    }

    private <T> T get(String name, Class<T> type) {
        Object found = members.get(name);
        if (!type.isInstance(found)) {
            throw notAModel("member '" + name + "' is missing or not as expected", null);
        }
        return type.cast(found);
    }

    static GlmmException notAModel(String what, @Nullable Throwable cause) {
        return new GlmmException(
                ErrorCode.NOT_A_MODEL,
                "the value is not a model of glmm_fit, " + what + "; pass the text as it was stored",
                cause);
    }

    private static String excerpt(String text) {
        return text.length() <= 40 ? "'" + text + "'" : "'" + text.substring(0, Excerpt.boundary(text, 40)) + "...'";
    }
}
