/** Events: what a service author writes and what travels with it. */
@NullMarked
package com.bookstore.events;

import org.jspecify.annotations.NullMarked;
