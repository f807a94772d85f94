package com.bookstore.users;

import com.bookstore.events.domain.UserRegisteredEvent;
import com.bookstore.events.publishing.EventPublisher;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Registered users.
 *
 * <p>The event is published in the transaction that stores the user: the outbox stores it, so both are committed or
 * neither, and the broker is not waited for.
 */
@Service
class Users {

    private final UserRepository users;
    private final EventPublisher events;

    Users(UserRepository users, EventPublisher events) {
        this.users = users;
        this.events = events;
    }

    Optional<User> find(long id) {
        return users.findById(id);
    }

    @Transactional
    User register(UserRequest request) {
        User user = users.save(User.of(request));
        List<String> interests =
                user.interests().stream().map(User.Interest::category).toList();
        events.publish(new UserRegisteredEvent(user.id(), user.email(), interests))
                .join();
        return user;
    }
}
