using AlignZeg.Model.Inference;

namespace AlignZeg.Cli.Benchmarks;

/// <summary>A model that takes a given time per image and finds nothing: for measuring what is around it.</summary>
internal sealed class TimedSegmenter(TimeSpan perImage) : ISegmenter
{
    /// <summary>The hash of its bundle.</summary>
    public const string BundleHash = "timed";

    private const int Side = 8;

    /// <inheritdoc/>
    public string Hash => BundleHash;

    /// <inheritdoc/>
    public InputSize InputSizeFor(int width, int height) => new(Side, Side);

    /// <inheritdoc/>
    public TextReport Inspect(string text) => new(1, [], int.MaxValue); // reads no text, however long

    /// <inheritdoc/>
    public Classifier BuildClassifier(ClassifierRequest request, CancellationToken cancellationToken = default) =>
        new(1, [.. request.Classes.Select(_ => 1f)], [], [.. request.Classes.Select(_ => true)]);

    /// <inheritdoc/>
    public IReadOnlyList<SegmentedImage> Segment(IReadOnlyList<SegmenterInput> batch, Classifier classifier, CancellationToken cancellationToken = default)
    {
        cancellationToken.WaitHandle.WaitOne(perImage * batch.Count);
        return [.. batch.Select(Empty)];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // It holds nothing.
    }

    private static SegmentedImage Empty(SegmenterInput input)
    {
        var labels = new ushort[input.Width * input.Height];
        Array.Fill(labels, SegmentedImage.Unclaimed);
        return new(labels, new byte[labels.Length]);
    }
}
