namespace AlignZeg.Client.Datasets;

/// <summary>What is different between two versions of a dataset. Names are in ordinal order; with a limit they are the first ones.</summary>
/// <param name="From">Number of the version as it was.</param>
/// <param name="To">Number of the version as it is.</param>
/// <param name="Same">Images with the same name and bytes.</param>
/// <param name="Counts">How many of each kind there are, whatever the limit.</param>
/// <param name="Added">Names that are new, and whose bytes are not those of an image that lost its name.</param>
/// <param name="Removed">Names that are gone, and so are their bytes.</param>
/// <param name="Changed">Names that now stand for other bytes.</param>
/// <param name="Moved">Images that have another name.</param>
public sealed record VersionDiff(
    int From, int To, int Same, DiffCounts Counts, IReadOnlyList<string> Added, IReadOnlyList<string> Removed, IReadOnlyList<string> Changed, IReadOnlyList<MovedImage> Moved);

/// <summary>How many images of each kind there are.</summary>
/// <param name="Added">New ones.</param> <param name="Removed">Gone ones.</param> <param name="Changed">With other bytes.</param> <param name="Moved">With another name.</param>
public sealed record DiffCounts(int Added, int Removed, int Changed, int Moved);

/// <summary>An image under another name.</summary>
/// <param name="From">Its name before.</param> <param name="To">Its name now.</param>
public sealed record MovedImage(string From, string To);
