namespace AlignZeg.Datasets.LabelMaps;

/// <summary>Counts the pixels of a label map and their confidences, as they come. Sums are integers: the result does not depend on the order of pixels.</summary>
/// <param name="classes">Number of classes, at least 1; ids from there on count as unlabelled.</param>
public sealed class LabelTally(int classes)
{
    private readonly long[] _pixels = new long[classes + 1], _sums = new long[classes + 1];
    private bool _knowsConfidence;

    /// <summary>Counts further pixels.</summary>
    /// <param name="ids">Their ids.</param> <param name="confidence">Of each 0..255 for 0..1; empty = unknown, then it has to be so of all.</param>
    /// <exception cref="ArgumentException">There is another number of confidences.</exception>
    public void Add(ReadOnlySpan<ushort> ids, ReadOnlySpan<byte> confidence)
    {
        if (!confidence.IsEmpty && confidence.Length != ids.Length)
            throw new ArgumentException($"A map of {ids.Length} pixels needs as many confidences, not {confidence.Length}.", nameof(confidence));
        _knowsConfidence |= !confidence.IsEmpty;
        for (int i = 0; i < ids.Length; i++)
        {
            int bin = Math.Min((int)ids[i], classes);
            _pixels[bin]++;
            if (!confidence.IsEmpty) _sums[bin] += confidence[i];
        }
    }

    /// <summary>What was counted until now.</summary>
    public LabelStatistics ToStatistics()
    {
        var found = Enumerable.Range(0, classes).Where(c => _pixels[c] > 0).Select(c => new ClassStatistics(c, _pixels[c], MeanOf(c)));
        return new([.. found], _pixels[classes]) { UnlabelledConfidence = MeanOf(classes) };
    }

    private double? MeanOf(int bin) => _knowsConfidence && _pixels[bin] > 0 ? _sums[bin] / (255.0 * _pixels[bin]) : null;
}
