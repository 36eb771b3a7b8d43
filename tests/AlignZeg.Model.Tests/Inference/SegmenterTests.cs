using AlignZeg.Model.BiasCorrection;
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

    [Theory]
    [InlineData(IndicatorInput.Embedding)]
    [InlineData(IndicatorInput.Profile)]
    [InlineData(IndicatorInput.Similarity)]
    public void Segment_WithEveryProposalFlagged_TakesSeenClassesOut_AndWithGammaZeroChangesNothing(IndicatorInput indicator)
    {
        string folder = Folder(indicator);
        using var off = Segmenter.Load(folder, claimThreshold: 0, adjust: c => c with { Correction = c.Correction with { Gamma = 0 } });
        using var on = Segmenter.Load(folder, claimThreshold: 0, adjust: c => c with { Correction = c.Correction with { Gamma = 1, Threshold = 0 } });
        using var none = Segmenter.Load(folder, claimThreshold: 0, adjust: c => c with { Correction = c.Correction with { Threshold = 1 } });
        var classifier = off.BuildClassifier(new([["red"], ["blue"]], []));
        Assert.Equal(indicator != IndicatorInput.Embedding, classifier.SeenText.Length > 0);
        var input = Input(64, 64, seed: 4);
        var (plain, corrected, unflagged) = (Labels(off, input, classifier), Labels(on, input, classifier), Labels(none, input, classifier));
        Assert.Contains((ushort)0, plain);
        Assert.DoesNotContain((ushort)0, corrected);
        Assert.Equal(plain, unflagged);
    }

    // The profile is one of the model's seen classes; what else is in the vocabulary must make no difference to it.
    [Fact]
    public void BuildClassifier_KeepsThePrototypesOfTheModelsSeenClasses_NotOfTheVocabularys()
    {
        using var segmenter = Segmenter.Load(Folder(IndicatorInput.Profile));
        var (one, other) = (segmenter.BuildClassifier(new([["blue"]], [])), segmenter.BuildClassifier(new([["red"], ["green"]], [])));
        Assert.Equal(one.SeenText, other.SeenText);
        Assert.Equal(other.Text[..16], other.SeenText); // red is the model's one seen class
        var foreign = one with { SeenText = [], Seen = [true] };
        Assert.Contains("Build it with this model", Assert.Throws<ArgumentException>(() => segmenter.Segment([Input(32, 32, 1)], foreign)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Segment_WithAFullSeenPenalty_NamesNoSeenClass()
    {
        using var stacked = Segmenter.Load(_folder, claimThreshold: 0, adjust: c => c with { SeenPenalty = 1e3 });
        var classifier = stacked.BuildClassifier(new([["red"], ["blue"]], []));
        Assert.DoesNotContain((ushort)0, Labels(stacked, Input(64, 64, seed: 4), classifier));
    }

    [Theory]
    [InlineData(IndicatorInput.Off)]
    [InlineData(IndicatorInput.Profile)]
    public void BuildClassifier_WithKnownRows_GivesTheBytesOfAFullOne_AndReadsOnlyTheRest(IndicatorInput indicator)
    {
        string folder = Folder(indicator);
        using var earlier = Segmenter.Load(folder);
        var known = earlier.BuildClassifier(new([["red"], ["blue", "grey"], ["green"]], []));
        Assert.Equal(3 + (indicator == IndicatorInput.Off ? 0 : 1), earlier.TextRuns);
        var request = new ClassifierRequest([["grey"], ["blue", "grey"], ["green", "red"], ["red"]], []);
        using var fresh = Segmenter.Load(folder);
        var full = fresh.BuildClassifier(request);
        using var later = Segmenter.Load(folder);
        var partial = later.BuildClassifier(request with { KnownText = [null, known.RowOf(1), known.RowOf(-1), known.RowOf(0)], KnownSeenText = known.SeenText });
        Assert.Equal(full.ToBytes(), partial.ToBytes());
        Assert.Equal(2, later.TextRuns);
        var again = later.BuildClassifier(request with { KnownText = [.. Enumerable.Range(0, 4).Select(full.RowOf)], KnownSeenText = full.SeenText });
        Assert.Equal(full.ToBytes(), again.ToBytes());
        Assert.Equal(2, later.TextRuns);
        Assert.Throws<ArgumentException>(() => later.BuildClassifier(request with { KnownText = [null] }));
    }

    [Theory]
    [InlineData(IndicatorInput.Off)]
    [InlineData(IndicatorInput.Similarity)]
    public void Score_OfKeptFeatures_GivesTheBytesOfSegment_WithoutTheImage(IndicatorInput indicator)
    {
        using var segmenter = Segmenter.Load(Folder(indicator));
        var inputs = new[] { Input(64, 48, 2), Input(32, 96, 3) };
        var kept = segmenter.Extract(inputs).Select(features => ImageFeatures.FromBytes(features.ToBytes())!).ToList();
        long live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        foreach (var request in new ClassifierRequest[] { new([["red"], ["blue"]], []), new([["green"], ["grey"], ["red", "blue"]], []) })
        {
            var classifier = segmenter.BuildClassifier(request);
            long runs = segmenter.ImageRuns;
            var scored = segmenter.Score(kept, classifier);
            Assert.Equal(runs, segmenter.ImageRuns);
            var segmented = segmenter.Segment(inputs, classifier);
            Assert.Equal(segmented.Select(result => result.Labels), scored.Select(result => result.Labels));
            Assert.Equal(segmented.Select(result => result.Confidence), scored.Select(result => result.Confidence));
            Assert.All(segmented, result => Assert.True(result.Confidence.Distinct().Count() > 1, "one number everywhere shows nothing"));
        }

        Assert.Equal(live, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        Assert.Equal(4 * kept[0].Masks.Length + 4 * kept[0].Embeddings.Length + 68, kept[0].ToBytes().Length);
    }

    [Fact]
    public void WarmUp_LeavesNeitherTensorsNorTraces()
    {
        var (classifier, input) = (_segmenter.BuildClassifier(new([["red"]], [])), Input(64, 48, 2));
        var before = Labels(_segmenter, input, classifier);
        long live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        _segmenter.WarmUp();
        Assert.Equal(live, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        Assert.Equal((1L, 1L), (_segmenter.ImageRuns, _segmenter.TextRuns));
        Assert.Equal(before, Labels(_segmenter, input, classifier));
        Assert.Equal(2, _segmenter.ImageRuns);
    }

    [Fact]
    public void ResidentBytes_AreThoseOfTheWeights()
    {
        using var bundle = TinyModels.Bundle();
        long expected = bundle.Clip.state_dict().Values.Concat(bundle.Network.state_dict().Values).Sum(values => values.numel() * values.element_size());
        Assert.Equal(expected, _segmenter.ResidentBytes);
    }

    private static ushort[] Labels(Segmenter segmenter, SegmenterInput input, Classifier classifier) => segmenter.Segment([input], classifier)[0].Labels;

    private string Folder(IndicatorInput indicator)
    {
        manual_seed(1);
        using var bundle = new Model.Bundles.ModelBundle(
            new(1, "test", TinyModels.Clip, TinyModels.Network with { Correction = new() { Indicator = indicator } }),
            new Model.Text.WordTokenizer(TinyModels.Words, TinyModels.Clip.Text.Context));
        string folder = Path.Combine(_folder, indicator.ToString());
        bundle.Save(folder);
        return folder;
    }

    private SegmenterInput Input(int width, int height, int seed)
    {
        var size = _segmenter.InputSizeFor(width, height);
        var pixels = new byte[size.Width * size.Height * 3];
        new Random(seed).NextBytes(pixels);
        return new(pixels, size, width, height);
    }
}
