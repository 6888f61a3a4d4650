package org.glmmsql.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One line per result: an array of row objects, or {@code {"error": "...", "source": "...", "line": 1, "statement": 1}}. */
final class JsonPrinter implements ResultPrinter {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .build();

    private final PrintWriter out;

    JsonPrinter(PrintWriter out) {
        this.out = out;
    }

    /** What one line consists of. */
    interface Content {
        void write(JsonGenerator json) throws IOException;
    }

    @Override
    public void print(Rows rows) {
        line(json -> array(json, rows));
    }

    @Override
    public void error(String message, SqlStatement statement, PrintWriter err) {
        line(json -> {
            json.writeStartObject();
            json.writeStringField("error", message);
            json.writeStringField("source", statement.source());
            json.writeNumberField("line", statement.line());
            json.writeNumberField("statement", statement.number());
            json.writeEndObject();
        });
    }

    void line(Content content) {
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            content.write(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        out.println();
    }

    static void array(JsonGenerator json, Rows rows) throws IOException {
        json.writeStartArray();
        for (@Nullable Object[] row : rows.values()) {
            object(json, rows.names(), row);
        }
        json.writeEndArray();
    }

    static void object(JsonGenerator json, List<String> names, @Nullable Object[] row) throws IOException {
        json.writeStartObject();
        for (int j = 0; j < row.length; j++) {
            json.writeFieldName(names.get(j));
            value(json, row[j]);
        }
        json.writeEndObject();
    }

    /** JSON has no word for NaN and infinite numbers: null. */
    private static void value(JsonGenerator json, @Nullable Object value) throws IOException {
        boolean unwritable = value instanceof Double number && !Double.isFinite(number)
                || value instanceof Float single && !Float.isFinite(single);
        if (value == null || unwritable) {
            json.writeNull();
        } else if (value instanceof Double number) {
            json.writeNumber(number);
        } else if (value instanceof Number number) {
            json.writeNumber(new BigDecimal(number.toString()));
        } else if (value instanceof Boolean flag) {
            json.writeBoolean(flag);
        } else {
            json.writeString(value.toString());
        }
    }
}
