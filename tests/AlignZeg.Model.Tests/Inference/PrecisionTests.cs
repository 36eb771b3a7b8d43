using AlignZeg.Model.Inference;
using AlignZeg.Model.ProposalExtraction;

namespace AlignZeg.Model.Tests.Inference;

[Collection(nameof(Serial))]
public sealed class PrecisionTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("alignzeg-precision-").FullName;

    public PrecisionTests()
    {
        using var bundle = TinyModels.Bundle();
        bundle.Save(_folder);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Source_SaysItsPrecision_AndReadsItBack()
    {
        var source = new ModelSource("/models/a", ClipAlone: true, Precision.Bf16);
        Assert.Equal(source, ModelSource.Parse(source.ToString()));
        Assert.Equal(new ModelSource("/models/a", false), ModelSource.Parse("/models/a"));
    }

    [Fact]
    public void Hash_IsAnotherInBf16_AndTheOneThatTheSegmenterHas()
    {
        var (full, half) = (new ModelSource(_folder, false), new ModelSource(_folder, false, Precision.Bf16));
        Assert.NotEqual(full.Hash(), half.Hash());
        using var segmenter = half.Load();
        Assert.Equal(half.Hash(), segmenter.Hash);
    }

    [Fact]
    public void Bf16_ScoresNearlyAlike() => AssertScoresNearlyAlike();

    // As SAN is imported: positions that are the network's own, where bf16 must see the same numbers.
    [Fact]
    public void Bf16_WithClipPositionsOfItsOwn_ScoresNearlyAlike()
    {
        var config = TinyModels.Network with
        {
            Encoder = ImageEncoder.Vit, QueryMode = QueryMode.Joint, Multiple = 16, Padding = true, ClipScale = .5, OwnClipPositions = true,
            SideAdapter = TinyModels.Side,
        };
        using (var bundle = TinyModels.Bundle(config))
        {
            using var none = no_grad();
            bundle.Network.StartFrom(bundle.Clip);
            bundle.Network.ClipPosition!.mul_(50); // so that much follows from them
            bundle.Save(_folder);
        }

        AssertScoresNearlyAlike();
    }

    private void AssertScoresNearlyAlike()
    {
        using var full = Segmenter.Load(_folder, claimThreshold: 0);
        using var half = Segmenter.Load(_folder, claimThreshold: 0, precision: Precision.Bf16);
        var classifier = full.BuildClassifier(new([["red"], ["blue"], ["green"]], []));
        var size = full.InputSizeFor(40, 40);
        var pixels = new byte[size.Width * size.Height * 3];
        new Random(2).NextBytes(pixels);
        var input = new SegmenterInput(pixels, size, 40, 40);
        var (a, b) = (full.Segment([input], classifier)[0].Confidence, half.Segment([input], classifier)[0].Confidence);
        Assert.NotEqual(a, b); // it did compute in other numbers
        Assert.All(a.Zip(b), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, 12));
    }
}
