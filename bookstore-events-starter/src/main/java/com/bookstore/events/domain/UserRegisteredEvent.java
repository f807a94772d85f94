package com.bookstore.events.domain;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.EventType;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A user signed up. Its key is the user's id.
 *
 * @param userId the user's id
 * @param email where the user is reached
 * @param interests the categories the user wants to hear of
 */
@EventType(name = "userRegistered", topic = "user-events", aliases = "com.bookstore.event.UserRegisteredEvent")
public record UserRegisteredEvent(Long userId, @Nullable String email, List<String> interests) implements DomainEvent {

    /** Checks the required component and copies the interests; a missing list is an empty one. */
    public UserRegisteredEvent {
        Objects.requireNonNull(userId, "userId");
        interests = copy(interests);
    }

    @Override
    public String key() {
        return userId.toString();
    }

    private static List<String> copy(@Nullable List<String> interests) {
        return interests == null ? List.of() : List.copyOf(interests);
    }
}
