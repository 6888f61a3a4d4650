package org.glmmsql.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.glmmsql.cli.CsvFile.LineEnd;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvFileTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {"a,b,c ! ,", "a;b;c ! ;", "a|b|c ! |", "\"x,y\";b;c ! ;", "alone ! ,"})
    void theDelimiterIsThatOfTheHeader(String header, char delimiter) throws IOException {
        assertThat(read(header + "\n").delimiter()).isEqualTo(delimiter);
        assertThat(read("a\tb\n").delimiter()).isEqualTo('\t');
    }

    @Test
    void namesAreWhatStandsBetweenQuotesWithoutBlanks() throws IOException {
        assertThat(read("\uFEFF a ,\"b, \"\"c\"\"\",\"d\ne\",ü\n1,2,3,4\n").names())
                .containsExactly("a", "b, \"c\"", "d\ne", "ü");
    }

    /** As R writes the names of rows. */
    @Test
    void aColumnWithoutANameHasItsNumber() throws IOException {
        assertThat(read("\"\",y,\n1,2,3\n").names()).containsExactly("column1", "y", "column3");
    }

    @ParameterizedTest
    @CsvSource({
        "a\\nb\\n, LF",
        "a\\r\\nb, CRLF",
        "a\\rb\\r, CR",
        "a\\nb\\r\\n, ",
        "a, LF",
        "'a\\r\\n\"x\\ny\"\\r\\n', CRLF"
    })
    void lineEnds(String csv, LineEnd end) throws IOException {
        String text = csv.replace("\\n", "\n").replace("\\r", "\r");
        assertThat(read(text).lineEnd()).isEqualTo(end);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "'' ! is empty",
                "\\n\\n ! is empty",
                "a,A ! the column 'a' and the column 'A' (columns 1 and 2)",
                "b,a,a ! the column 'a' twice (columns 2 and 3)",
                "Ä,ä ! the column 'Ä' and the column 'ä'",
                "a,b\\n1,2\\n\\n3 ! 1 field in line 4 where the header has 2 names",
                "a,b\\n1,2,3 ! R's write.csv",
                "a,b\\n\"x\\ny\",2\\n1,2,3 ! 3 fields in line 4",
                "a,b\\n1,\"2\\n3,4 ! a quote in line 2 that is never closed",
                "\"a,b\\n1 ! a quote in line 1 that is never closed",
                "a,b\\n\"1\"2,3 ! text after a closing quote in line 2",
                "a\\n1\u0000x ! zero byte in line 2",
            })
    void whatIsWrongIsSaidWithItsLine(String csv, String message) {
        assertThatThrownBy(() -> read(csv.replace("\\n", "\n")))
                .hasMessageStartingWith("GLMM-702: the file '")
                .hasMessageContaining(message);
    }

    @Test
    void otherEncodingsAreNamed() {
        assertThatThrownBy(() -> read("a\nü\n".getBytes(StandardCharsets.ISO_8859_1)))
                .hasMessageContaining("is not UTF-8 (first in line 2); convert it");
        assertThatThrownBy(() -> read("ü".getBytes(StandardCharsets.ISO_8859_1)))
                .hasMessageContaining("is not UTF-8");
        assertThatThrownBy(() -> read("a\n1\n".getBytes(StandardCharsets.UTF_16)))
                .hasMessageContaining("is UTF-16");
    }

    private CsvFile read(String csv) throws IOException {
        return read(csv.getBytes(StandardCharsets.UTF_8));
    }

    private CsvFile read(byte[] csv) throws IOException {
        try (DataFile file =
                DataFile.of(Files.write(directory.resolve("data.csv"), csv).toString())) {
            return CsvFile.of(file, null);
        }
    }
}
