package org.glmmsql.formula;

/** What expanding the parts of one model text has cost, so that all of them together stay within {@link Limits}. */
final class Work {
    private int products;
    private int characters;

    /** One more term looked at. @throws org.glmmsql.error.GlmmException LIMIT */
    void product() {
        Limits.check(++products, Limits.PRODUCTS, "products of terms on the way to its terms");
    }

    /** A term's name of this many characters. @throws org.glmmsql.error.GlmmException LIMIT */
    void name(long length) {
        characters = (int) Math.min(Integer.MAX_VALUE, characters + length);
        Limits.check(characters, Limits.PRINTED, "characters in the names of its terms");
    }
}
