package com.bookstore.demo;

import java.io.PrintStream;

/** Runs a demo's steps one after the other, prints a line for each and keeps the score. */
public final class Steps {

    private final String name;
    private final PrintStream out;
    private int run;
    private int passed;

    Steps(PrintStream out) {
        this("demo", out);
    }

    /**
     * Creates a score of zero.
     *
     * @param name what the steps belong to, said with the score
     * @param out where the lines are printed
     */
    public Steps(String name, PrintStream out) {
        this.name = name;
        this.out = out;
    }

    /**
     * Runs a step. A step that fails is reported and the next one runs all the same.
     *
     * @param action what is done, for example {@code POST /users}
     * @param step does it and returns what happened on which topic
     */
    public void run(String action, Step step) {
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
    public int finish() {
        out.printf("%s: %d of %d steps passed%n", name, passed, run);
        return allPassed() ? 0 : 1;
    }

    private void print(String verdict, String action, String outcome) {
        out.printf("%-4s %2d  %-56s %s%n", verdict, run, action, outcome);
    }

    /** One step. */
    @FunctionalInterface
    public interface Step {

        /**
         * Does it.
         *
         * @return what happened, for people
         * @throws Exception if it did not happen
         */
        String run() throws Exception;
    }
}
