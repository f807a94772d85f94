package com.bookstore.demo;

import java.io.PrintStream;

/** Runs the demo's steps one after the other, prints a line for each and keeps the score. */
final class Steps {

    private final PrintStream out;
    private int run;
    private int passed;

    Steps(PrintStream out) {
        this.out = out;
    }

    /**
     * Runs a step. A step that fails is reported and the next one runs all the same.
     *
     * @param action what is done, for example {@code POST /users}
     * @param step does it and returns what happened on which topic
     */
    void run(String action, Step step) {
        run++;
        try {
            String outcome = step.run();
            passed++;
            print("ok", action, outcome);
        } catch (UnmetExpectationException e) {
            print("FAIL", action, String.valueOf(e.getMessage()));
        } catch (Exception e) {
            print("FAIL", action, e.toString());
        }
    }

    boolean allPassed() {
        return passed == run;
    }

    /**
     * Prints the score.
     *
     * @return the exit code: 0 if every step passed
     */
    int finish() {
        out.printf("demo: %d of %d steps passed%n", passed, run);
        return allPassed() ? 0 : 1;
    }

    private void print(String verdict, String action, String outcome) {
        out.printf("%-4s %2d  %-56s %s%n", verdict, run, action, outcome);
    }

    /** One step. */
    @FunctionalInterface
    interface Step {

        String run() throws Exception;
    }
}
