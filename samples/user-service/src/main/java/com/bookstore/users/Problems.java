package com.bookstore.users;

import com.bookstore.events.publishing.EventPublishingException;
import java.util.stream.Collectors;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Says more about two kinds of failure than Spring does by itself; it comes before Spring's own advice. */
@RestControllerAdvice
@Order(-1)
class Problems {

    @ExceptionHandler
    ProblemDetail onInvalidRequest(MethodArgumentNotValidException invalid) {
        ProblemDetail problem = invalid.getBody();
        problem.setDetail(invalid.getFieldErrors().stream()
                .map(error -> error.getField() + " " + error.getDefaultMessage())
                .sorted()
                .collect(Collectors.joining(", ")));
        return problem;
    }

    @ExceptionHandler
    ProblemDetail onUnpublishedEvent(EventPublishingException failure) {
        return ProblemDetail.forStatusAndDetail(
                HttpStatus.SERVICE_UNAVAILABLE, "Nothing was changed: the event could not be published");
    }
}
