/** One annotation that gives a service's tests a broker in their own JVM. */
@NullMarked
package com.bookstore.events.test.embedded;

import org.jspecify.annotations.NullMarked;
