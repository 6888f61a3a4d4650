package org.glmmsql.function;

import java.util.List;
import java.util.function.Function;
import org.glmmsql.model.ModelJson;
import org.glmmsql.model.ResultColumn;
import org.jspecify.annotations.Nullable;

/**
 * A function of texts to rows.
 *
 * @param body the rows, with a value for each column as {@link ResultColumn#valueOf} gives it; no text is null
 */
public record Table(
        Signature signature, List<? extends ResultColumn<?>> columns, Function<List<String>, List<Object[]>> body)
        implements TableFunction {

    /** The rows; none where a text without which there is no result is NULL. */
    public List<Object[]> rows(List<@Nullable String> texts) {
        List<String> given = signature.given(texts);
        return given == null ? List.of() : body.apply(given);
    }

    /** The rows as a JSON array of objects, for an engine without table functions; null where a text is NULL. */
    public @Nullable String json(List<@Nullable String> texts) {
        List<String> given = signature.given(texts);
        return given == null ? null : ModelJson.rows(columns, body.apply(given));
    }
}
