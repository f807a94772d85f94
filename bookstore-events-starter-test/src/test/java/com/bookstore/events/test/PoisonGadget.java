package com.bookstore.events.test;

/** A class that only a name from the wire could load; loading it leaves a trace. */
final class PoisonGadget {

    static final String TRACE = "bookstore.tests.gadget";

    static {
        System.setProperty(TRACE, "loaded");
    }

    String text;
}
