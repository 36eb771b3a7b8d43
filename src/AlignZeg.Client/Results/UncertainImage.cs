namespace AlignZeg.Client.Results;

/// <summary>An image that a person should look at.</summary>
/// <param name="Index">Index within the job, from 0.</param>
/// <param name="Image">Name within the dataset.</param>
/// <param name="Uncertainty">0 to 1.</param>
/// <param name="Mask">Its label map, for <see cref="ResultClient.DownloadAsync"/>.</param>
/// <param name="Overlay">The classes painted over it; null if the job makes none.</param>
/// <param name="Sha256">SHA-256 of its bytes, lower-case hex; null from servers that do not tell it.</param>
public sealed record UncertainImage(int Index, string Image, double Uncertainty, string Mask, string? Overlay, string? Sha256 = null);

/// <summary>A page of such images.</summary>
/// <param name="Images">By falling uncertainty.</param>
/// <param name="Next">Where the next page begins; null = there are no more.</param>
public sealed record UncertainPage(IReadOnlyList<UncertainImage> Images, string? Next);
