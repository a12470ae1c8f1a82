package org.superpose.columns;

/** What is made of a column beside its own value in a row of {@code models}. */
public enum Trait {
    /** The view {@code points} has its mean over seeds, {@code x_mean}, and the standard error of that mean, {@code x_sem}. */
    MEAN,
    /** It depends on the point alone, so that all seeds have the same value: {@code points} has it under its own name. */
    POINT,
    /** It cannot be negative, and neither can what it tends to as models grow. */
    NONNEGATIVE,
    /** The view {@code scaling} fits it over the sizes n. */
    FITTED,
    /** It is made of n − 1 terms in each row of W, so that it is fitted over n − 1; where the terms are alike it falls like (n − 1)^(−½). */
    TERMS
}
