namespace AlignZeg.Abstractions.Models;

/// <summary>The label map of one image: a PNG whose values are positions in the classifier, their number for pixels that are left without a class, or ignore for pixels that no class claims.</summary>
/// <param name="Mask">Blob name of the PNG.</param>
/// <param name="Width">Width in pixels.</param>
/// <param name="Height">Height in pixels.</param>
/// <param name="DeviceMilliseconds">Time on the device.</param>
/// <param name="Uncertainty">See <see cref="Shards.ResultRecord.Uncertainty"/>.</param>
[GenerateSerializer, Immutable, Alias("alignzeg.segmented-blob")]
public sealed record SegmentedBlob(string Mask, int Width, int Height, double DeviceMilliseconds, double? Uncertainty = null);
