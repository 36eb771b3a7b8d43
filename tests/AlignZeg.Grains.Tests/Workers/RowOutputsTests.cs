using AlignZeg.Abstractions.Jobs;
using AlignZeg.Abstractions.Models;
using AlignZeg.Abstractions.Vocabularies;
using AlignZeg.Datasets.Images;
using AlignZeg.Datasets.LabelMaps;
using AlignZeg.Grains.Workers;
using AlignZeg.Model.Inference;
using Xunit;

namespace AlignZeg.Grains.Tests.Workers;

/// <summary>What is encoded while it is computed is what is encoded afterwards.</summary>
public sealed class RowOutputsTests
{
    private const int Width = 60, Height = 47;
    private static readonly ushort[] Labels = [.. Enumerable.Range(0, Width * Height).Select(i => (i / 13 % 5) switch { 3 => SegmentedImage.Unclaimed, 4 => SegmentedImage.Abstained, var label => (ushort)label })];
    private static readonly byte[] Confidence = [.. Enumerable.Range(0, Width * Height).Select(i => (byte)(i * 7))];

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(Height)]
    public void Complete_GivesTheOutputsOfTheWholeResult(int rowsAtOnce)
    {
        var (plan, picture) = (Plan(), Picture(Width, Height));
        using var rows = new RowOutputs(plan, new(Width, Height), picture);
        rows.Begin();
        rows.Add(Labels.AsSpan(0, Width), Confidence.AsSpan(0, Width)); // void: it begins again
        rows.Begin();
        for (int y = 0; y < Height; y += rowsAtOnce)
        {
            var (from, pixels) = (y * Width, Math.Min(rowsAtOnce, Height - y) * Width);
            rows.Add(Labels.AsSpan(from, pixels), Confidence.AsSpan(from, pixels));
        }

        var (streamed, whole) = (rows.Complete(), Whole(plan, picture));
        Assert.Equal(whole.Contents, streamed.Contents);
        Assert.Equivalent(whole.Statistics, streamed.Statistics, strict: true);
        Assert.Same(streamed, rows.Complete());
    }

    [Fact]
    public void Overlay_OfASmallerPicture_IsPaintedFromTheMiddleOfItsPixels()
    {
        var (plan, small) = (Plan(), Picture(12, 9));
        using var rows = new RowOutputs(plan, new(Width, Height), small);
        rows.Begin();
        rows.Add(Labels, Confidence);
        var ids = plan.ToIds(new(Labels, Confidence), Width, Height).Ids;
        var map = new LabelMap([.. Enumerable.Range(0, 12 * 9).Select(i => ids[(int)((i / 12 + .5) * Height / 9) * Width + (int)((i % 12 + .5) * Width / 12)])], 12, 9);
        Assert.Equal(EncodedOutputs.Overlay(small, map, plan), rows.Complete().Contents[^1]);
    }

    private static EncodedOutputs Whole(LabellingPlan plan, RgbImage picture)
    {
        var lease = new LeaseInHand(null!, new(Guid.NewGuid(), [], TimeSpan.FromMinutes(1)), plan);
        return EncodedOutputs.Of(new(lease, new(0, "a.png", "a", "a.png")) { Input = new([], new(16, 16), Width, Height), Output = new(Labels, Confidence), Original = picture });
    }

    private static LabellingPlan Plan()
    {
        const string Tenant = "t";
        var model = new ModelBundle(new("tiny"), "/tiny", "1");
        var request = new JobRequest(new(Tenant, "d"), 1, new(Tenant, "v"), 1, model, new(Confidence: true, Overlay: true));
        var vocabulary = new VocabularyDefinition("v", [VocabularyClass.Named("cat"), VocabularyClass.Named("dog"), VocabularyClass.Named("cow"), VocabularyClass.Named("other") with { Background = true }], []);
        return new(new(new(Tenant, "j"), request), model, vocabulary, new(3, new float[6], [], [true, true, true]), null!); // outputs only
    }

    private static RgbImage Picture(int width, int height)
    {
        var pixels = new byte[3 * width * height];
        new Random(4).NextBytes(pixels);
        return new(pixels, width, height);
    }
}
