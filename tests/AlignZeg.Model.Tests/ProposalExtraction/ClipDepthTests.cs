using AlignZeg.Model.Clip;
using AlignZeg.Model.ProposalExtraction;
using AlignZeg.Model.ProposalExtraction.SideAdapter;

namespace AlignZeg.Model.Tests.ProposalExtraction;

/// <summary>Training runs CLIP only as far as proposals read it, so what they say of their depth must be neither too little nor too much.</summary>
public sealed class ClipDepthTests
{
    private static readonly ClipConfig Clip = TinyModels.Clip with { Vision = TinyModels.Clip.Vision with { Layers = 5 } }; // three blocks that extract

    public static TheoryData<string, int[], int?> Forms => new()
    {
        { "conv", [], null },
        { "conv", [0], 0 },
        { "conv", [-2, 0], 2 },
        { "conv", [0, -1], 3 },
        { "joint", [], null },
        { "joint", [0, 2], 2 },
        { "refined", [], null },
        { "refined", [1, 0], 1 },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public void ClipDepth_IsHowFarClipMustRun(string form, int[] depths, int? expected)
    {
        using var scope = NewDisposeScope();
        using var none = no_grad();
        manual_seed(1);
        using var clip = new ClipModel(Clip);
        using var network = new AlignZegNetwork(Config(form, depths), Clip);
        var image = randn(1, 3, 32, 32);
        ProposalSource source = network.Extraction;
        Assert.Equal(expected, source.ClipDepth);
        var features = clip.Extract(image, blocks: expected ?? 0);
        Assert.Equal((expected ?? 0) + 1, features.Taps.Count);

        var masks = source.Extract(image, features)[^1].Masks;

        Golden.AssertClose(source.Extract(image, clip.Extract(image))[^1].Masks, masks, 0);
        if (expected > 0) Assert.ThrowsAny<ArgumentException>(() => source.Extract(image, clip.Extract(image, blocks: expected - 1)));
        if (expected is null) Assert.NotEmpty(source.Extract(image, features with { Taps = [] }));
    }

    private static AlignZegConfig Config(string form, int[] depths) => form == "conv" ? TinyModels.Network with { FusionLayers = depths } : TinyModels.Network with
    {
        Encoder = ImageEncoder.Vit, QueryMode = form == "joint" ? QueryMode.Joint : QueryMode.Refined, Multiple = 16,
        SideAdapter = TinyModels.Side with { Fusion = [.. depths.Select((depth, i) => new FusionPoint(depth, i + 1))] },
    };
}
