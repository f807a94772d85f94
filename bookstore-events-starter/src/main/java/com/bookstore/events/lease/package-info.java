/** Fenced leases: which instance of a service does which part of the work, decided in the database, by its clock. */
@NullMarked
package com.bookstore.events.lease;

import org.jspecify.annotations.NullMarked;
