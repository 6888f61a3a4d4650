package org.glmmsql.formula;

/** How parameters are estimated. ML is Laplace or adaptive quadrature; the others are in DESIGN.md. */
public enum Method {
    ML,
    REML,
    PQL,
    EQL,
    HL00("HL(0,0)"),
    HL01("HL(0,1)"),
    HL11("HL(1,1)");

    private final String text;

    Method() {
        this.text = name();
    }

    Method(String text) {
        this.text = text;
    }

    /** As written in a model text. */
    @Override
    public String toString() {
        return text;
    }
}
