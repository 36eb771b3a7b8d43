namespace AlignZeg.Datasets.Imports;

/// <summary>A format that labels are read from.</summary>
/// <param name="Name">What it is called on the command line.</param>
/// <param name="Summary">What it reads, in a few words.</param>
/// <param name="Open">Opens a file or folder; given also the classes by id, or null for those that the input lists.</param>
public sealed record ImportFormat(string Name, string Summary, Func<string, IReadOnlyList<string>?, ILabelImport> Open);
