package com.bookstore.users;

import com.bookstore.events.domain.UserRegisteredEvent;
import com.bookstore.events.publishing.EventPublisher;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.GeneratedKeyHolder;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Registered users.
 *
 * <p>The event is published as the last thing in the transaction, and waited for: if it cannot be published, nothing is
 * stored. A crash just before the commit leaves an event without its user.
 */
@Service
class Users {

    private final JdbcClient jdbc;
    private final EventPublisher events;

    Users(JdbcClient jdbc, EventPublisher events) {
        this.jdbc = jdbc;
        this.events = events;
    }

    Optional<User> find(long id) {
        List<String> interests = jdbc.sql("select category from interest where user_id = ? order by category")
                .param(id)
                .query(String.class)
                .list();
        return jdbc.sql("select email from users where id = ?")
                .param(id)
                .query(String.class)
                .optional()
                .map(email -> new User(id, email, interests));
    }

    @Transactional
    User register(UserRequest request) {
        var key = new GeneratedKeyHolder();
        jdbc.sql("insert into users (email) values (?)").param(request.email()).update(key, "id");
        long id = Objects.requireNonNull(key.getKeyAs(Long.class));
        request.interests().forEach(category -> jdbc.sql("insert into interest (user_id, category) values (?, ?)")
                .params(id, category)
                .update());
        User user = find(id).orElseThrow();
        events.publish(new UserRegisteredEvent(id, user.email(), user.interests()))
                .join();
        return user;
    }
}
