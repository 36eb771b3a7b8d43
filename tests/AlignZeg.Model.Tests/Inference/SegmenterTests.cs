using AlignZeg.Model.Inference;

namespace AlignZeg.Model.Tests.Inference;

public sealed class SegmenterTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("segmenter").FullName;
    private readonly Segmenter _segmenter;

    public SegmenterTests()
    {
        using var bundle = TinyModels.Bundle();
        bundle.Save(_folder);
        _segmenter = Segmenter.Load(_folder);
    }

    public void Dispose()
    {
        _segmenter.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Segment_OfABatch_EqualsSegmentOfEach()
    {
        var classifier = _segmenter.BuildClassifier(new([["red"], ["blue"]], []));
        var inputs = Enumerable.Range(0, 5).Select(i => Input(40 + 9 * i, 60 - 5 * i, seed: i)).ToList();
        var together = _segmenter.Segment(inputs, classifier);
        for (int i = 0; i < inputs.Count; i++)
        {
            var alone = Assert.Single(_segmenter.Segment([inputs[i]], classifier));
            Assert.Equal(alone.Labels, together[i].Labels);
            Assert.Equal(alone.Confidence, together[i].Confidence);
        }
    }

    [Fact]
    public void Segment_LeavesNoTensorBehind()
    {
        var classifier = _segmenter.BuildClassifier(new([["red"]], []));
        _segmenter.Segment([Input(32, 32, 1)], classifier);
        long live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        _segmenter.Segment([Input(64, 48, 2), Input(32, 32, 3)], classifier);
        Assert.Equal(live, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void Segment_StopsBetweenImages()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        var classifier = _segmenter.BuildClassifier(new([["red"]], []));
        Assert.Throws<OperationCanceledException>(() => _segmenter.Segment([Input(32, 32, 1)], classifier, cancelled.Token));
    }

    [Theory]
    [InlineData(640, 640, 32, 32)]
    [InlineData(640, 256, 80, 32)]
    [InlineData(100, 300, 32, 96)]
    [InlineData(10000, 100, 256, 32)]
    [InlineData(1, 1, 32, 32)]
    public void InputSizeFor_KeepsTheAspect_WithinLimits(int width, int height, int inputWidth, int inputHeight) =>
        Assert.Equal(new InputSize(inputWidth, inputHeight), _segmenter.InputSizeFor(width, height));

    [Fact]
    public void BuildClassifier_KnowsSeenClasses_AndNormalises()
    {
        var classifier = _segmenter.BuildClassifier(new([["crimson", "RED"], ["blue"]], []));
        Assert.Equal([true, false], classifier.Seen);
        Assert.Equal(2, classifier.Prototypes);
        for (int c = 0; c < 2; c++)
            Assert.Equal(1, classifier.Text.Skip(c * classifier.Dimension).Take(classifier.Dimension).Sum(v => v * v), 1e-4);
    }

    // A prototype that coincides with a class must not swallow it (architecture: what a vocabulary caches).
    [Fact]
    public void BuildClassifier_LeavesOutPrototypesThatCoincideWithAClass()
    {
        using var bundle = TinyModels.Bundle();
        using (no_grad())
        {
            var text = new Model.Text.TextEncoder(bundle.Clip, bundle.Tokenizer).EmbedClasses([["grey"]], TinyModels.Network.Templates, CPU);
            bundle.Network.state_dict()["classification.background"].narrow(0, 0, 1).copy_(text);
        }

        string folder = Path.Combine(_folder, "colliding");
        bundle.Save(folder);
        using var segmenter = Segmenter.Load(folder);
        Assert.Equal(1, segmenter.BuildClassifier(new([["grey"]], [])).Prototypes);
    }

    [Fact]
    public void BuildClassifier_WithoutClasses_IsRefused() => Assert.Throws<ArgumentException>(() => _segmenter.BuildClassifier(new([], [])));

    [Fact]
    public void Inspect_TellsUnknownWords() => Assert.Equal(["zebra"], _segmenter.Inspect("red zebra").UnknownWords);

    private SegmenterInput Input(int width, int height, int seed)
    {
        var size = _segmenter.InputSizeFor(width, height);
        var pixels = new byte[size.Width * size.Height * 3];
        new Random(seed).NextBytes(pixels);
        return new(pixels, size, width, height);
    }
}
