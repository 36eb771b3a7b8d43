namespace AlignZeg.Datasets.Splits;

/// <summary>An image of a version of a dataset.</summary>
/// <param name="Name">Unique in its version.</param>
/// <param name="Content">What only the same bytes have: a part of a hash.</param>
public readonly record struct NamedContent(string Name, UInt128 Content);

/// <summary>Reads a version, as often as it is asked for.</summary>
/// <param name="first">Position of the first image to give.</param> <param name="cancellationToken">Stops reading.</param>
/// <returns>The images from there on, in ordinal order of their names.</returns>
public delegate IAsyncEnumerable<NamedContent> NamedContents(int first, CancellationToken cancellationToken);
