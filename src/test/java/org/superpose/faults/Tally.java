package org.superpose.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What one fault did, over all its injections: a line of the table. */
final class Tally {
    static final String HEAD =
            "| fault | injections | points | lost | twice | wrong | hung | stack traces | other codes |\n"
                    + "|---|---|---|---|---|---|---|---|---|\n";

    private final String fault;
    private final List<String> told = new ArrayList<>();
    private int injections;
    private int points;
    private int lost;
    private int twice;
    private int wrong;
    private int hung;
    private int traces;
    private int codes;

    Tally(String fault) {
        this.fault = fault;
    }

    void injected() {
        injections++;
    }

    /** What became of the points of one injection, once the sweep was run to its end. */
    void points(int planned, int without, int copies, int changed) {
        points += planned;
        lost += without;
        twice += copies;
        wrong += changed;
        if (without + copies + changed > 0) {
            tell(without + " lost, " + copies + " twice, " + changed + " wrong");
        }
    }

    /** A file that a command had left half-written. */
    void wrong(String what) {
        wrong++;
        tell(what);
    }

    void hung(String what) {
        hung++;
        tell("hung: " + what);
    }

    void trace(String what) {
        traces++;
        tell("a stack trace: " + what);
    }

    void code(int code, String what) {
        codes++;
        tell("exit code " + code + ": " + what);
    }

    private void tell(String what) {
        told.add("injection " + injections + ": " + what);
    }

    /** What went wrong, a line each; empty if nothing did. */
    List<String> told() {
        return List.copyOf(told);
    }

    String line() {
        return String.format(
                Locale.ROOT,
                "| %s | %d | %d | %d | %d | %d | %d | %d | %d |%n",
                fault,
                injections,
                points,
                lost,
                twice,
                wrong,
                hung,
                traces,
                codes);
    }

    static String notRun(String fault, String why) {
        return "| " + fault + " | not run: " + why + " | | | | | | | |\n";
    }
}
