package org.glmmsql.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.glmmsql.frame.Column;
import org.glmmsql.frame.FactorColumn;
import org.glmmsql.frame.NumericColumn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReferencePackTest {
    @Test
    void readsTheCasesOfAllDataSets() {
        assertThat(ReferencePack.cases(ReferencePack.OWN))
                .extracting(ReferenceCase::id)
                .doesNotHaveDuplicates()
                .contains("cbpp_logit_laplace", "sleepstudy_slope_reml", "insteval_binomial", "toenail_slope_agq21");
    }

    @Test
    void readsAPackWithOneListOfCases(@TempDir Path folder) throws Exception {
        Files.createDirectory(folder.resolve("data"));
        Files.writeString(folder.resolve("data/d.csv"), "y,g\n1,a\n,b\n3.5,\n");
        Files.writeString(folder.resolve("cases.json"), """
                [{"id": "one", "model": "y ~ 1 + (1 | g)", "data": "data/d.csv", "text_columns": ["g"], "tags": [],
                  "sql_prep": {"where": "y > 1 OR y IS NULL"}, "tolerances": {"log_lik": 0.01},
                  "expected": {"log_lik": -1, "fixef": [{"term": "(Intercept)", "estimate": 1, "std_error": 2}]}}]""");
        ReferenceCase one = ReferencePack.cases(folder).get(0);
        assertThat(one.tolerances().logLik()).isEqualTo(0.01);
        assertThat(one.tolerances().fixef()).isEqualTo(Tolerances.DEFAULT.fixef());

        Map<String, Column> columns = CsvTable.columns(one);
        NumericColumn y = (NumericColumn) columns.get("y");
        assertThat(y.size()).isEqualTo(2);
        assertThat(y.isMissing(0)).isTrue();
        assertThat(y.values()[1]).isEqualTo(3.5);
        FactorColumn g = (FactorColumn) columns.get("g");
        assertThat(g.levels()).containsExactly("b");
        assertThat(g.isMissing(1)).isTrue();
    }

    @Test
    void refusesAFolderWithoutCases(@TempDir Path folder) {
        assertThatThrownBy(() -> ReferencePack.cases(folder)).hasMessageContaining("no cases.json");
    }
}
