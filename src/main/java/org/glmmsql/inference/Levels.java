package org.glmmsql.inference;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;

/** A JSON object of levels: texts, and numbers without a fraction where they have none. */
final class Levels {
    private static final JsonFactory FACTORY = new JsonFactory();

    private Levels() {}

    static String json(Map<String, Object> levels) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            json.writeStartObject();
            for (Map.Entry<String, Object> entry : levels.entrySet()) {
                json.writeFieldName(entry.getKey());
                if (entry.getValue() instanceof Double number) {
                    boolean whole = number == Math.rint(number) && Math.abs(number) < 1e15;
                    json.writeNumber(whole ? Long.toString(number.longValue()) : Double.toString(number));
                } else {
                    json.writeString(String.valueOf(entry.getValue()));
                }
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a StringWriter has none
        }
        return text.toString();
    }
}
