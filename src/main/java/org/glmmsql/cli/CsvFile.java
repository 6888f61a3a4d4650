package org.glmmsql.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;
import org.jspecify.annotations.Nullable;

/**
 * What a CSV file (RFC 4180, UTF-8) is like, found in one pass over its bytes before a database reads it, so that all databases read the
 * same, and what is wrong in it is said with its line.
 *
 * @param names of the columns; a column without a name is {@code columnK}, K from 1
 * @param delimiter between fields
 * @param lineEnd what ends all lines; null where some end otherwise
 */
record CsvFile(List<String> names, char delimiter, @Nullable LineEnd lineEnd) {
    enum LineEnd {
        LF,
        CRLF,
        CR
    }

    private static final String DELIMITERS = ",;\t|";
    private static final int BUFFER = 1 << 16;
    private static final int END = -1;

    /**
     * @param delimiter null to take the one that the header has most of
     * @throws GlmmException FILE for a file that is empty, not UTF-8, with an open quote, with rows of another number of fields than the
     *     header, or with two columns whose names SQL does not tell apart
     */
    static CsvFile of(DataFile file, @Nullable Character delimiter) {
        try (InputStream in = file.open()) {
            return new Reader(file.name(), in).read(delimiter);
        } catch (IOException e) {
            throw new GlmmException(ErrorCode.FILE, "the file '" + file.name() + "' cannot be read: " + e.getMessage());
        }
    }

    /** @throws GlmmException FILE for names that are the same, or the same but for case */
    static void requireDistinct(String file, List<String> names) {
        Map<String, Integer> seen = new HashMap<>();
        for (int j = 0; j < names.size(); j++) {
            Integer earlier = seen.putIfAbsent(names.get(j).toLowerCase(Locale.ROOT), j);
            if (earlier != null) {
                String first = names.get(earlier);
                throw new GlmmException(
                        ErrorCode.FILE,
                        "the file '" + file + "' has the column '" + first + "' "
                                + (first.equals(names.get(j)) ? "twice" : "and the column '" + names.get(j) + "'")
                                + " (columns " + (earlier + 1) + " and " + (j + 1)
                                + "); SQL does not tell names apart by case: rename one of them in the file");
            }
        }
    }

    /** The pass over the bytes: delimiters, quotes and line ends are ASCII, and no byte of a longer character is. */
    private static final class Reader {
        private final String file;
        private final InputStream in;
        private final byte[] buffer = new byte[BUFFER];
        private int position;
        private int limit;
        private long line = 1;
        private int continuation;
        private final Set<LineEnd> lineEnds = EnumSet.noneOf(LineEnd.class);

        Reader(String file, InputStream in) {
            this.file = file;
            this.in = in;
        }

        CsvFile read(@Nullable Character wanted) throws IOException {
            skipByteOrderMark();
            byte[] header = header();
            char delimiter = wanted == null ? delimiter(header) : wanted;
            List<String> names = names(header, delimiter);
            requireDistinct(file, names);
            boolean first = true;
            while (peek() != END) {
                long start = line;
                int fields = fields(delimiter);
                if (fields != 0 && fields != names.size()) {
                    throw failure(
                            "has " + count(fields, "field") + " in line " + start + " where the header has "
                                    + count(names.size(), "name"),
                            first && fields == names.size() + 1
                                    ? "name the first column too (R's write.csv with row.names = FALSE leaves it out)"
                                    : "mend the line, or put fields that hold '" + shown(delimiter)
                                            + "' between double quotes");
                }
                first &= fields == 0;
            }
            return new CsvFile(
                    names,
                    delimiter,
                    lineEnds.size() > 1 ? null : lineEnds.stream().findFirst().orElse(LineEnd.LF));
        }

        private void skipByteOrderMark() throws IOException {
            int first = peek();
            if (first == 0xEF) {
                next();
                if (next() != 0xBB || next() != 0xBF) {
                    throw notUtf8();
                }
            } else if (first == 0xFE || first == 0xFF) {
                throw failure("is UTF-16", "save it as UTF-8");
            }
        }

        /** The bytes of the first line that is not blank, without its end. */
        private byte[] header() throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            boolean quoted = false;
            long start = line;
            for (int b = next(); b != END; b = next()) {
                if (b == '"') {
                    quoted = !quoted;
                } else if ((b == '\n' || b == '\r') && !quoted) {
                    endOfLine(b);
                    if (bytes.size() > 0) {
                        break;
                    }
                    continue;
                }
                bytes.write(b);
            }
            if (quoted) {
                throw openQuote(start);
            }
            if (bytes.size() == 0) {
                throw failure("is empty", "expected a line of column names, then one line for each row");
            }
            return bytes.toByteArray();
        }

        private static char delimiter(byte[] header) {
            int[] counts = new int[DELIMITERS.length()];
            boolean quoted = false;
            for (byte b : header) {
                quoted ^= b == '"';
                int k = DELIMITERS.indexOf(b);
                if (k >= 0 && !quoted) {
                    counts[k]++;
                }
            }
            int most = 0;
            for (int k = 1; k < counts.length; k++) {
                most = counts[k] > counts[most] ? k : most;
            }
            return DELIMITERS.charAt(most);
        }

        private List<String> names(byte[] header, char delimiter) {
            List<String> names = new ArrayList<>();
            ByteArrayOutputStream field = new ByteArrayOutputStream();
            boolean quoted = false;
            for (int i = 0; i <= header.length; i++) {
                if (i == header.length || header[i] == delimiter && !quoted) {
                    String name = field.toString(StandardCharsets.UTF_8).strip();
                    names.add(name.isEmpty() ? "column" + (names.size() + 1) : name);
                    field.reset();
                } else if (header[i] != '"') {
                    field.write(header[i]);
                } else {
                    if (!quoted && i > 0 && header[i - 1] == '"') {
                        field.write('"'); // two quotes within quotes are one
                    }
                    quoted = !quoted;
                }
            }
            return names;
        }

        /** Passes over one record. Its number of fields; 0 for a blank line. */
        private int fields(char delimiter) throws IOException {
            int fields = 1;
            boolean blank = true;
            boolean atStart = true;
            while (true) {
                int b = next();
                if (b == END) {
                    return blank ? 0 : fields;
                }
                if (b == '\n' || b == '\r') {
                    endOfLine(b);
                    return blank ? 0 : fields;
                }
                blank = false;
                if (b == '"' && atStart) {
                    afterQuote(delimiter);
                    atStart = false;
                } else if (b == delimiter) {
                    fields++;
                    atStart = true;
                } else {
                    atStart = false;
                }
            }
        }

        /** Passes over a quoted field up to its closing quote, which must end the field. */
        private void afterQuote(char delimiter) throws IOException {
            long start = line;
            while (true) {
                int b = next();
                if (b == END) {
                    throw openQuote(start);
                }
                if (b == '\n') {
                    line++;
                } else if (b == '"') {
                    int after = peek();
                    if (after == '"') {
                        next();
                    } else if (after == delimiter || after == '\n' || after == '\r' || after == END) {
                        return;
                    } else {
                        throw failure(
                                "has text after a closing quote in line " + line, "double the quotes within a field");
                    }
                }
            }
        }

        private void endOfLine(int b) throws IOException {
            line++;
            if (b == '\n') {
                lineEnds.add(LineEnd.LF);
            } else if (peek() == '\n') {
                next();
                lineEnds.add(LineEnd.CRLF);
            } else {
                lineEnds.add(LineEnd.CR);
            }
        }

        private int peek() throws IOException {
            if (position == limit) {
                limit = in.read(buffer);
                position = 0;
            }
            return limit <= 0 ? END : buffer[position] & 0xFF;
        }

        private int next() throws IOException {
            int b = peek();
            if (b == END) {
                limit = position = 0;
                if (continuation > 0) {
                    throw notUtf8();
                }
                return END;
            }
            position++;
            if (b >= 0x80 || continuation > 0) {
                continuation = continuation(b);
            } else if (b == 0) {
                throw failure("is no text: it has a zero byte in line " + line, "expected CSV in UTF-8, or Parquet");
            }
            return b;
        }

        /** How many bytes of the character are to come. */
        private int continuation(int b) {
            boolean follows = (b & 0xC0) == 0x80;
            if (follows != continuation > 0 || b == 0xC0 || b == 0xC1 || b > 0xF4) {
                throw notUtf8();
            }
            return follows ? continuation - 1 : b < 0xE0 ? 1 : b < 0xF0 ? 2 : 3;
        }

        private GlmmException notUtf8() {
            return failure(
                    "is not UTF-8 (first in line " + line + ")",
                    "convert it, as by iconv -f WINDOWS-1252 -t UTF-8 if it comes from Windows");
        }

        private GlmmException openQuote(long start) {
            return failure(
                    "has a quote in line " + start + " that is never closed",
                    "close it, or double a quote that is part of a field");
        }

        private GlmmException failure(String found, String remedy) {
            return new GlmmException(ErrorCode.FILE, "the file '" + file + "' " + found + "; " + remedy);
        }

        private static String count(int n, String noun) {
            return n + " " + noun + (n == 1 ? "" : "s");
        }

        private static String shown(char delimiter) {
            return delimiter == '\t' ? "\\t" : String.valueOf(delimiter);
        }
    }
}
