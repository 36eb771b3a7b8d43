namespace AlignZeg.Abstractions.Exports;

/// <summary>What to make of a job's results.</summary>
/// <param name="Format">Name of a format.</param>
/// <param name="Strict">True: there is no archive if the format loses anything.</param>
[GenerateSerializer, Immutable, Alias("alignzeg.export-order")]
public sealed record ExportOrder(string Format, bool Strict);
