package org.glmmsql.formula;

import java.util.List;

/**
 * A parsed model text.
 *
 * @param text as given
 * @param variables distinct columns in their order of first appearance in the text, options included: the order of positional binding
 */
public record ModelSpec(String text, Formula formula, Options options, List<String> variables) {
    /** Whether the formula has a {@code .}, so that it says all only together with the names of the columns. */
    public boolean isOpen() {
        return ModelTextParser.hasDot(this);
    }

    /** The model with this method if its text names none, and asks for no quadrature, which is ML. */
    public ModelSpec withDefaultMethod(Method method) {
        boolean decided = options.method() != null || options.nagq() > 1;
        return decided ? this : ModelTextParser.parse(text + ", method = " + method);
    }

    /** The model with {@code .} replaced by the columns that are not response, grouping factor, offset or weights. */
    public ModelSpec close(List<String> columns) {
        return isOpen() ? ModelTextParser.parse(text, columns) : this;
    }
}
