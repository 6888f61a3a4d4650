package org.glmmsql.engine.spark;

import org.glmmsql.engine.contract.AnovaContract;
import org.glmmsql.engine.contract.FitContract;
import org.glmmsql.engine.contract.InferenceContract;
import org.glmmsql.engine.contract.PredictContract;
import org.glmmsql.engine.contract.QueryContract;
import org.glmmsql.engine.contract.StoredModelContract;
import org.glmmsql.engine.contract.TypedReaderContract;
import org.junit.jupiter.api.Nested;

class SparkContractTest {
    private static final String URL = EmbeddedSparkUrl.INTERPRETED;

    @Nested
    class Fit extends FitContract {
        Fit() {
            super(URL);
        }
    }

    @Nested
    class Readers extends TypedReaderContract {
        Readers() {
            super(URL);
        }

        /** A backslash begins what cannot be typed. */
        @Override
        protected String literal(String text) {
            return super.literal(escaped(text));
        }
    }

    @Nested
    class Queries extends QueryContract {
        Queries() {
            super(URL);
        }
    }

    @Nested
    class Anova extends AnovaContract {
        Anova() {
            super(URL);
        }
    }

    @Nested
    class Predictions extends PredictContract {
        Predictions() {
            super(URL);
        }
    }

    @Nested
    class StoredModels extends StoredModelContract {
        StoredModels() {
            super(URL);
        }
    }

    @Nested
    class Inference extends InferenceContract {
        Inference() {
            super(URL);
        }

        @Override
        protected String literal(String text) {
            return super.literal(escaped(text));
        }
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\");
    }
}
