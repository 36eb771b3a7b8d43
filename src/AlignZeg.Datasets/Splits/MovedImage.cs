namespace AlignZeg.Datasets.Splits;

/// <summary>An image under another name.</summary>
/// <param name="From">Its name before.</param> <param name="To">Its name now.</param>
public sealed record MovedImage(string From, string To);
