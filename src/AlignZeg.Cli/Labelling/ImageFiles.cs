namespace AlignZeg.Cli.Labelling;

/// <summary>The files of one image, relative to the output folder, with <c>/</c>; null where there is none.</summary>
internal readonly record struct ImageFiles(string? Mask, string? Confidence, string? Overlay);
