package com.bookstore.users;

import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.Set;

/** What a client says to register. */
record UserRequest(
        @NotBlank @Email @Size(max = 255) String email,
        @NotNull @Size(max = 50) Set<@NotBlank @Size(max = 100) String> interests) {}
