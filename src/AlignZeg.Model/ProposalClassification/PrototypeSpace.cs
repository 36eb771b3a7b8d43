namespace AlignZeg.Model.ProposalClassification;

/// <summary>What embeddings are compared with.</summary>
/// <param name="Text">T, class prototypes, [C, D], L2-normalised.</param> <param name="Background">P, [K, D], L2-normalised.</param> <param name="Temperature">tau, a scalar.</param>
internal sealed record PrototypeSpace(Tensor Text, Tensor Background, Tensor Temperature)
{
    /// <summary>C.</summary>
    public long Classes => Text.size(0);

    /// <param name="features">f, [.., D].</param> <returns>C class logits, then K background logits, [.., C+K].</returns>
    public Tensor Logits(Tensor features) => ProposalClassifier.Logits(features, Text, Background, Temperature);
}
