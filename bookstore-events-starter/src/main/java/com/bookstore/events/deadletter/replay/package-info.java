/** Dead letters sent again, and the endpoint that shows, replays and closes them. */
@NullMarked
package com.bookstore.events.deadletter.replay;

import org.jspecify.annotations.NullMarked;
