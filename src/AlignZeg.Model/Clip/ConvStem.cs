namespace AlignZeg.Model.Clip;

/// <summary>
/// Image to tokens, 8 pixels each, by three strided convolutions with residual blocks between them. Ours: a single strided layer leaves fine textures of
/// small images at chance; a 5x5 first layer with a residual at half resolution cures it (measured in the project's studies).
/// </summary>
internal sealed class ConvStem : Module<Tensor, Tensor>
{
    /// <summary>Pixels per token, each way.</summary>
    public const int Stride = 8;

    [ComponentName(Name = "layers")] private readonly Sequential _layers;

    public ConvStem(int width)
        : base(nameof(ConvStem))
    {
        _layers = Sequential(
            ConvNorm(3, 32, 5), GELU(), new ResidualConv(32),
            ConvNorm(32, 64, 3), GELU(), new ResidualConv(64),
            ConvNorm(64, width, 3), GELU(), new ResidualConv(width), new ResidualConv(width));
        RegisterComponents();
    }

    /// <param name="image">[B, 3, H, W].</param> <returns>[B, C, H/8, W/8].</returns>
    public override Tensor forward(Tensor image) => _layers.call(image);

    private static Sequential ConvNorm(int from, int to, int kernel) =>
        Sequential(Conv2d(from, to, kernel, stride: 2, padding: kernel / 2), ChannelNorm.Of(to));
}
