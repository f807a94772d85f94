/** What the tests of a service need: a real broker that can be killed, suspended and started again. */
@NullMarked
package com.bookstore.events.test;

import org.jspecify.annotations.NullMarked;
