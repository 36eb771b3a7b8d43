namespace AlignZeg.Model.Clip;

/// <summary>The MLP of a block: widen, activate, narrow.</summary>
internal sealed class FeedForward : Module<Tensor, Tensor>
{
    private readonly bool _quick;
    [ComponentName(Name = "fc1")] private readonly Linear _widen;
    [ComponentName(Name = "fc2")] private readonly Linear _narrow;

    public FeedForward(int width, int hidden, string activation)
        : base(nameof(FeedForward))
    {
        _quick = activation switch
        {
            "quick_gelu" => true,
            "gelu" => false,
            _ => throw new ArgumentException($"Unknown activation '{activation}'; known are quick_gelu and gelu.", nameof(activation)),
        };
        (_widen, _narrow) = (Linear(width, hidden), Linear(hidden, width));
        RegisterComponents();
    }

    /// <param name="x">[.., C].</param> <returns>[.., C].</returns>
    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var hidden = _widen.call(x);                                                                    // [.., H]
        var active = _quick ? QuickGelu(hidden) : functional.gelu(hidden);                               // [.., H]
        return _narrow.call(active).MoveToOuterDisposeScope();                                          // [.., C]
    }

    /// <summary>x·sigmoid(1.702·x). Source: openai/CLIP. Where no gradient is wanted, with one temporary in place of three: the same bits, a third of the memory traffic.</summary>
    private static Tensor QuickGelu(Tensor x) => is_grad_enabled() ? x * (1.702 * x).sigmoid() : (1.702 * x).sigmoid_().mul_(x);
}
