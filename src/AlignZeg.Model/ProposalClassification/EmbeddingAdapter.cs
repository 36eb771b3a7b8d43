namespace AlignZeg.Model.ProposalClassification;

/// <summary>The residual adapter with a non-linearity: e + W2·gelu(W1·8e) / 8, the identity before training. Ours (embedded-world, both studies).</summary>
internal sealed class EmbeddingAdapter : Module<Tensor, Tensor>
{
    private const double Scale = 8; // an L2-normalised embedding has small entries; scaled up, the non-linearity sees more than its linear part
    [ComponentName(Name = "widen")] private readonly Linear _widen;
    [ComponentName(Name = "narrow")] private readonly Linear _narrow;

    public EmbeddingAdapter(int dimension, int width)
        : base(nameof(EmbeddingAdapter))
    {
        (_widen, _narrow) = (Linear(dimension, width), Linear(width, dimension));
        init.zeros_(_narrow.weight!);
        init.zeros_(_narrow.bias!);
        RegisterComponents();
    }

    /// <param name="embeddings">e, [.., D], L2-normalised.</param> <returns>What is added to it, [.., D].</returns>
    public override Tensor forward(Tensor embeddings)
    {
        using var scope = NewDisposeScope();
        var hidden = functional.gelu(_widen.call(Scale * embeddings));                                      // [.., W]
        return (_narrow.call(hidden) / Scale).MoveToOuterDisposeScope();                                    // [.., D]
    }
}
