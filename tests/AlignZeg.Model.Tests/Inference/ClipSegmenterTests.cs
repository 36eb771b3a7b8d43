using AlignZeg.Model.Bundles;
using AlignZeg.Model.Clip;
using AlignZeg.Model.Inference;

namespace AlignZeg.Model.Tests.Inference;

public sealed class ClipSegmenterTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dense").FullName;
    private readonly ISegmenter _segmenter;
    private readonly Classifier _classifier;

    public ClipSegmenterTests()
    {
        using (NewDisposeScope()) TinyClips.Write(_folder);
        _segmenter = new ModelSource(_folder, ClipAlone: true).Load();
        _classifier = _segmenter.BuildClassifier(new([["cat"], ["red", "rouge"], ["a wide bridge"]], []));
    }

    public void Dispose()
    {
        _segmenter.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData(DenseReading.Alike)]
    [InlineData(DenseReading.Values)]
    [InlineData(DenseReading.ValuesInBlock)]
    public void Segment_GivesEveryPatchTheClassOfTheNearestText(DenseReading reading)
    {
        using var scope = NewDisposeScope();
        using var segmenter = ClipSegmenter.Load(_folder, config: new() { Reading = reading });
        using var clip = ClipBundle.Load(_folder, CPU);
        var input = Picture(1, 32, 24, 8, 6); // one pixel of the result per patch: nothing is enlarged
        var result = segmenter.Segment([input], _classifier)[0];
        var image = PixelTensor.Normalise(PixelTensor.Of([input.Rgb], 32, 24, CPU));
        var (patches, height, width) = clip.Model.EmbedPatches(image, reading);
        Assert.Equal((6, 8), (height, width));
        var probabilities = (clip.Model.Temperature * patches.squeeze(0).matmul(tensor(_classifier.Text, [3, 8]).mT)).softmax(-1);
        var (best, index) = probabilities.max(-1);
        Assert.Equal(index.data<long>().ToArray(), result.Labels.Select(label => (long)label));
        Assert.All(best.data<float>().ToArray().Zip(result.Confidence), pair => Assert.InRange(pair.Second - 255 * pair.First, -1, 1));
        Assert.True(result.Labels.Distinct().Count() > 1, "one class everywhere shows nothing");
    }

    [Fact]
    public void Segment_GivesAResultPerImage_ThatDoesNotDependOnNeighbours()
    {
        var inputs = new[] { Picture(2, 32, 44, 50, 71), Picture(3, 32, 32, 9, 9), Picture(4, 128, 32, 400, 90) };
        var together = _segmenter.Segment(inputs, _classifier);
        Assert.Equal(inputs.Select(input => input.Width * input.Height), together.Select(result => result.Labels.Length));
        for (int i = 0; i < inputs.Length; i++)
        {
            var alone = _segmenter.Segment([inputs[i]], _classifier)[0];
            Assert.Equal(alone.Labels, together[i].Labels);
            Assert.Equal(alone.Confidence, together[i].Confidence);
        }
    }

    [Fact]
    public void WarmUp_AndKnownRows_ChangeNothing()
    {
        var request = new ClassifierRequest([["cat"], ["red", "rouge"], ["a wide bridge"]], []);
        Assert.Equal(3, _segmenter.TextRuns);
        _segmenter.WarmUp();
        var partial = _segmenter.BuildClassifier(request with { KnownText = [_classifier.RowOf(0), null, _classifier.RowOf(2)] });
        Assert.Equal(_classifier.ToBytes(), partial.ToBytes());
        Assert.Equal((4L, 0L), (_segmenter.TextRuns, _segmenter.ImageRuns));
        Assert.True(_segmenter.ResidentBytes > 0);
    }

    [Theory]
    [InlineData(100, 100, 32, 32)]
    [InlineData(200, 100, 64, 32)]
    [InlineData(100, 150, 32, 48)]
    [InlineData(5000, 10, 128, 32)]
    public void InputSize_IsTwiceTheTrainingSide_InWholePatches(int width, int height, int expectedWidth, int expectedHeight) =>
        Assert.Equal(new(expectedWidth, expectedHeight), _segmenter.InputSizeFor(width, height));

    [Theory]
    [InlineData(224, 16, 448)]
    [InlineData(224, 14, 448)]
    [InlineData(336, 14, 448)]
    [InlineData(512, 16, 512)]
    public void InputSize_OfPublishedModels_IsTheUsualOne(int side, int patch, int expected) =>
        Assert.Equal(new(expected, expected), new DenseConfig().SizeFor(640, 640, new VisionConfig { ImageSize = side, PatchSize = patch }));

    [Fact]
    public void Hash_ChangesWithTheWeightsTheVocabularyAndTheMethod()
    {
        string before = ClipSegmenter.HashOf(_folder);
        Assert.Equal(before, _segmenter.Hash);
        Assert.Equal(before, new ModelSource(_folder, ClipAlone: true).Hash());
        Assert.NotEqual(before, ClipSegmenter.HashOf(_folder, new() { Reading = DenseReading.Values }));
        foreach (string file in Directory.GetFiles(_folder))
        {
            var bytes = File.ReadAllBytes(file);
            File.WriteAllBytes(file, [.. bytes, (byte)' ']);
            Assert.NotEqual(before, ClipSegmenter.HashOf(_folder));
            File.WriteAllBytes(file, bytes);
        }
    }

    [Fact]
    public void ModelSource_OfAClipWithoutThePrefix_SaysHowToWriteIt() =>
        Assert.Contains("clip:" + _folder, Assert.Throws<ModelBundleException>(() => ModelSource.Parse(_folder).Hash()).Message, StringComparison.Ordinal);

    [Fact]
    public void ModelSource_ListsTheFilesThatMakeTheSameModelElsewhere()
    {
        var source = new ModelSource(_folder, ClipAlone: true);
        string index = Path.Combine(_folder, "model.safetensors.index.json"), other = Directory.CreateTempSubdirectory("elsewhere").FullName;
        File.WriteAllText(Path.Combine(_folder, "notes.txt"), "not of the model");
        File.Move(Path.Combine(_folder, "model.safetensors"), Path.Combine(_folder, "part.safetensors"));
        File.WriteAllText(index, "{\"weight_map\": {\"logit_scale\": \"part.safetensors\"}}");
        var files = source.ListFiles();
        Assert.Equal(["config.json", "merges.txt", "model.safetensors.index.json", "part.safetensors", "vocab.json"], files.Select(file => file.Name).Order(StringComparer.Ordinal));
        foreach (var (name, file) in files) File.Copy(file, Path.Combine(other, name));
        Assert.Equal(source.Hash(), (source with { Path = other }).Hash());
        using var segmenter = (source with { Path = other }).Load();
        Assert.Equal(source.Hash(), segmenter.Hash);
        Directory.Delete(other, recursive: true);
    }

    [Fact]
    public void ModelSource_IsReadBackAsWritten()
    {
        foreach (string text in new[] { "/a/b", "clip:/a/b" }) Assert.Equal(text, ModelSource.Parse(text).ToString());
    }

    [Fact]
    public void Compose_InStripes_IsWhatEnlargingAtOnceGives()
    {
        using var scope = NewDisposeScope();
        manual_seed(9);
        var logits = 5 * randn(1, 300, 5, 7); // 300 classes: 69 rows a stripe, so that one does not begin at a row of patches
        var result = DenseMap.Compose(logits, 400, 333, claim: .2);
        var (best, index) = nn.functional.interpolate(logits, [333, 400], mode: InterpolationMode.Bilinear, align_corners: false).squeeze(0).softmax(0).max(0);
        var (probability, label) = (best.flatten().data<float>().ToArray(), index.flatten().data<long>().ToArray());
        int unlike = 0;
        for (int i = 0; i < label.Length; i++)
            if (result.Labels[i] != (probability[i] >= .2 ? (ushort)label[i] : SegmentedImage.Unclaimed)) unlike++;
        Assert.InRange(unlike, 0, label.Length / 10_000); // ties to the last bit
        Assert.Contains(SegmentedImage.Unclaimed, result.Labels);
    }

    [Fact]
    public void Segment_LeavesNoTensor()
    {
        using var scope = NewDisposeScope();
        long live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        _segmenter.Segment([Picture(2, 32, 32, 50, 71)], _classifier);
        Assert.Equal(live, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    private static SegmenterInput Picture(int seed, int width, int height, int originalWidth, int originalHeight)
    {
        var rgb = new byte[3 * width * height];
        new Random(seed).NextBytes(rgb);
        return new(rgb, new(width, height), originalWidth, originalHeight);
    }
}
