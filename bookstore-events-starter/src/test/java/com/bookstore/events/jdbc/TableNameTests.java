package com.bookstore.events.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.bookstore.events.integration.Starter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableNameTests {

    private static final String LONGEST = "a".repeat(63);

    @Test
    void isWrittenWithItsSchemaIfItHasOne() {
        assertThat(TableName.of("feature", null, "claims")).hasToString("claims");
        assertThat(TableName.of("feature", "", "claims")).hasToString("claims");
        assertThat(TableName.of("feature", "Events_1", "_claims")).hasToString("Events_1._claims");
        assertThat(TableName.of("feature", LONGEST, LONGEST)).hasToString(LONGEST + "." + LONGEST);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "1claims",
                "my claims",
                "claims;",
                "claims--",
                "schema.claims",
                "\"claims\"",
                "`claims`",
                "cläims",
                "claims\n",
                "claims'; DROP TABLE books; --",
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            })
    void anythingElseThanAPlainNameIsRefusedWithItsProperty(String name) {
        InvalidTableNameException failure = catchThrowableOfType(
                InvalidTableNameException.class, () -> TableName.of("bookstore.events.feature.jdbc", null, name));

        assertThat(failure.property()).isEqualTo("bookstore.events.feature.jdbc.table");
        assertThat(failure.value()).isEqualTo(name);
        assertThat(Starter.analysis(failure).getAction()).startsWith("Change bookstore.events.feature.jdbc.table.");
        assertThat(catchThrowableOfType(InvalidTableNameException.class, () -> new TableName(name, "claims")))
                .isNotNull();
    }

    @Test
    void namesOfIndexesStayWithinWhatDatabasesTake() {
        assertThat(new TableName("events", "claims").with("_idx_expires")).isEqualTo("claims_idx_expires");
        assertThat(new TableName(null, LONGEST).with("_idx_expires"))
                .hasSizeLessThan(63)
                .endsWith("_idx_expires")
                .isNotEqualTo(new TableName(null, LONGEST.substring(1) + "b").with("_idx_expires"));
    }
}
