namespace AlignZeg.Model.ProposalClassification;

/// <summary>
/// Proposal embeddings to class and background logits. Trainable are K background prototypes (GEPC, method 6.1; their initialisation is SAN's) and, if the configuration
/// wants it, a residual adapter (ours).
/// </summary>
internal sealed class ProposalClassifier : Module
{
    [ComponentName(Name = "adapter")] private readonly Module<Tensor, Tensor>? _adapter;
    [ComponentName(Name = "background")] private readonly Parameter _background;

    public ProposalClassifier(int dimension, int prototypes, AdapterForm adapter = AdapterForm.Linear, int adapterWidth = 128)
        : base(nameof(ProposalClassifier))
    {
        _adapter = adapter switch { AdapterForm.Linear => Nothing(dimension), AdapterForm.Mlp => new EmbeddingAdapter(dimension, adapterWidth), _ => null };
        _background = new Parameter(randn(prototypes, dimension) / Math.Sqrt(dimension)); // [SAN] N(0, D^-0.5)
        RegisterComponents();
    }

    /// <summary>P, the background prototypes, [K, D], L2-normalised.</summary>
    public Tensor Prototypes => functional.normalize(_background, dim: -1);

    /// <summary>f = norm(e + A(e)): the identity before training, and without an adapter.</summary>
    /// <param name="embeddings">[.., D], L2-normalised.</param> <returns>[.., D], L2-normalised.</returns>
    public Tensor Adapt(Tensor embeddings)
    {
        if (_adapter is null) return embeddings;
        using var scope = NewDisposeScope();
        return functional.normalize(embeddings + _adapter.call(embeddings), dim: -1).MoveToOuterDisposeScope();
    }

    /// <summary>tau · f·[T; P]ᵀ: C class logits, then K background logits.</summary>
    /// <param name="adapted">f, [.., D].</param> <param name="text">T, [C, D].</param> <param name="prototypes">P, [K, D].</param> <param name="temperature">tau.</param>
    /// <returns>[.., C+K].</returns>
    public static Tensor Logits(Tensor adapted, Tensor text, Tensor prototypes, Tensor temperature)
    {
        using var scope = NewDisposeScope();
        return (temperature * Products.Of(adapted, cat([text, prototypes], 0).mT)).MoveToOuterDisposeScope();
    }

    /// <summary>log p(background) = logsumexp over the K background columns: one background made of several modes. Source: method 6.1, ours; K = 1 is SAN.</summary>
    /// <param name="log">log p over classes and prototypes, [.., C+K].</param> <param name="classes">C.</param> <returns>[..].</returns>
    public static Tensor LogBackground(Tensor log, long classes) => log.narrow(-1, classes, log.size(-1) - classes).logsumexp(-1);

    private static Linear Nothing(int dimension)
    {
        var nothing = Linear(dimension, dimension); // added to its input
        init.zeros_(nothing.weight!);
        init.zeros_(nothing.bias!);
        return nothing;
    }
}
