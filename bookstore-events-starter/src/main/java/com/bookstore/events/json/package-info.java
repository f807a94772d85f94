/** Events on the wire: one flat JSON object per event. */
@NullMarked
package com.bookstore.events.json;

import org.jspecify.annotations.NullMarked;
