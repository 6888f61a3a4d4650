package org.glmmsql.engine.duckdb;

import org.glmmsql.engine.contract.FitContract;
import org.glmmsql.engine.contract.ReaderContract;
import org.junit.jupiter.api.Nested;

class DuckDbContractTest {
    private static final String URL = "jdbc:duckdb:";

    @Nested
    class Fit extends FitContract {
        Fit() {
            super(URL);
        }
    }

    @Nested
    class Readers extends ReaderContract {
        Readers() {
            super(URL);
        }
    }
}
