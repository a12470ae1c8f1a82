package org.superpose.kernel;

import java.io.Serializable;

/**
 * Adam (Kingma and Ba 2015) with decoupled weight decay (Loshchilov and Hutter 2019): in step t = 1, 2, … with gradient g and rate η
 *
 * <pre>
 * u ← β₁ u + (1 − β₁) g        v ← β₂ v + (1 − β₂) g²
 * θ ← θ − η λ θ                θ ← θ − η (u / (1 − β₁ᵗ)) / (√(v / (1 − β₂ᵗ)) + ε)
 * </pre>
 *
 * @param beta1 β₁
 * @param beta2 β₂
 * @param epsilon ε
 * @param weightDecay λ, applied to every parameter including the bias; 0 is plain Adam
 */
public record AdamRule(double beta1, double beta2, double epsilon, double weightDecay) implements Serializable {}
