namespace AlignZeg.Model.Inference.Tiles;

/// <summary>The result of a picture in memory.</summary>
internal sealed class WholeResult(long pixels) : ILabelRows
{
    private readonly ushort[] _labels = new ushort[pixels];
    private readonly byte[] _confidence = new byte[pixels];
    private int _filled;

    /// <summary>All of it.</summary>
    public SegmentedImage Image => new(_labels, _confidence);

    /// <inheritdoc/>
    public void Begin() => _filled = 0;

    /// <inheritdoc/>
    public void Add(ReadOnlySpan<ushort> labels, ReadOnlySpan<byte> confidence)
    {
        labels.CopyTo(_labels.AsSpan(_filled));
        confidence.CopyTo(_confidence.AsSpan(_filled));
        _filled += labels.Length;
    }
}
