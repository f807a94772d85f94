/** What a service published: read from the broker, or recorded where there is none, and asserted with AssertJ. */
@NullMarked
package com.bookstore.events.test.published;

import org.jspecify.annotations.NullMarked;
