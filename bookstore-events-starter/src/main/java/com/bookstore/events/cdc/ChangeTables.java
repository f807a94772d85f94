package com.bookstore.events.cdc;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The tables whose changes are read, by their topics. */
final class ChangeTables {

    private static final Pattern TOPIC = Pattern.compile("(?!\\.{1,2}$)[a-zA-Z0-9._-]{1,249}");

    private final Map<String, ChangeTable<?>> byTopic;

    private ChangeTables(Map<String, ChangeTable<?>> byTopic) {
        this.byTopic = byTopic;
    }

    /**
     * Finds the tables of translators.
     *
     * @throws CdcSetupException if two have the same one, or one has none
     */
    static ChangeTables of(
            List<ChangeTranslator<?>> translators,
            CdcProperties properties,
            Function<ChangeTranslator<?>, ChangeTable<?>> tables) {
        Map<String, ChangeTranslator<?>> owners = new HashMap<>();
        Map<String, ChangeTable<?>> byTopic = new LinkedHashMap<>();
        for (ChangeTranslator<?> translator : translators) {
            String table = translator.table();
            String topic = properties.topicPrefix() + table;
            if (table == null || table.isBlank() || !TOPIC.matcher(topic).matches()) {
                throw CdcSetupException.invalidTopic(topic, translator.getClass());
            }
            ChangeTranslator<?> other = owners.put(topic, translator);
            if (other != null) {
                throw CdcSetupException.sameTable(table, other.getClass(), translator.getClass());
            }
            byTopic.put(topic, tables.apply(translator));
        }
        return new ChangeTables(Map.copyOf(byTopic));
    }

    @Nullable
    ChangeTable<?> of(String topic) {
        return byTopic.get(topic);
    }

    List<String> topics() {
        return List.copyOf(byTopic.keySet());
    }
}
