package org.superpose.kernel.vector;

import static org.superpose.simd.vector.Lanes.LANES;
import static org.superpose.simd.vector.Lanes.SPECIES;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import jdk.incubator.vector.FloatVector;
import org.superpose.cores.Team;
import org.superpose.cores.Work;
import org.superpose.kernel.AdamRule;

/** {@link AdamRule} over the parameters of an array, with parameters, gradients and both moments in one pass. */
final class VectorAdam {
    private final AdamRule rule;
    private final float[] first;
    private final float[] second;
    private final int from;
    private final Work update = this::update;
    private int steps;

    // one step
    private float[] theta;
    private float[] gradient;
    private int vectorsPerPart;
    private float shrink;
    private float rate;
    private float epsilon;

    /**
     * @param from where the parameters begin in their array
     * @param to where they end, a whole number of vectors later
     */
    VectorAdam(AdamRule rule, int from, int to) {
        this.rule = rule;
        this.from = from;
        this.first = new float[to];
        this.second = new float[to];
    }

    /**
     * Makes one step. With c₁ = 1 − β₁ᵗ, c₂ = 1 − β₂ᵗ the update η (u/c₁)/(√(v/c₂) + ε) is computed as (η √c₂/c₁) u/(√v + ε √c₂).
     *
     * @param parameters modified
     * @param derivative their gradient; 0 afterwards, for the sums of the next step
     * @param parts into how many parts the work is cut
     */
    void step(float[] parameters, float[] derivative, double learningRate, Team team, int parts) {
        steps++;
        double correction1 = 1 - Math.pow(rule.beta1(), steps);
        double root2 = Math.sqrt(1 - Math.pow(rule.beta2(), steps));
        theta = parameters;
        gradient = derivative;
        shrink = (float) (1 - learningRate * rule.weightDecay());
        rate = (float) (-learningRate * root2 / correction1);
        epsilon = (float) (rule.epsilon() * root2);
        int vectors = (theta.length - from) / LANES;
        vectorsPerPart = (vectors + parts - 1) / parts;
        team.run(update, parts);
    }

    /** Writes the number of steps, and hands over each of the moments to be written. */
    void save(DataOutput out, Moments each) throws IOException {
        out.writeInt(steps);
        each.move(first);
        each.move(second);
    }

    /** Reads what {@link #save} wrote, and hands over each of the moments to be read. */
    void resume(DataInput in, Moments each) throws IOException {
        steps = in.readInt();
        each.move(first);
        each.move(second);
    }

    /** Moves the moments of the parameters to a file or from it. */
    interface Moments {
        void move(float[] moments) throws IOException;
    }

    private void update(int part) {
        // in long, since the parts of a large model end beyond the largest int
        long begin = from + (long) part * vectorsPerPart * LANES;
        long end = Math.min(theta.length, begin + (long) vectorsPerPart * LANES);
        apply(
                (int) Math.min(begin, end),
                (int) end,
                theta,
                gradient,
                (float) rule.beta1(),
                (float) (1 - rule.beta1()),
                (float) rule.beta2(),
                (float) (1 - rule.beta2()),
                shrink,
                rate,
                epsilon);
    }

    private void apply(
            int begin,
            int end,
            float[] parameters,
            float[] derivative,
            float keep1,
            float take1,
            float keep2,
            float take2,
            float keep,
            float factor,
            float least) {
        FloatVector zero = FloatVector.zero(SPECIES);
        for (int q = begin; q < end; q += LANES) {
            FloatVector g = FloatVector.fromArray(SPECIES, derivative, q);
            FloatVector u = FloatVector.fromArray(SPECIES, first, q).mul(keep1).add(g.mul(take1));
            FloatVector v = FloatVector.fromArray(SPECIES, second, q)
                    .mul(keep2)
                    .add(g.mul(g).mul(take2));
            u.intoArray(first, q);
            v.intoArray(second, q);
            zero.intoArray(derivative, q);
            FloatVector.fromArray(SPECIES, parameters, q)
                    .mul(keep)
                    .add(u.mul(factor).div(v.sqrt().add(least)))
                    .intoArray(parameters, q);
        }
    }
}
