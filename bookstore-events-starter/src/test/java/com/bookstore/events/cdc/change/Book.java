package com.bookstore.events.cdc.change;

import java.math.BigDecimal;

/** A row of a table of books. */
record Book(Long id, String title, BigDecimal price, Integer stock) {}
