package org.superpose.sweep;

/** What is done about a point, by {@link Suspicion}. */
enum Care {
    /** It is trained beside others, and the mark of its whole task is enough. */
    NONE,
    /** It is trained beside others, with a mark of its own. */
    MARKED,
    /** It is trained after all others, while no other point is at work in its JVM, with a mark of its own. */
    ALONE,
    /** It is not trained, and its row says why. */
    GIVEN_UP,
    /** This task leaves it to a later one. */
    LEFT
}
