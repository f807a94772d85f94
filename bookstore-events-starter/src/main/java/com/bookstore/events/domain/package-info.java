/** The bookstore's own events. */
@NullMarked
package com.bookstore.events.domain;

import org.jspecify.annotations.NullMarked;
