/** What every feature that keeps its state in a database needs: the database's kind, its tables, its hiccups. */
@NullMarked
package com.bookstore.events.jdbc;

import org.jspecify.annotations.NullMarked;
