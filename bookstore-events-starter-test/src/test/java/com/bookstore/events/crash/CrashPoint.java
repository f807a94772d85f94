package com.bookstore.events.crash;

/** Where a service can be made to crash, or to hold still. */
public enum CrashPoint {
    NONE,
    AFTER_CLAIM,
    BEFORE_CONFIRM,
    BEFORE_HANDLER,
    IN_HANDLER,
    BEFORE_COMMIT,
    AFTER_COMMIT,
    BEFORE_OFFSET_COMMIT,
    BEFORE_SEND,
    AFTER_SEND,
    AFTER_ACK,
    BEFORE_DELETE,
    BEFORE_MARK,
    AFTER_MARK
}
