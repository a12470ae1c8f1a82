package org.superpose.codes;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The blocks that stand along the diagonal of a model: Σ g_b = n features, Σ m_b = m dimensions. Eleven features in four dimensions, for example, are a
 * circle of ten and a dedicated one, or a circle of nine and a pair.
 *
 * @param parts each code with the number of its copies, which is at least 1
 */
public record Mixture(List<Part> parts) {
    public Mixture {
        parts = List.copyOf(parts);
    }

    /** Copies of one code. */
    public record Part(Code code, int copies, double coefficient) {}

    /** n. */
    public int features() {
        return parts.stream()
                .mapToInt(part -> part.copies() * part.code().features())
                .sum();
    }

    /** m. */
    public int dimensions() {
        return parts.stream()
                .mapToInt(part -> part.copies() * part.code().dimensions())
                .sum();
    }

    /** The loss per feature over p² as p → 0: the mean over the features of the coefficients of their blocks. */
    public double coefficient() {
        double total = 0;
        for (Part part : parts) {
            total += part.copies() * (part.code().features() * part.coefficient());
        }
        return total / features();
    }

    /** For example "2 × circle 12 × 3 + dedicated 1 × 1". */
    @Override
    public String toString() {
        return parts.stream()
                .map(part -> (part.copies() == 1 ? "" : part.copies() + " × ") + part.code())
                .collect(Collectors.joining(" + "));
    }
}
