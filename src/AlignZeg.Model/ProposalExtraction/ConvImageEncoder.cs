using AlignZeg.Model.Clip;

namespace AlignZeg.Model.ProposalExtraction;

/// <summary>The learnable image encoder of the embedded world: Z at stride 4 and a finer map at stride 2. Ours (a ViT of stride 16 sees nothing in 64 pixels).</summary>
internal sealed class ConvImageEncoder : Module
{
    private const int FineWidth = 32;
    [ComponentName(Name = "fine")] private readonly Sequential _fine;
    [ComponentName(Name = "coarse")] private readonly Sequential _coarse;

    public ConvImageEncoder(int width)
        : base(nameof(ConvImageEncoder))
    {
        _fine = Sequential(Conv2d(3, FineWidth, 5, stride: 2, padding: 2), ChannelNorm.Of(FineWidth), GELU(), new ResidualConv(FineWidth));
        _coarse = Sequential(Conv2d(FineWidth, width, 3, stride: 2, padding: 1), ChannelNorm.Of(width), GELU(), new ResidualConv(width), new ResidualConv(width));
        RegisterComponents();
    }

    /// <summary>Channels of the fine map.</summary>
    public static int FineChannels => FineWidth;

    /// <param name="image">[B, 3, H, W].</param> <returns>Fine [B, 32, H/2, W/2] and Z_enc [B, C, H/4, W/4].</returns>
    public (Tensor Fine, Tensor Coarse) Encode(Tensor image)
    {
        var fine = _fine.call(image);
        return (fine, _coarse.call(fine));
    }
}
