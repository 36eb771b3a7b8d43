namespace AlignZeg.Model.BiasCorrection;

/// <summary>
/// phi_bc: whether a proposal is of a potentially unseen class. Source: AlignZeg, a binary indicator on proposals [sec]; its inputs and its MLP are ours (method 7.1).
/// </summary>
internal sealed class ClassIndicator : Module
{
    private readonly CorrectionOptions _options;
    [ComponentName(Name = "phi")] private readonly Sequential? _phi;

    /// <param name="dimension">D of embeddings.</param> <param name="options">Its input and width.</param>
    public ClassIndicator(int dimension, CorrectionOptions options)
        : base(nameof(ClassIndicator))
    {
        _options = options;
        int width = options.Indicator == IndicatorInput.Embedding ? dimension : options.ProfileSize + 1;
        if (options.Trained) _phi = Sequential(Linear(width, options.Width), ReLU(), Linear(options.Width, 1));
        RegisterComponents();
    }

    /// <summary>Whether it has weights.</summary>
    public bool Trained => _phi is not null;

    /// <summary>phi(f), before the sigmoid.</summary>
    /// <param name="features">f, [.., D], L2-normalised: on anything else phi would read the length of mixtures.</param>
    /// <param name="seen">T_S, prototypes of the model's seen classes, [Cs, D]; not read by the embedding form.</param> <param name="temperature">tau.</param>
    /// <returns>[..].</returns>
    /// <exception cref="InvalidOperationException">The indicator is the untrained one.</exception>
    public Tensor Logits(Tensor features, Tensor seen, Tensor temperature)
    {
        if (_phi is null) throw new InvalidOperationException("The untrained indicator has no logits.");
        using var scope = NewDisposeScope();
        var input = _options.Indicator == IndicatorInput.Embedding ? features : SeenProfile.Of(features, seen, temperature, _options.ProfileSize);
        return _phi.call(input).squeeze(-1).MoveToOuterDisposeScope();
    }

    /// <summary>u = sigmoid(phi(f)), or 1 - the largest similarity where the indicator is untrained.</summary>
    /// <param name="features">f, [.., D], L2-normalised.</param> <param name="seen">T_S, [Cs, D].</param> <param name="temperature">tau.</param>
    /// <returns>Unseenness, 0..1, [..].</returns>
    public Tensor Unseenness(Tensor features, Tensor seen, Tensor temperature)
    {
        using var scope = NewDisposeScope();
        return (_phi is null ? SeenProfile.Distance(features, seen) : Logits(features, seen, temperature).sigmoid()).MoveToOuterDisposeScope();
    }
}
