/** Which idempotency keys have been used: the stores behind publishing once per key. */
@NullMarked
package com.bookstore.events.idempotency;

import org.jspecify.annotations.NullMarked;
