package org.glmmsql.formula;

import java.util.List;

/**
 * A parsed model text.
 *
 * @param text as given
 * @param variables distinct columns in their order of first appearance in the text, options included: the order of positional binding
 */
public record ModelSpec(String text, Formula formula, Options options, List<String> variables) {}
