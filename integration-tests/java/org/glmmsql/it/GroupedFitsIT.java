package org.glmmsql.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.glmmsql.model.FittedModel;
import org.glmmsql.model.ModelJson;
import org.glmmsql.model.Status;
import org.glmmsql.reference.CsvTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One model per group: groups that cannot be fitted are rows, not the end of the query. */
class GroupedFitsIT {
    private static final int REGIONS = 1000;
    private static final int ONE_SHOP = 17;
    private static final int CONSTANT = 43;

    @Test
    void aThousandRegionsGiveAThousandModels(@TempDir Path folder) throws Exception {
        Path sales = folder.resolve("sales.csv");
        Files.write(sales, sales());
        List<Map<String, String>> models = new ArrayList<>();
        for (String url : Databases.URLS) {
            try (Connection connection = Databases.open(url)) {
                CsvTable.create(connection, "sales", sales, List.of("region", "shop"));
                Map<String, String> modelOf = new HashMap<>();
                for (List<?> row : Databases.rows(
                        connection,
                        "SELECT region, glmm_fit('y ~ x + (1 | shop), poisson', y, x, shop) FROM sales GROUP BY region")) {
                    modelOf.put((String) row.get(0), (String) row.get(1));
                }
                models.add(modelOf);
            }
        }
        assertThat(models.get(0)).hasSize(REGIONS).isEqualTo(models.get(1));
        Map<String, Status> notOk = new HashMap<>();
        models.get(0).forEach((region, text) -> {
            FittedModel model = ModelJson.parse(text);
            if (model.status() != Status.OK) {
                notOk.put(region, model.status());
                assertThat(model.message()).isNotEmpty();
            }
        });
        assertThat(notOk)
                .isEqualTo(Map.of(
                        "r" + ONE_SHOP, Status.TOO_FEW_GROUPS,
                        "r" + CONSTANT, Status.CONSTANT_RESPONSE));
    }

    /** Ten shops a region, ten counts a shop; one region has a single shop, another sold nothing. */
    private static List<String> sales() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
        List<String> lines = new ArrayList<>(List.of("region,shop,x,y"));
        for (int region = 0; region < REGIONS; region++) {
            for (int shop = 0; shop < 10; shop++) {
                double effect = 0.7 * random.nextGaussian();
                for (int i = 0; i < 10; i++) {
                    double x = random.nextGaussian();
                    long y = Math.round(Math.exp(0.5 + 0.3 * x + effect + 0.5 * random.nextGaussian()));
                    lines.add("r" + region + ",s" + (region == ONE_SHOP ? 0 : shop) + "," + x + ","
                            + (region == CONSTANT ? 0 : y));
                }
            }
        }
        return lines;
    }
}
