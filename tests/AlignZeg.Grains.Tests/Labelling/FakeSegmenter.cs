using AlignZeg.Model.Inference;

namespace AlignZeg.Grains.Tests.Labelling;

/// <summary>Deterministic, and strict about its thread.</summary>
internal sealed class FakeSegmenter(FakeSegmenterFactory factory, Thread owner, string path) : ISegmenter
{
    public const int Side = 8, Context = 12;

    public string Hash => FakeSegmenterFactory.HashOf(path);

    public long ResidentBytes => FakeSegmenterFactory.BytesOf(path);

    public long TextRuns { get; private set; }

    public long ImageRuns { get; private set; }

    public void WarmUp()
    {
        CheckThread();
        factory.BeforeWarmUp?.Invoke(path);
    }

    public InputSize InputSizeFor(int width, int height) => new(Side, Side);

    public IReadOnlyList<string> Templates => ["a {}"];

    public TextReport Inspect(string text)
    {
        CheckThread();
        return new(text.Split(' ').Length, [], Context);
    }

    public Classifier BuildClassifier(ClassifierRequest request, CancellationToken cancellationToken = default)
    {
        CheckThread();
        factory.BeforeClassifier?.Invoke();
        factory.CountClassifier();
        return new(2, [.. request.Classes.SelectMany((texts, c) => request.KnownText.ElementAtOrDefault(c) ?? Embed(texts))], [], [.. request.Classes.Select(_ => true)]);
    }

    public IReadOnlyList<SegmentedImage> Segment(IReadOnlyList<SegmenterInput> batch, Classifier classifier, CancellationToken cancellationToken = default)
    {
        CheckThread();
        factory.Batches.Add(batch.Count);
        factory.BeforeBatch?.Invoke(batch);
        ImageRuns += batch.Count;
        return [.. batch.Select(input => Segment(input.Tiled is { } tiled ? input with { Rgb = tiled.Tiles.First().Rgb } : input, classifier))];
    }

    public bool HasFeatures => factory.HasFeatures;

    public IReadOnlyList<ImageFeatures> Extract(IReadOnlyList<SegmenterInput> batch, CancellationToken cancellationToken = default)
    {
        CheckThread();
        ImageRuns += batch.Count;
        return [.. batch.Select(input => new ImageFeatures(input.Size, input.Width, input.Height, new(Side, Side), [.. input.Rgb.Select(value => (float)value)], []))];
    }

    public IReadOnlyList<SegmentedImage> Score(IReadOnlyList<ImageFeatures> batch, Classifier classifier, CancellationToken cancellationToken = default)
    {
        CheckThread();
        return [.. batch.Select(seen => Segment(new([.. seen.Masks.Select(value => (byte)value)], seen.Size, seen.Width, seen.Height), classifier))];
    }

    public void Dispose()
    {
        CheckThread();
        factory.Disposed.Enqueue(path);
    }

    private float[] Embed(IReadOnlyList<string> texts)
    {
        TextRuns++;
        return [texts.Count, texts[0].Length];
    }

    private SegmentedImage Segment(SegmenterInput input, Classifier classifier)
    {
        int classes = classifier.Classes;
        factory.Computed.AddOrUpdate(IdOf(input), 1, (_, times) => times + 1);
        var (labels, confidence) = (new ushort[input.Width * input.Height], new byte[input.Width * input.Height]);
        for (int i = 0; i < labels.Length; i++)
        {
            int value = input.Rgb[(7 * i + i / 11) % input.Rgb.Length];
            int label = value % (classes + 1);
            (labels[i], confidence[i]) = (label == classes ? SegmentedImage.Unclaimed : (ushort)label, (byte)(255 - value / 2));
            if (label < classes && confidence[i] / 255f < classifier.Abstention?.Thresholds[label]) labels[i] = SegmentedImage.Abstained;
        }

        return new(labels, confidence);
    }

    /// <summary>Tells images apart by their pixels.</summary>
    public static int IdOf(SegmenterInput input)
    {
        var hash = new HashCode();
        hash.AddBytes(input.Rgb);
        return hash.ToHashCode();
    }

    private void CheckThread()
    {
        if (Thread.CurrentThread != owner) throw new InvalidOperationException("A segmenter is used on another thread than the one that made it.");
    }
}
