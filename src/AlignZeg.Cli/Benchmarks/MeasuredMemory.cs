using System.Globalization;

namespace AlignZeg.Cli.Benchmarks;

/// <summary>What memory many images took beside few: what has to grow with their number, and what only grows because it was not collected yet.</summary>
/// <param name="PeakMegabytes">Of the process, with all images.</param> <param name="TenthPeakMegabytes">With a tenth of them.</param> <param name="HeldBytesPerImage">See <see cref="HeldMemory.PerImage"/>.</param>
internal sealed record MeasuredMemory(long PeakMegabytes, long TenthPeakMegabytes, double? HeldBytesPerImage)
{
    /// <summary>That of a benchmark.</summary>
    /// <param name="few">The turn with a tenth of the images.</param> <param name="fewImages">Images of that.</param> <param name="turns">Those with all, at least one.</param> <param name="images">Images of each.</param>
    public static MeasuredMemory Of(MeasuredTurn few, int fewImages, IReadOnlyList<MeasuredTurn> turns, int images) =>
        new(turns.Max(turn => turn.PeakMegabytes), few.PeakMegabytes, HeldMemory.PerImage(few.HeldBytes, fewImages, turns[^1].HeldBytes, images));

    /// <inheritdoc/>
    public override string ToString() =>
        $"peak {PeakMegabytes} MB, {TenthPeakMegabytes} MB with a tenth of the images{(HeldBytesPerImage is { } each ? string.Create(CultureInfo.InvariantCulture, $", {each:F0} bytes held per image") : "")}";
}
