package com.bookstore.users;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.MappedCollection;
import org.springframework.data.relational.core.mapping.Table;

/** A user, with the categories of which to be told; a new one has the id 0 until the database gives it one. */
@Table("users")
record User(@Id long id, String email, @MappedCollection(idColumn = "user_id") Set<Interest> interests) {

    static User of(UserRequest request) {
        return new User(
                0,
                request.email(),
                request.interests().stream().map(Interest::new).collect(Collectors.toUnmodifiableSet()));
    }

    /** A category; in JSON just its name. */
    record Interest(@JsonValue String category) {}
}
