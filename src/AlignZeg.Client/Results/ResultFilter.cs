namespace AlignZeg.Client.Results;

/// <summary>Which results are wanted. Null or empty = whatever; a server that knows no filters gives all.</summary>
/// <param name="Classes">Names of classes of which one has pixels.</param>
/// <param name="Status">What became of the image.</param>
/// <param name="MinConfidence">Least mean confidence of such a class, 0 to 1.</param>
public sealed record ResultFilter(IReadOnlyList<string>? Classes = null, ResultStatus? Status = null, double? MinConfidence = null);
