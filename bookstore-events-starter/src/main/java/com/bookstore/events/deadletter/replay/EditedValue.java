package com.bookstore.events.deadletter.replay;

import com.bookstore.events.deadletter.store.DeadLetterDetails;
import com.bookstore.events.json.EventDeserializer;
import com.bookstore.events.json.ReceivedEvent;
import com.bookstore.events.type.EventTypeRegistry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks that another value for a dead letter is the same event still. */
final class EditedValue {

    private final EventDeserializer deserializer;
    private final EventTypeRegistry types;

    EditedValue(EventDeserializer deserializer, EventTypeRegistry types) {
        this.deserializer = deserializer;
        this.types = types;
    }

    /**
     * Checks a value.
     *
     * @return its bytes
     * @throws ReplayRefusedException if it is no event, another type's, or another event
     */
    byte[] check(DeadLetterDetails letter, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        String topic = letter.letter().source().topic();
        ReceivedEvent.Known read = known(deserializer.deserialize(topic, letter.headers(), bytes));
        // A header decides of which type a record is; the body must not say anything else.
        for (ReceivedEvent.Known one : List.of(read, known(deserializer.deserialize(topic, bytes)))) {
            String type = types.get(one.envelope().event().getClass()).name();
            if (letter.letter().type() != null && !type.equals(letter.letter().type())) {
                throw ReplayRefusedException.misfit("it is a '%s'".formatted(type));
            }
        }
        String eventId = letter.letter().eventId();
        if (eventId != null && !eventId.equals(read.envelope().metadata().eventId())) {
            throw ReplayRefusedException.misfit("its eventId must stay as it is");
        }
        return bytes;
    }

    private static ReceivedEvent.Known known(@Nullable ReceivedEvent read) {
        if (read instanceof ReceivedEvent.Malformed malformed) {
            throw ReplayRefusedException.misfit(
                    String.valueOf(malformed.failure().getMessage()));
        }
        if (read instanceof ReceivedEvent.Known known) {
            return known;
        }
        throw ReplayRefusedException.misfit("it is no event with an id, of a type this application knows");
    }
}
