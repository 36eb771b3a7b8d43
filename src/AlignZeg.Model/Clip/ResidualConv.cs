namespace AlignZeg.Model.Clip;

/// <summary>x + conv(gelu(norm(conv(gelu(norm(x)))))), the pre-activation residual block at constant width.</summary>
internal sealed class ResidualConv : Module<Tensor, Tensor>
{
    [ComponentName(Name = "layers")] private readonly Sequential _layers;

    public ResidualConv(int width)
        : base(nameof(ResidualConv))
    {
        _layers = Sequential(
            ChannelNorm.Of(width), GELU(), Conv2d(width, width, 3, padding: 1),
            ChannelNorm.Of(width), GELU(), Conv2d(width, width, 3, padding: 1));
        RegisterComponents();
    }

    /// <param name="x">[B, C, H, W].</param> <returns>[B, C, H, W].</returns>
    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        return (x + _layers.call(x)).MoveToOuterDisposeScope();
    }
}
