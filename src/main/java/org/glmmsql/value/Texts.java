package org.glmmsql.value;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Texts of any length, or none, written in UTF-8. */
public final class Texts {
    private static final int NONE = -1;

    private Texts() {}

    public static void write(List<? extends @Nullable String> texts, DataOutput out) throws IOException {
        out.writeInt(texts.size());
        for (String text : texts) {
            if (text == null) {
                out.writeInt(NONE);
                continue;
            }
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            out.writeInt(bytes.length);
            out.write(bytes);
        }
    }

    public static List<@Nullable String> read(DataInput in) throws IOException {
        List<@Nullable String> texts = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            int length = in.readInt();
            if (length == NONE) {
                texts.add(null);
                continue;
            }
            byte[] bytes = new byte[length];
            in.readFully(bytes);
            texts.add(new String(bytes, StandardCharsets.UTF_8));
        }
        return texts;
    }
}
