/** Both sample services and a broker in one process, and a scenario that shows what the events do. */
@NullMarked
package com.bookstore.demo;

import org.jspecify.annotations.NullMarked;
