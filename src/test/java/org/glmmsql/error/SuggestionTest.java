package org.glmmsql.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SuggestionTest {
    private static final List<String> LINKS = List.of("logit", "probit", "cloglog", "log");

    @Test
    void a_typing_error_finds_its_word() {
        assertThat(Suggestion.nearest("probti", LINKS)).contains("probit");
        assertThat(Suggestion.nearest("LOGITT", LINKS)).contains("logit");
        assertThat(Suggestion.among("probti", LINKS))
                .isEqualTo("did you mean 'probit'? known: logit, probit, cloglog, log");
    }

    @Test
    void a_word_unlike_all_others_only_lists_them() {
        assertThat(Suggestion.nearest("xyzzy", LINKS)).isEmpty();
        assertThat(Suggestion.among("xyzzy", LINKS)).isEqualTo("known: logit, probit, cloglog, log");
    }
}
