using AlignZeg.Grains.Devices;
using AlignZeg.Model.Inference;

namespace AlignZeg.Cli.Benchmarks;

/// <summary>Gives every device thread a <see cref="TimedSegmenter"/>.</summary>
internal sealed class TimedSegmenterFactory(TimeSpan perImage) : ISegmenterFactory
{
    /// <inheritdoc/>
    public ISegmenter Create(string path, string device) => new TimedSegmenter(perImage);
}
