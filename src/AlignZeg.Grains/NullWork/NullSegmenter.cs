using AlignZeg.Model.Inference;

namespace AlignZeg.Grains.NullWork;

/// <summary>A model that computes nothing: every pixel is of the first class.</summary>
internal sealed class NullSegmenter : ISegmenter
{
    private static readonly SegmentedImage OnePixel = new([0], [255]);

    public string Hash => NullWorkExtensions.ModelHash;

    public InputSize InputSizeFor(int width, int height) => new(1, 1);

    public TextReport Inspect(string text) => new(1, [], int.MaxValue); // reads no text, however long

    public Classifier BuildClassifier(ClassifierRequest request, CancellationToken cancellationToken = default) =>
        new(1, new float[request.Classes.Count], [], new bool[request.Classes.Count]);

    public IReadOnlyList<SegmentedImage> Segment(IReadOnlyList<SegmenterInput> batch, Classifier classifier, CancellationToken cancellationToken = default)
    {
        var results = new SegmentedImage[batch.Count];
        Array.Fill(results, OnePixel);
        return results;
    }

    public void Dispose()
    {
        // Holds nothing.
    }
}
