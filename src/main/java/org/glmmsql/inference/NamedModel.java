package org.glmmsql.inference;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;
import org.glmmsql.model.FittedModel;
import org.glmmsql.model.ModelJson;
import org.jspecify.annotations.Nullable;

/** A model of several that are looked at together. */
public record NamedModel(String name, FittedModel model) {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(3)
                    .maxStringLength(1 << 28)
                    .build())
            .build();

    /**
     * Those of a JSON array of objects with a name and a model; one whose model is NULL is left out.
     *
     * @throws GlmmException NOT_A_MODEL
     */
    public static List<NamedModel> parse(String json) {
        List<NamedModel> models = new ArrayList<>();
        try (JsonParser parser = FACTORY.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                throw wrong();
            }
            while (parser.nextToken() == JsonToken.START_OBJECT) {
                add(parser, models);
            }
            if (parser.currentToken() != JsonToken.END_ARRAY) {
                throw wrong();
            }
        } catch (JsonProcessingException e) {
            throw wrong();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a text has none
        }
        return models;
    }

    private static void add(JsonParser parser, List<NamedModel> models) throws IOException {
        String name = "";
        @Nullable String model = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String member = parser.currentName();
            JsonToken value = parser.nextToken();
            if (!value.isScalarValue()) {
                throw wrong();
            }
            String text = value == JsonToken.VALUE_NULL ? null : parser.getText();
            if (member.equalsIgnoreCase("model")) {
                model = text;
            } else if (member.equalsIgnoreCase("name")) {
                name = text == null ? "" : text;
            }
        }
        if (model != null) {
            FittedModel parsed = ModelJson.parse(model);
            models.add(new NamedModel(name.isEmpty() ? parsed.modelText() : name, parsed));
        }
    }

    private static GlmmException wrong() {
        return new GlmmException(
                ErrorCode.NOT_A_MODEL,
                "the value is not a list of models; it is made as in json_group_array(json_object('name', name, 'model', model))");
    }
}
