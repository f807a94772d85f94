package com.bookstore.users;

import jakarta.validation.Valid;
import java.net.URI;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

@RestController
@RequestMapping("/users")
class UserController {

    private final Users users;
    private final NotificationRepository notifications;
    private final KnownBookRepository books;

    UserController(Users users, NotificationRepository notifications, KnownBookRepository books) {
        this.users = users;
        this.notifications = notifications;
        this.books = books;
    }

    @PostMapping
    ResponseEntity<User> register(@Valid @RequestBody UserRequest request) {
        User user = users.register(request);
        return ResponseEntity.created(URI.create("/users/" + user.id())).body(user);
    }

    @GetMapping("/{id}")
    User find(@PathVariable long id) {
        return users.find(id)
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no user " + id));
    }

    @GetMapping("/{id}/notifications")
    List<Notification> notifications(@PathVariable long id) {
        return notifications.findByUserIdOrderById(find(id).id());
    }

    @GetMapping("/{id}/recommendations")
    List<KnownBook> recommendations(@PathVariable long id) {
        return books.findRecommendations(find(id).id());
    }
}
