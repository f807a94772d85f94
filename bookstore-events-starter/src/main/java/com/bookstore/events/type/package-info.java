/** Event names and versions, and the classes they stand for. */
@NullMarked
package com.bookstore.events.type;

import org.jspecify.annotations.NullMarked;
