package org.glmmsql.function;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;
import org.glmmsql.function.Argument.Role;
import org.jspecify.annotations.Nullable;

/**
 * How a function is called.
 *
 * @param doc what it gives, for the manual
 * @param example one call
 */
public record Signature(String name, List<Argument> arguments, String doc, String example) {

    /** The arguments that are texts; they come first. */
    public List<Argument> texts() {
        return arguments.stream().filter(a -> !a.repeated()).toList();
    }

    /** Whether columns come after the texts. */
    public boolean hasColumns() {
        return arguments.stream().anyMatch(Argument::repeated);
    }

    /** How many texts a call has at least: options may be left out at the end, unless columns follow. */
    public int required() {
        List<Argument> texts = texts();
        int required = texts.size();
        while (!hasColumns() && required > 0 && texts.get(required - 1).role() == Role.OPTIONS) {
            required--;
        }
        return required;
    }

    /** @throws GlmmException COLUMN_COUNT for a call with too few or too many arguments */
    public void requireCount(int count) {
        int texts = texts().size();
        if (hasColumns() ? count <= texts : count < required() || count > texts) {
            throw new GlmmException(
                    ErrorCode.COLUMN_COUNT,
                    name + " got " + count + (count == 1 ? " argument" : " arguments") + ", it takes "
                            + arguments.stream()
                                    .map(a -> a.repeated() ? "at least one column" : a.name())
                                    .collect(Collectors.joining(", "))
                            + ", as in " + example);
        }
    }

    /** The texts of a call with NULL, or what is left out, made empty where it may be; null where NULL is the result. */
    @Nullable
    List<String> given(List<@Nullable String> texts) {
        List<Argument> expected = texts();
        boolean isNull = IntStream.range(0, texts.size())
                .anyMatch(j -> texts.get(j) == null && expected.get(j).role() == Role.TEXT);
        return isNull
                ? null
                : IntStream.range(0, expected.size())
                        .mapToObj(j -> j < texts.size() ? Objects.requireNonNullElse(texts.get(j), "") : "")
                        .toList();
    }

    @Override
    public String toString() {
        int required = required();
        return name + "("
                + IntStream.range(0, arguments.size())
                        .mapToObj(j -> {
                            Argument a = arguments.get(j);
                            String text = a.repeated() ? a.name() + "1, " + a.name() + "2, ..." : a.name();
                            String comma = j == 0 ? "" : ", ";
                            return j >= required && !a.repeated() && !hasColumns()
                                    ? "[" + comma + text + "]"
                                    : comma + text;
                        })
                        .collect(Collectors.joining())
                + ")";
    }
}
